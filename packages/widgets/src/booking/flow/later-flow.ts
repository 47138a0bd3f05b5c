import type { BookingEvent, BookingState } from '../booking-state.ts';
import { type LaterSteps, reduceWith } from '../booking-flow.ts';
import { reduceAppointment, reduceCancel, reduceConfirm } from './appointment-flow.ts';
import type { Reduction } from './reduction.ts';
import { reduceWho } from './who-flow.ts';

/** The steps after the choice of a time. */
export const laterSteps: LaterSteps = { reduceWho, reduceConfirm, reduceAppointment, reduceCancel };

/** The whole flow: every step is there. */
export const reduce = (state: BookingState, event: BookingEvent): Reduction => reduceWith(laterSteps, state, event);
