import type {
  ClosedState,
  BookingCommand,
  BookingEvent,
  BookingState,
  Failure,
  HeldTime,
  OpeningState,
  Shared,
  Visit,
  WhatState,
  WhoState,
} from './booking-state.ts';
import type { reduceAppointment, reduceCancel, reduceConfirm } from './flow/appointment-flow.ts';
import { offeredLocations, hasChoice, preselect } from './flow/choice.ts';
import { reduceHolding, saving, releasing, releasingAll } from './flow/holding-flow.ts';
import {
  type Reduction,
  stay,
  go,
  noHold,
  unsent,
  emptyCalendar,
  emptyForm,
  sharedOf,
  isUncertain,
  zoneToAsk,
} from './flow/reduction.ts';
import { startSearch, reduceWhen, proceed } from './flow/times-flow.ts';
import type { reduceWho } from './flow/who-flow.ts';

/** The flow's first and last state. */
export const closed: BookingState = { step: 'closed' };

/** The reducers of the steps that come after a time was chosen. A browser loads them later than the first ones: see `booking-later.ts`. */
export interface LaterSteps {
  readonly reduceWho: typeof reduceWho;
  readonly reduceConfirm: typeof reduceConfirm;
  readonly reduceAppointment: typeof reduceAppointment;
  readonly reduceCancel: typeof reduceCancel;
}

/**
 * The booking's state machine: which state follows, and which commands the controller has to run. Pure: no clock, no I/O. An event that a
 * state does not expect changes nothing, except that a hold which nobody waits for any more is released.
 *
 * @param later undefined until it is loaded; none of its steps is reached before, since whatever leads there is answered by its commands
 */
export function reduceWith(later: LaterSteps | undefined, state: BookingState, event: BookingEvent): Reduction {
  if (event.type === 'hold-created') return holdCreated(state, event.held);
  if (event.type === 'left') return left(state);
  if (event.type === 'opened') return state.step === 'closed' ? opened(event) : stay(state);
  if (state.step === 'closed') return stay(state);
  if (event.type === 'another-asked') return another(state, event.now);
  if (event.type === 'came-online') {
    return isWaitingForConnection(state)
      ? reduceWith(later, state, { type: 'retry-asked', key: event.key })
      : stay(state);
  }
  if (event.type === 'directory-loaded') return directoryLoaded(state, event.directory);
  if (event.type === 'directory-failed') return directoryFailed(state, event.failure);
  switch (state.step) {
    case 'opening':
      return reduceOpening(state, event);
    case 'what':
      return reduceWhat(state, event);
    case 'when':
      return reduceWhen(state, event);
    case 'who':
      return later?.reduceWho(state, event) ?? stay(state);
    case 'confirm':
      return later?.reduceConfirm(state, event) ?? stay(state);
    case 'appointment':
      return later?.reduceAppointment(state, event) ?? stay(state);
    case 'cancel':
      return later?.reduceCancel(state, event) ?? stay(state);
  }
}

export /** Whether the last thing that was tried failed for want of a connection. A file is not offered again without an act. */
function isWaitingForConnection(state: BookingState): boolean {
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
      return state.sending.status === 'failed' && state.sending.failure.kind === 'connection';
  }
}

/** From a cancelled appointment to a new booking. */
function another(state: Exclude<BookingState, ClosedState>, now: number): Reduction {
  return state.step === 'appointment'
    ? opened({ type: 'opened', setting: state.setting, link: null, now })
    : stay(state);
}

function opened(event: Extract<BookingEvent, { type: 'opened' }>): Reduction {
  const shared: Shared = {
    setting: event.setting,
    directory: { status: event.link === null ? 'loading' : 'idle' },
    practitionerNames: {},
    form: emptyForm,
    perhapsBooked: false,
    now: event.now,
  };
  return event.link === null
    ? go(
        { ...shared, step: 'opening', purpose: { kind: 'book' }, resumed: { status: 'loading' }, failure: null },
        { type: 'restore-pending' },
        { type: 'load-directory' },
      )
    : go(
        {
          ...shared,
          step: 'opening',
          purpose: { kind: 'manage', link: event.link },
          resumed: { status: 'ready', value: null },
          failure: null,
        },
        { type: 'open-session', link: event.link },
      );
}

/** Everything is forgotten, and what was held is released. */
function left(state: BookingState): Reduction {
  return { state: closed, commands: isUncertain(state) ? [] : dropHolds(state) };
}

function dropHolds(state: BookingState): readonly BookingCommand[] {
  if (state.step === 'opening') {
    return state.resumed.status === 'ready' && state.resumed.value ? releasing(state.resumed.value.held) : [];
  }
  return 'holding' in state ? releasingAll(state.holding) : [];
}

function directoryLoaded(
  state: Exclude<BookingState, ClosedState>,
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

function directoryFailed(state: Exclude<BookingState, ClosedState>, failure: Failure): Reduction {
  const next = { ...state, directory: { status: 'failed', failure } } as const;
  return stay(next.step === 'opening' ? { ...next, failure } : next);
}

function reduceOpening(state: OpeningState, event: BookingEvent): Reduction {
  switch (event.type) {
    case 'pending-absent':
      return settle({ ...state, perhapsBooked: event.perhapsBooked, resumed: { status: 'ready', value: null } });
    case 'pending-restored': {
      const sending = event.submitted
        ? ({
            status: 'failed',
            attempt: { number: event.number, patient: null },
            failure: { kind: 'interrupted' },
          } as const)
        : unsent;
      return settle({ ...state, resumed: { status: 'ready', value: { held: event.held, sending } } });
    }
    case 'session-opened':
      return stay({
        ...sharedOf(state),
        step: 'appointment',
        managed: event.managed,
        news: null,
        calendarFile: { status: 'idle' },
      });
    case 'session-failed':
      return stay({ ...state, failure: event.failure });
    case 'retry-asked':
      if (state.failure === null) return stay(state);
      return state.purpose.kind === 'manage'
        ? go({ ...state, failure: null }, { type: 'open-session', link: state.purpose.link })
        : go({ ...state, failure: null, directory: { status: 'loading' } }, { type: 'load-directory' });
    default:
      return stay(state);
  }
}

/** Leaves the opening as soon as it is known where to go: the resumed form, the choice, or the times. */
function settle(state: OpeningState): Reduction {
  if (state.resumed.status !== 'ready' || state.purpose.kind === 'manage') return stay(state);
  const { setting, directory } = state;
  const resumed = state.resumed.value;
  if (resumed) {
    if (directory.status !== 'ready') return stay(state);
    const visit = visitOf(resumed.held, setting.practitionerId);
    const who: WhoState = {
      ...sharedOf(state),
      step: 'who',
      visit,
      calendar: emptyCalendar,
      holding: { status: 'held', held: resumed.held },
      problems: {},
      sending: resumed.sending,
    };
    return stay(who);
  }
  if (setting.healthcareServiceId && setting.locationId) {
    const visit: Visit = {
      healthcareServiceId: setting.healthcareServiceId,
      locationId: setting.locationId,
      practitionerId: setting.practitionerId,
    };
    return startSearch(
      { ...sharedOf(state), step: 'when', visit, replaces: null, calendar: emptyCalendar, holding: noHold },
      null,
    );
  }
  if (directory.status !== 'ready') return stay(state);
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
  const next = startSearch(
    {
      ...sharedOf(state),
      step: 'when',
      visit,
      replaces: null,
      calendar: emptyCalendar,
      holding: keeps ? state.holding : noHold,
    },
    null,
  );
  return keeps ? next : go(next.state, ...releasingAll(state.holding), ...next.commands);
}

function holdCreated(state: BookingState, held: HeldTime): Reduction {
  if (!('holding' in state) || state.holding.status !== 'requested' || state.holding.key !== held.key) {
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
