/**
 * The steps from the choice of a time on: the form, the change, the appointment, and the requests that hold and book. A browser loads this
 * file when it has nothing else to do, or when a time is pointed at, so that the first times wait for none of it.
 */
export { BookingWrites } from './booking-writes.ts';
export { laterSteps } from './flow/later-flow.ts';
export { appointmentView } from './views/appointment-view.ts';
export { cancelView } from './views/cancel-view.ts';
export { confirmView } from './views/confirm-view.ts';
export { whoView } from './views/who-view.ts';
export { createWriteApi } from './write-api.ts';
