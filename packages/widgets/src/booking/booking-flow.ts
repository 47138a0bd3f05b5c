import type { PatientInput } from '@openprm/sdk';
import type {
  AppointmentState,
  BookingAttempt,
  BookingCommand,
  BookingEvent,
  BookingState,
  Calendar,
  ChangeAttempt,
  ConfirmState,
  Failure,
  HeldTime,
  Holding,
  Managed,
  OpeningState,
  PatientForm,
  Sending,
  Shared,
  Visit,
  WhatState,
  WhenState,
  WhoState,
} from './booking-state.ts';

/** A state and what is to be done about it. */
export interface Reduction {
  readonly state: BookingState;
  readonly commands: readonly BookingCommand[];
}

/** Typing renews the hold no more often than this, in milliseconds. */
const renewalInterval = 60_000;

const emptyForm: PatientForm = { given: '', family: '', phone: '', birthDate: '', email: '' };
const emptyCalendar: Calendar = {
  availability: { status: 'idle' },
  shown: null,
  first: null,
  weekStart: null,
  date: null,
  slots: { status: 'idle' },
};
const noHold = { status: 'none' } as const;
const unsent = { status: 'unsent' } as const;

/** The flow's first and last state. */
export const closed: BookingState = { step: 'closed' };

const stay = (state: BookingState): Reduction => ({ state, commands: [] });
const go = (state: BookingState, ...commands: BookingCommand[]): Reduction => ({ state, commands });

/**
 * The booking's state machine: which state follows, and which commands the controller has to run. Pure: no clock, no I/O. An event that a
 * state does not expect changes nothing, except that a hold which nobody waits for any more is released.
 */
export function reduce(state: BookingState, event: BookingEvent): Reduction {
  if (event.type === 'hold-created') return holdCreated(state, event.held);
  if (event.type === 'left') return left(state);
  if (event.type === 'opened') return state.step === 'closed' ? opened(event) : stay(state);
  if (state.step === 'closed') return stay(state);
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
      return reduceWho(state, event);
    case 'confirm':
      return reduceConfirm(state, event);
    case 'appointment':
      return reduceAppointment(state, event);
    case 'cancel':
      return reduceCancel(state, event);
  }
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

function directoryLoaded(state: Exclude<BookingState, { step: 'closed' }>, directory: Extract<BookingEvent, { type: 'directory-loaded' }>['directory']): Reduction {
  const next = { ...state, directory: { status: 'ready', value: directory } } as const;
  if (next.step === 'opening') return settle(next);
  if (next.step === 'when' && zoneToAsk(state, next.visit, next.replaces) !== zoneToAsk(next, next.visit, next.replaces)) {
    return startSearch(next, null);
  }
  return stay(next);
}

function directoryFailed(state: Exclude<BookingState, { step: 'closed' }>, failure: Failure): Reduction {
  const next = { ...state, directory: { status: 'failed', failure } } as const;
  return stay(next.step === 'opening' ? { ...next, failure } : next);
}

function reduceOpening(state: OpeningState, event: BookingEvent): Reduction {
  switch (event.type) {
    case 'pending-absent':
      return settle({ ...state, perhapsBooked: event.perhapsBooked, resumed: { status: 'ready', value: null } });
    case 'pending-restored': {
      const sending = event.submitted
        ? ({ status: 'failed', attempt: { number: event.number, patient: null }, failure: { kind: 'interrupted' } } as const)
        : unsent;
      return settle({ ...state, resumed: { status: 'ready', value: { held: event.held, sending } } });
    }
    case 'session-opened':
      return stay({ ...sharedOf(state), step: 'appointment', managed: event.managed, news: null, calendarFile: { status: 'idle' } });
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
    return startSearch({ ...sharedOf(state), step: 'when', visit, replaces: null, calendar: emptyCalendar, holding: noHold }, null);
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

/** Services that can be chosen: those of the fixed place, or the fixed one. */
export function offeredServices(state: Shared) {
  if (state.directory.status !== 'ready') return [];
  const { healthcareServiceId, locationId } = state.setting;
  return state.directory.value.healthcareServices.filter(
    (service) =>
      (healthcareServiceId === null || service.id === healthcareServiceId) &&
      (locationId === null || service.locationIds.includes(locationId)),
  );
}

/** Places where the chosen service is offered. */
export function offeredLocations(state: Shared, healthcareServiceId: string | null) {
  if (state.directory.status !== 'ready' || healthcareServiceId === null) return [];
  const service = state.directory.value.healthcareServices.find(({ id }) => id === healthcareServiceId);
  const { locationId } = state.setting;
  return state.directory.value.locations.filter(
    ({ id }) => (locationId === null || id === locationId) && service?.locationIds.includes(id),
  );
}

/** Whether there is anything to choose before the times. */
export function hasChoice(state: Shared): boolean {
  const services = offeredServices(state);
  const [only] = services;
  return services.length !== 1 || !only || offeredLocations(state, only.id).length > 1;
}

/** Chooses what has one choice only. */
function preselect(state: WhatState): WhatState {
  const services = offeredServices(state);
  const healthcareServiceId = services.length === 1 ? (services[0]?.id ?? null) : state.healthcareServiceId;
  const locations = offeredLocations(state, healthcareServiceId);
  const isOffered = locations.some(({ id }) => id === state.locationId);
  const locationId = locations.length === 1 ? (locations[0]?.id ?? null) : isOffered ? state.locationId : null;
  return { ...state, healthcareServiceId, locationId };
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
  if (locationId === null && offeredLocations(state, healthcareServiceId).length > 1) return stay({ ...state, missing: 'location' });
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

/** @param wanted a day of that week to show, if it is open, rather than the first open one */
function startSearch(state: WhenState, weekStart: string | null, wanted: string | null = null): Reduction {
  const calendar: Calendar = {
    ...state.calendar,
    availability: { status: 'loading' },
    weekStart,
    date: wanted,
    slots: { status: 'loading' },
  };
  return go(
    { ...state, calendar },
    {
      type: 'search',
      visit: state.visit,
      timeZone: zoneToAsk(state, state.visit, state.replaces),
      expectedTimeZone: calendar.shown?.timeZone ?? zoneOfPlace(state, state.visit, state.replaces),
      weekStart,
      replaces: state.replaces,
    },
  );
}

function reduceWhen(state: WhenState, event: BookingEvent): Reduction {
  const { calendar } = state;
  switch (event.type) {
    case 'availability-loaded': {
      if (calendar.availability.status !== 'loading') return stay(state);
      const { availability } = event;
      const found: WhenState = {
        ...state,
        practitionerNames: { ...state.practitionerNames, ...availability.practitionerNames },
        calendar: {
          availability: { status: 'ready', value: availability },
          shown: availability,
          first: availability.fromNow ? availability.firstAvailable : calendar.first,
          weekStart: availability.weekStart,
          date: availability.date,
          slots: { status: 'ready', value: availability.slots },
        },
      };
      const wanted = availability.days.find(({ date }) => date === calendar.date && date !== availability.date);
      return wanted ? reduceWhen(found, { type: 'day-chosen', date: wanted.date }) : stay(found);
    }
    case 'availability-failed': {
      if (calendar.availability.status !== 'loading') return stay(state);
      const failed = { status: 'failed', failure: event.failure } as const;
      return stay({ ...state, calendar: { ...calendar, availability: failed, slots: failed } });
    }
    case 'week-chosen':
      return startSearch(state, event.weekStart);
    case 'day-chosen':
      if (calendar.availability.status !== 'ready') return stay(state);
      return go(
        { ...state, calendar: { ...calendar, date: event.date, slots: { status: 'loading' } } },
        {
          type: 'load-day',
          visit: state.visit,
          timeZone: calendar.availability.value.timeZone,
          date: event.date,
          replaces: state.replaces,
        },
      );
    case 'day-loaded':
      if (calendar.date !== event.date || calendar.slots.status !== 'loading') return stay(state);
      return stay({
        ...state,
        practitionerNames: { ...state.practitionerNames, ...event.practitionerNames },
        calendar: { ...calendar, slots: { status: 'ready', value: event.slots } },
      });
    case 'day-failed':
      if (calendar.date !== event.date || calendar.slots.status !== 'loading') return stay(state);
      return stay({ ...state, calendar: { ...calendar, slots: { status: 'failed', failure: event.failure } } });
    case 'slot-chosen':
      if (state.holding.status === 'held' && state.holding.held.slot.id === event.slot.id) return proceed(state, state.holding);
      return requestHold(state, event.slot, event.key);
    case 'continued':
      return state.holding.status === 'held' ? proceed(state, state.holding) : stay(state);
    case 'retry-asked':
      if (state.holding.status === 'failed') return retryHold(state, state.holding, event.key);
      if (calendar.availability.status === 'failed') return startSearch(state, calendar.weekStart, calendar.date);
      if (calendar.slots.status === 'failed' && calendar.date !== null) {
        return reduceWhen(state, { type: 'day-chosen', date: calendar.date });
      }
      return stay(state);
    case 'went-back':
      return backFromWhen(state);
    default:
      return reduceHolding(state, event);
  }
}

/** Back to the choice keeps a held time; back to an appointment gives it up, since the change was given up. */
function backFromWhen(state: WhenState): Reduction {
  if (state.replaces) return backToAppointment(state, state.replaces);
  if (state.directory.status !== 'ready' || !hasChoice(state)) return stay(state);
  const kept = aliveIn(state.holding);
  const what: WhatState = {
    ...sharedOf(state),
    step: 'what',
    healthcareServiceId: state.visit.healthcareServiceId,
    locationId: state.visit.locationId,
    holding: kept ? { status: 'held', held: kept } : noHold,
    missing: null,
  };
  return stay(preselect(what));
}

function backToAppointment(state: WhenState | ConfirmState, managed: Managed): Reduction {
  const appointment: AppointmentState = {
    ...sharedOf(state),
    step: 'appointment',
    managed,
    news: null,
    calendarFile: { status: 'idle' },
  };
  return go(appointment, ...releasingAll(state.holding));
}

/** On to the form, or to the confirmation of a change. */
function proceed(state: WhenState, holding: Extract<Holding, { status: 'held' }>): Reduction {
  const { replaces } = state;
  const next = { ...sharedOf(state), visit: state.visit, calendar: state.calendar, holding, perhapsBooked: false, sending: unsent };
  return stay(replaces ? { ...next, step: 'confirm', replaces } : { ...next, step: 'who', problems: {} });
}

function reduceWho(state: WhoState, event: BookingEvent): Reduction {
  const { sending, holding } = state;
  switch (event.type) {
    case 'field-changed': {
      const { [event.field]: mended, ...others } = state.problems;
      const problems = mended === undefined ? state.problems : others;
      const next: WhoState = { ...state, now: event.now, form: { ...state.form, [event.field]: event.value }, problems };
      return renewIfDue(next, event.now);
    }
    case 'form-submitted':
      if (sending.status === 'sending' || holding.status !== 'held') return stay(state);
      if (!event.check.ok) return stay({ ...state, problems: event.check.problems });
      return book(state, holding.held, event.check.patient);
    case 'booked':
      if (sending.status !== 'sending') return stay(state);
      return go(
        {
          ...sharedOf(state),
          form: emptyForm,
          step: 'appointment',
          managed: event.managed,
          news: 'booked',
          calendarFile: { status: 'idle' },
        },
        { type: 'clear-pending' },
        { type: 'tell-host', fact: 'booked', appointmentId: event.managed.appointment.id },
      );
    case 'booking-failed':
      return sending.status === 'sending' && holding.status === 'held'
        ? bookingFailed(state, holding.held, sending.attempt, event.failure)
        : stay(state);
    case 'slot-chosen':
      return isSending(state) ? stay(state) : requestHold(state, event.slot, event.key);
    case 'hold-again-asked':
      return holding.status === 'lost' ? requestHold(state, holding.slot, event.key) : stay(state);
    case 'retry-asked':
      if (holding.status === 'failed') return retryHold(state, holding, event.key);
      if (holding.status === 'held' && sending.status === 'failed' && sending.attempt.patient) {
        return book(state, holding.held, sending.attempt.patient);
      }
      return stay(state);
    case 'went-back':
      return isSending(state) ? stay(state) : backToTimes(state, null);
    default:
      return reduceHolding(state, event);
  }
}

/**
 * A refused try is followed by one with a new key. While it is not known whether an earlier try arrived, its key is kept, even for other
 * content: a server that has it answers that it was received, and nobody is booked twice.
 */
function book(state: WhoState, held: HeldTime, patient: PatientInput): Reduction {
  const number = nextNumber(state);
  return go(
    { ...state, problems: {}, sending: { status: 'sending', attempt: { number, patient } } },
    { type: 'save-pending', held, number, submitted: true },
    { type: 'book', held, number, patient },
  );
}

function nextNumber(state: WhoState): number {
  if (state.sending.status === 'unsent') return 1;
  return isUncertain(state) ? state.sending.attempt.number : state.sending.attempt.number + 1;
}

function bookingFailed(state: WhoState, held: HeldTime, attempt: BookingAttempt, failure: Failure): Reduction {
  switch (failure.kind) {
    case 'slot-unavailable':
    case 'hold-expired':
      return go(
        {
          ...state,
          sending: unsent,
          holding: {
            status: 'lost',
            slot: held.slot,
            reason: failure.kind === 'hold-expired' ? 'expired' : 'taken',
            alternatives: failure.alternatives,
            previous: null,
          },
        },
        ...releasing(held),
      );
    case 'already-received':
      return go({ ...state, sending: { status: 'failed', attempt, failure } }, { type: 'clear-pending' });
    case 'validation':
      return go(
        {
          ...state,
          problems: Object.fromEntries(failure.fields.map((field) => [field, 'refused'])),
          sending: { status: 'failed', attempt, failure },
        },
        { type: 'save-pending', held, number: attempt.number + 1, submitted: false },
      );
    case 'connection':
    case 'server':
    case 'interrupted':
      return stay({ ...state, sending: { status: 'failed', attempt, failure } });
    case 'rate-limited':
    case 'configuration':
    case 'credential':
    case 'status-conflict':
    case 'stopped':
      return go(
        { ...state, sending: { status: 'failed', attempt, failure } },
        { type: 'save-pending', held, number: attempt.number + 1, submitted: false },
      );
  }
}

/** Back keeps the hold, and leaves a lost one behind. The times are asked for again, since they may have changed. */
function backToTimes(state: WhoState | ConfirmState, replaces: Managed | null): Reduction {
  const kept = aliveIn(state.holding);
  const holding = kept ? ({ status: 'held', held: kept } as const) : noHold;
  return startSearch(
    { ...sharedOf(state), step: 'when', visit: state.visit, replaces, calendar: state.calendar, holding },
    state.calendar.weekStart,
    state.calendar.date,
  );
}

function reduceConfirm(state: ConfirmState, event: BookingEvent): Reduction {
  const { holding, sending, replaces } = state;
  const send = (held: HeldTime, fresh: string): Reduction => {
    const key = keyToSend(sending, fresh);
    return go({ ...state, sending: { status: 'sending', attempt: { key } } }, { type: 'reschedule', managed: replaces, held, key });
  };
  switch (event.type) {
    case 'reschedule-confirmed':
      return holding.status === 'held' && sending.status !== 'sending' ? send(holding.held, event.key) : stay(state);
    case 'rescheduled':
      if (sending.status !== 'sending') return stay(state);
      return go(
        {
          ...sharedOf(state),
          step: 'appointment',
          managed: { ...replaces, appointment: event.appointment },
          news: 'rescheduled',
          calendarFile: { status: 'idle' },
        },
        { type: 'tell-host', fact: 'rescheduled', appointmentId: event.appointment.id },
      );
    case 'reschedule-failed': {
      if (sending.status !== 'sending' || holding.status !== 'held') return stay(state);
      const { failure } = event;
      if (failure.kind !== 'slot-unavailable' && failure.kind !== 'hold-expired') {
        return stay({ ...state, sending: { ...sending, status: 'failed', failure } });
      }
      const reason = failure.kind === 'hold-expired' ? 'expired' : 'taken';
      const { slot } = holding.held;
      return go(
        { ...state, sending: unsent, holding: { status: 'lost', slot, reason, alternatives: failure.alternatives, previous: null } },
        ...releasing(holding.held),
      );
    }
    case 'slot-chosen':
      return isSending(state) ? stay(state) : requestHold(state, event.slot, event.key);
    case 'hold-again-asked':
      return holding.status === 'lost' ? requestHold(state, holding.slot, event.key) : stay(state);
    case 'retry-asked':
      if (holding.status === 'failed') return retryHold(state, holding, event.key);
      return holding.status === 'held' && sending.status === 'failed' ? send(holding.held, event.key) : stay(state);
    case 'went-back':
      return isSending(state) ? stay(state) : backToTimes(state, replaces);
    default:
      return reduceHolding(state, event);
  }
}

/** What may have arrived is repeated with its own key; anything else takes a fresh one. */
const keyToSend = (sending: Sending<ChangeAttempt>, fresh: string) =>
  sending.status === 'failed' && isUnknownOutcome(sending.failure) ? sending.attempt.key : fresh;

function reduceAppointment(state: AppointmentState, event: BookingEvent): Reduction {
  const { managed } = state;
  switch (event.type) {
    case 'change-asked': {
      if (!isChangeable(managed, state.now)) return stay(state);
      const { healthcareServiceId, locationId, practitionerId } = managed.appointment;
      return startSearch(
        {
          ...sharedOf(state),
          step: 'when',
          visit: { healthcareServiceId, locationId, practitionerId },
          replaces: managed,
          calendar: emptyCalendar,
          holding: noHold,
        },
        null,
      );
    }
    case 'cancel-asked':
      return isChangeable(managed, state.now)
        ? stay({ ...sharedOf(state), step: 'cancel', managed, news: state.news, sending: unsent })
        : stay(state);
    case 'calendar-asked':
      if (state.calendarFile.status === 'loading') return stay(state);
      if (state.calendarFile.status === 'ready') return go(state, { type: 'offer-calendar', file: state.calendarFile.value });
      return go({ ...state, calendarFile: { status: 'loading' } }, { type: 'load-calendar', managed });
    case 'calendar-loaded':
      if (state.calendarFile.status !== 'loading') return stay(state);
      return go({ ...state, calendarFile: { status: 'ready', value: event.file } }, { type: 'offer-calendar', file: event.file });
    case 'calendar-failed':
      if (state.calendarFile.status !== 'loading') return stay(state);
      return stay({ ...state, calendarFile: { status: 'failed', failure: event.failure } });
    case 'retry-asked':
      return state.calendarFile.status === 'failed' ? reduceAppointment(state, { type: 'calendar-asked' }) : stay(state);
    case 'another-asked':
      return reduce(closed, { type: 'opened', setting: state.setting, link: null, now: event.now });
    case 'ticked':
      return stay({ ...state, now: event.now });
    default:
      return stay(state);
  }
}

function reduceCancel(state: Extract<BookingState, { step: 'cancel' }>, event: BookingEvent): Reduction {
  const { managed, sending } = state;
  const back = (to: Managed, news: AppointmentState['news']): AppointmentState => ({
    ...sharedOf(state),
    step: 'appointment',
    managed: to,
    news,
    calendarFile: { status: 'idle' },
  });
  switch (event.type) {
    case 'cancel-confirmed':
    case 'retry-asked': {
      if (sending.status === 'sending') return stay(state);
      const key = keyToSend(sending, event.key);
      return go({ ...state, sending: { status: 'sending', attempt: { key } } }, { type: 'cancel', managed, key });
    }
    case 'cancelled':
      if (sending.status !== 'sending') return stay(state);
      return go(back({ ...managed, appointment: event.appointment }, 'cancelled'), {
        type: 'tell-host',
        fact: 'cancelled',
        appointmentId: event.appointment.id,
      });
    case 'cancel-failed':
      return sending.status === 'sending' ? stay({ ...state, sending: { ...sending, status: 'failed', failure: event.failure } }) : stay(state);
    case 'went-back':
      return sending.status === 'sending' ? stay(state) : stay(back(managed, state.news));
    default:
      return stay(state);
  }
}

type HoldingState = WhatState | WhenState | WhoState | ConfirmState;

/** What happens to a hold in every step that may have one. */
function reduceHolding(state: HoldingState, event: BookingEvent): Reduction {
  const { holding } = state;
  switch (event.type) {
    case 'ticked':
      return ticked({ ...state, now: event.now }, event.now);
    case 'keep-asked':
      return holding.status === 'held' ? renew({ ...state, now: event.now }, holding.held, event.now) : stay(state);
    case 'hold-failed':
      return holding.status === 'requested' && holding.key === event.key ? holdFailed(state, holding, event.failure) : stay(state);
    case 'hold-renewed': {
      if (holding.status !== 'held' || holding.held.id !== event.id) return stay(state);
      const held: HeldTime = { ...holding.held, deadline: event.deadline };
      return go({ ...state, holding: { status: 'held', held } }, ...saving(state, held));
    }
    case 'renewal-failed': {
      if (holding.status !== 'held' || holding.held.id !== event.id || isSending(state)) return stay(state);
      const { failure } = event;
      if (failure.kind === 'hold-expired') return lose(state, holding.held, 'expired', failure.alternatives);
      return stay({ ...state, holding: { status: 'held', held: { ...holding.held, renewedAt: 0 } } });
    }
    default:
      return stay(state);
  }
}

/** The hold's end comes by the clock, but never while a booking may be on its way or may have arrived. */
function ticked(state: HoldingState, now: number): Reduction {
  if (isSending(state)) return stay(state);
  const { holding } = state;
  if (holding.status === 'held') return now >= holding.held.deadline ? lose(state, holding.held, 'expired', []) : stay(state);
  if (holding.status === 'none' || holding.previous === null || now < holding.previous.deadline) return stay(state);
  return go({ ...state, holding: { ...holding, previous: null } }, ...releasing(holding.previous));
}

function lose(state: HoldingState, held: HeldTime, reason: 'taken' | 'expired', alternatives: Extract<Holding, { status: 'lost' }>['alternatives']): Reduction {
  const released = releasing(held);
  if (state.step === 'what') return go({ ...state, holding: noHold }, ...released);
  return go({ ...state, holding: { status: 'lost', slot: held.slot, reason, alternatives, previous: null } }, ...released);
}

function renewIfDue(state: WhoState, now: number): Reduction {
  const { holding } = state;
  return holding.status === 'held' && state.sending.status !== 'sending' && now - holding.held.renewedAt >= renewalInterval
    ? renew(state, holding.held, now)
    : stay(state);
}

function renew(state: HoldingState, held: HeldTime, now: number): Reduction {
  const renewing: HeldTime = { ...held, renewedAt: now };
  return go({ ...state, holding: { status: 'held', held: renewing } }, { type: 'renew-hold', held: renewing });
}

/** Asks for another time. The one that is held stays held until the new one is. */
function requestHold(state: WhenState | WhoState | ConfirmState, slot: HeldTime['slot'], key: string): Reduction {
  const replaces = state.step === 'who' ? null : state.replaces;
  const holding: Holding = { status: 'requested', slot, key, previous: aliveIn(state.holding) };
  return go({ ...state, holding }, { type: 'create-hold', slot, key, replaces });
}

/** A request that may have made a hold is repeated with its own key: a new one would find the time taken by ourselves. */
function retryHold(state: WhenState | WhoState | ConfirmState, { slot, key, failure }: Extract<Holding, { status: 'failed' }>, fresh: string): Reduction {
  return requestHold(state, slot, isUnknownOutcome(failure) ? key : fresh);
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

function holdFailed(state: HoldingState, asked: Extract<Holding, { status: 'requested' }>, failure: Failure): Reduction {
  const { slot, key, previous } = asked;
  if (state.step === 'what') return stay({ ...state, holding: previous ? { status: 'held', held: previous } : noHold });
  const holding =
    failure.kind === 'slot-unavailable' || failure.kind === 'hold-expired'
      ? ({ status: 'lost', slot, reason: 'taken', alternatives: failure.alternatives, previous } as const)
      : ({ status: 'failed', slot, key, previous, failure } as const);
  return stay({ ...state, holding });
}

/** Only a new booking survives a reload; the change of an appointment starts again from its link. */
function saving(state: BookingState, held: HeldTime): readonly BookingCommand[] {
  return state.step === 'who' && !isSending(state) ? [{ type: 'save-pending', held, number: nextNumber(state), submitted: false }] : [];
}

const releasing = (held: HeldTime): readonly BookingCommand[] => [
  { type: 'release-hold', held },
  ...(held.token === null ? [{ type: 'clear-pending' } as const] : []),
];

function releasingAll(holding: Holding): readonly BookingCommand[] {
  const held = aliveIn(holding);
  return held ? releasing(held) : [];
}

/** The hold that is there now: the present one, or the earlier one that is kept until a new one is safe. */
export function aliveIn(holding: Holding): HeldTime | null {
  if (holding.status === 'none') return null;
  return holding.status === 'held' ? holding.held : holding.previous;
}

/** Whether a write is on its way, or it is not known whether one arrived: the time must not be touched. */
export function isSending(state: BookingState): boolean {
  return 'sending' in state && (state.sending.status === 'sending' || isUncertain(state));
}

/** Whether a write was sent and it is not known whether it arrived: only repeating it is safe. */
export function isUncertain(state: BookingState): boolean {
  if (!('sending' in state)) return false;
  if (state.sending.status === 'sending') return true;
  if (state.sending.status === 'unsent') return false;
  return isUnknownOutcome(state.sending.failure);
}

const isUnknownOutcome = ({ kind }: Failure) => kind === 'connection' || kind === 'server' || kind === 'interrupted';

/** Whether an appointment may still be moved or cancelled: booked, and not begun. */
export function isChangeable({ appointment }: Managed, now: number): boolean {
  return (appointment.status === 'booked' || appointment.status === 'pending') && Date.parse(appointment.start) > now;
}

function sharedOf({ setting, directory, practitionerNames, form, perhapsBooked, now }: Shared): Shared {
  return { setting, directory, practitionerNames, form, perhapsBooked, now };
}

const visitOf = ({ slot }: HeldTime, practitionerId: string | null): Visit => ({
  healthcareServiceId: slot.healthcareServiceId,
  locationId: slot.locationId,
  practitionerId,
});

const isSlotOf = (visit: Visit, slot: HeldTime['slot']) =>
  slot.healthcareServiceId === visit.healthcareServiceId && (visit.locationId === null || slot.locationId === visit.locationId);

/** The zone to count days in: the viewer's for telehealth, null (the location's) otherwise. */
export function zoneToAsk(state: Shared, visit: Visit, replaces: Managed | null): string | null {
  const mode = replaces
    ? replaces.appointment.mode
    : state.directory.status === 'ready'
      ? state.directory.value.healthcareServices.find(({ id }) => id === visit.healthcareServiceId)?.mode
      : undefined;
  return mode === 'telehealth' ? state.setting.viewerTimeZone : null;
}

/** The zone of the place, as far as it is known. */
export function zoneOfPlace(state: Shared, visit: Visit, replaces: Managed | null): string | null {
  if (replaces) return replaces.appointment.timeZone;
  if (state.directory.status !== 'ready') return null;
  return state.directory.value.locations.find(({ id }) => id === visit.locationId)?.timeZone ?? null;
}
