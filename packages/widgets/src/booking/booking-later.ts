/**
 * Everything but the first times: the whole flow with its requests, all other views, what acts on the times, and the texts and styles of all
 * that. A browser loads this file when it has nothing else to do, or when somebody acts, so that the first times wait for none of it.
 */
export { apiErrorOf } from '@openprm/sdk';
export { laterTexts } from '../locales/booking/later-texts.ts';
export { AfterUpdate } from './after-update.ts';
export { BookingCommands } from './booking-commands.ts';
export { explain } from './failure.ts';
export { reduce } from './booking-flow.ts';
export { isHolding, progressOf } from './booking-selectors.ts';
export { createLaterApi } from './later-api.ts';
export { onRovingKey } from './roving-focus.ts';
export { tellUnknownIds } from './unknown-ids.ts';
export { bookingView, brokenView } from './views/booking-view.ts';
export { insteadOfTimes, monthOf, noticesAbove, onWeekKey, whenFooter } from './views/when-later-view.ts';
