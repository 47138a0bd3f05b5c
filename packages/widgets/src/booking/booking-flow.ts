import type {
  AppointmentState,
  ClosedState,
  BookingState,
  Calendar,
  Failure,
  HeldTime,
  OpeningState,
  RulesState,
  Shared,
  Visit,
  WaitingState,
  WhatState,
  WhoState,
} from './booking-state.ts';
import type { BookingCommand, BookingEvent } from './events-and-commands.ts';
import { closed, opened, startSearch, timesOf } from './first/first-flow.ts';
import { emptyCalendar, go, noHold, type Reduction, sharedOf, stay, zoneToAsk } from './first/reduction.ts';
import { reduceAppointment, reduceCancel, reduceConfirm } from './flow/appointment-flow.ts';
import { hasChoice, offeredLocations, preselect } from './flow/choice.ts';
import { reduceHolding, releasing, releasingAll, saving } from './flow/holding-flow.ts';
import { isUncertain, isUsingHold, unsent } from './flow/sending.ts';
import { readAnew, reading } from './flow/outdated.ts';
import { formForNext, knownFound, lookForKnown } from './flow/known-flow.ts';
import { askFirst, reduceRules } from './flow/rules-flow.ts';
import { proceed, reduceWhen } from './flow/times-flow.ts';
import { reduceWaiting, reduceWaitlist } from './flow/waitlist-flow.ts';
import { reduceWho } from './flow/who-flow.ts';

/**
 * The booking's state machine: which state follows, and which commands the controller has to run. Pure: no clock, no I/O. An event that a
 * state does not expect changes nothing, except that a hold which nobody waits for any more is released. A browser loads it after the first
 * times: until then {@link reduceFirst} does what it would.
 */
export function reduce(state: BookingState, event: BookingEvent): Reduction {
  if (event.type === 'known-found') return stay(knownFound(state, event.known));
  if (state.step === 'rules') return reduceRules(state, event, reduceStep);
  return lookForKnown(askFirst(reduceStep(state, event)));
}

function reduceStep(state: Exclude<BookingState, RulesState>, event: BookingEvent): Reduction {
  if (event.type === 'hold-created') return holdCreated(state, event.held);
  if (event.type === 'left') return left(state);
  if (event.type === 'opened') return state.step === 'closed' ? opened(event) : stay(state);
  if (state.step === 'closed') return stay(state);
  if (event.type === 'another-asked' && (state.step === 'appointment' || state.step === 'waiting'))
    return isUncertain(state) ? stay(state) : bookAnother(state, event.now);
  if (event.type === 'visit-asked') return readAnew(state);
  if (event.type === 'came-online') {
    return isWaitingForConnection(state) ? reduceStep(state, { type: 'retry-asked', key: event.key }) : stay(state);
  }
  if (event.type === 'pending-restored' && state.step !== 'opening') return restored(state, event);
  if (event.type === 'pending-absent' && state.step === 'when')
    return stay(event.perhapsBooked ? { ...state, perhapsBooked: true } : state);
  if (event.type === 'directory-loaded') return directoryLoaded(state, event.directory);
  if (event.type === 'directory-failed') return directoryFailed(state, event.failure);
  if (event.type === 'ticked' && !('holding' in state)) return stay({ ...state, now: event.now });
  switch (state.step) {
    case 'opening':
      return reduceOpening(state, event);
    case 'what':
      return reduceWhat(state, event);
    case 'when':
      return reduceWhen(state, event);
    case 'who':
      return reduceWho(state, event);
    case 'confirm':
      return reduceConfirm(state, event);
    case 'appointment':
      return reduceAppointment(state, event);
    case 'cancel':
      return reduceCancel(state, event);
    case 'waitlist':
      return reduceWaitlist(state, event);
    case 'waiting':
      return reduceWaiting(state, event);
  }
}

/** Whether the last thing that was tried failed for want of a connection. A file is not offered again without an act. */
function isWaitingForConnection(state: Exclude<BookingState, RulesState>): boolean {
  if ('holding' in state && state.holding.status === 'failed') return state.holding.failure.kind === 'connection';
  switch (state.step) {
    case 'closed':
    case 'what':
    case 'appointment':
      return false;
    case 'opening':
      return state.failure?.kind === 'connection';
    case 'when': {
      const { availability, slots } = state.calendar;
      return [availability, slots].some((found) => found.status === 'failed' && found.failure.kind === 'connection');
    }
    case 'who':
    case 'confirm':
    case 'cancel':
    case 'waitlist':
    case 'waiting':
      return state.sending.status === 'failed' && state.sending.failure.kind === 'connection';
  }
}

/** Begins anew with what was typed for the visit before, which stays in memory until the page is left. */
function bookAnother(former: AppointmentState | WaitingState, now: number): Reduction {
  const { state, commands } = opened({ type: 'opened', setting: former.setting, link: null, now });
  return { state: state.step === 'closed' ? state : { ...state, form: formForNext(former) }, commands };
}

/** Everything is forgotten, and what was held is released. */
function left(state: BookingState): Reduction {
  return { state: closed, commands: isUncertain(state) && isUsingHold(state) ? [] : dropHolds(state) };
}

function dropHolds(state: BookingState): readonly BookingCommand[] {
  if (state.step === 'opening') {
    return state.resumed.status === 'ready' && state.resumed.value ? releasing(state.resumed.value.held) : [];
  }
  return 'holding' in state ? releasingAll(state.holding) : [];
}

function directoryLoaded(
  state: Exclude<BookingState, ClosedState | RulesState>,
  directory: Extract<BookingEvent, { type: 'directory-loaded' }>['directory'],
): Reduction {
  const next = { ...state, directory: { status: 'ready', value: directory } } as const;
  if (next.step === 'opening') return settle(next);
  if (
    next.step === 'when' &&
    zoneToAsk(state, next.visit, next.replaces) !== zoneToAsk(next, next.visit, next.replaces)
  ) {
    return startSearch(next, null);
  }
  return stay(next);
}

function directoryFailed(state: Exclude<BookingState, ClosedState | RulesState>, failure: Failure): Reduction {
  const next = { ...state, directory: { status: 'failed', failure } } as const;
  return stay(next.step === 'opening' ? { ...next, failure } : next);
}

function reduceOpening(state: OpeningState, event: BookingEvent): Reduction {
  switch (event.type) {
    case 'pending-absent':
      return settle({ ...state, perhapsBooked: event.perhapsBooked, resumed: { status: 'ready', value: null } });
    case 'pending-restored':
      return settle({ ...state, resumed: { status: 'ready', value: resumedOf(event) } });
    case 'session-opened':
      return stay({
        ...sharedOf(state),
        step: 'appointment',
        managed: event.managed,
        news: null,
        calendarFile: { status: 'idle' },
      });
    case 'waitlist-opened':
      return stay({
        ...sharedOf(state),
        step: 'waiting',
        entry: event.entry,
        link: event.link,
        undo: null,
        replaces: null,
        news: null,
        isLeaving: false,
        alternatives: [],
        sending: unsent,
      });
    case 'session-failed':
      return stay({ ...state, failure: event.failure });
    case 'retry-asked':
      if (state.failure === null) return stay(state);
      return state.purpose.kind === 'book'
        ? go({ ...state, failure: null, directory: { status: 'loading' } }, { type: 'load-directory' })
        : go({ ...state, failure: null }, reading(state.purpose));
    default:
      return stay(state);
  }
}

/** Leaves the opening as soon as it is known where to go: the resumed form, the choice, or the times. */
function settle(state: OpeningState): Reduction {
  if (state.resumed.status !== 'ready' || state.purpose.kind !== 'book') return stay(state);
  const { directory } = state;
  if (directory.status !== 'ready') return stay(state);
  if (state.resumed.value) return stay(resumedForm(state, state.resumed.value));
  const what = preselect({
    ...sharedOf(state),
    step: 'what',
    healthcareServiceId: null,
    locationId: null,
    holding: noHold,
    missing: null,
  });
  return hasChoice(what) ? stay(what) : seeTimes(what);
}

type Resumed = { readonly held: HeldTime; readonly sending: WhoState['sending'] };

const resumedOf = ({ held, number, submitted }: Extract<BookingEvent, { type: 'pending-restored' }>): Resumed => ({
  held,
  sending: submitted
    ? { status: 'failed', attempt: { number, patient: null }, failure: { kind: 'interrupted' } }
    : unsent,
});

/** The form of before a reload, empty: what was typed is kept on no device. */
const resumedForm = (state: Shared, { held, sending }: Resumed): WhoState => ({
  ...sharedOf(state),
  step: 'who',
  visit: visitOf(held, state.setting.practitionerId),
  calendar: emptyCalendar,
  holding: { status: 'held', held },
  problems: {},
  sending,
});

/**
 * What was interrupted is found after the times were shown: the person goes on with it, unless they have begun anew. Whoever looks for other times already is not
 * led away from them: their time is kept, and said to be.
 */
function restored(
  state: Exclude<BookingState, ClosedState | OpeningState | RulesState>,
  event: Extract<BookingEvent, { type: 'pending-restored' }>,
): Reduction {
  const isFree = state.step === 'when' && state.replaces === null && state.holding.status === 'none';
  if (isFree && looksAround(state.calendar) && !event.submitted)
    return stay({ ...state, holding: { status: 'held', held: event.held } });
  if (!isFree || looksAround(state.calendar)) {
    return go(
      { ...state, perhapsBooked: state.perhapsBooked || event.submitted },
      { type: 'release-hold', held: event.held },
    );
  }
  const form = resumedForm(state, resumedOf(event));
  return state.directory.status === 'idle'
    ? go({ ...form, directory: { status: 'loading' } }, { type: 'load-directory' })
    : stay(form);
}

/** Somebody has left the day of the first opening, or sees the times in another way. */
const looksAround = ({ view, date, first }: Calendar) => view !== 'week' || (first !== null && date !== first.date);

function reduceWhat(state: WhatState, event: BookingEvent): Reduction {
  switch (event.type) {
    case 'service-chosen':
      return stay(preselect({ ...state, healthcareServiceId: event.healthcareServiceId, missing: null }));
    case 'location-chosen':
      return stay({ ...state, locationId: event.locationId, missing: null });
    case 'times-asked':
      return seeTimes(state);
    case 'retry-asked':
      return go({ ...state, directory: { status: 'loading' } }, { type: 'load-directory' });
    default:
      return reduceHolding(state, event);
  }
}

function seeTimes(state: WhatState): Reduction {
  const { healthcareServiceId, locationId } = state;
  if (healthcareServiceId === null) return stay({ ...state, missing: 'healthcare-service' });
  if (locationId === null && offeredLocations(state, healthcareServiceId).length > 1)
    return stay({ ...state, missing: 'location' });
  const visit: Visit = { healthcareServiceId, locationId, practitionerId: state.setting.practitionerId };
  const keeps = state.holding.status === 'held' && isSlotOf(visit, state.holding.held.slot);
  const next = startSearch({ ...timesOf(sharedOf(state), visit), holding: keeps ? state.holding : noHold }, null);
  return keeps ? next : go(next.state, ...releasingAll(state.holding), ...next.commands);
}

function holdCreated(state: Exclude<BookingState, RulesState>, held: HeldTime): Reduction {
  if (
    !('holding' in state) ||
    state.step === 'waitlist' ||
    state.holding.status !== 'requested' ||
    state.holding.key !== held.key
  ) {
    return go(state, { type: 'release-hold', held });
  }
  const { previous } = state.holding;
  const holding = { status: 'held', held } as const;
  const now = Math.max(state.now, held.renewedAt);
  const given = previous ? [{ type: 'release-hold', held: previous } as const] : [];
  switch (state.step) {
    case 'what':
      return go({ ...state, now, holding }, ...given);
    case 'when': {
      const next = proceed({ ...state, now }, holding);
      return go(next.state, ...given, ...saving(next.state, held));
    }
    case 'who':
    case 'confirm':
      return go({ ...state, now, holding, sending: unsent }, ...given, ...saving({ ...state, sending: unsent }, held));
  }
}

const visitOf = ({ slot }: HeldTime, practitionerId: string | null): Visit => ({
  healthcareServiceId: slot.healthcareServiceId,
  locationId: slot.locationId,
  practitionerId,
});

const isSlotOf = (visit: Visit, slot: HeldTime['slot']) =>
  slot.healthcareServiceId === visit.healthcareServiceId &&
  (visit.locationId === null || slot.locationId === visit.locationId);
