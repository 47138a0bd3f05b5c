/**
 * Everything behind the first question: the flow of answers, what checks and saves them, all other questions and views with their texts and styles. A browser
 * loads this file as soon as that question is shown, so that the rest works without a connection; and before it, for a form that begins with anything else.
 */
export { apiErrorOf } from '@openprm/sdk';
export { laterTexts } from '../locales/survey/later-texts.ts';
/** Named, so that one file has it and all that it uses with this one. */
export * as asking from './survey-asking.ts';
export { announcementOf } from './announcement.ts';
export { refusalOf } from './failure.ts';
export { focusAfterRest } from './focus-after-rest.ts';
export { laterStyles } from './later.styles.ts';
export { resumeForm } from '@openprm/questionnaire';
export { carryOut } from './carry-out.ts';
export { findDrafts } from './hand-draft.ts';
/** Here too, so that one file has it and what evaluates answers: a form with conditions fetches no more than that before its first question. */
export { prepareWithHost } from './prepare-with-host.ts';
export { reduce } from './watch-hand.ts';
export { moreViews } from './views/more-views.ts';
export { laterView } from './views/survey-view.ts';
