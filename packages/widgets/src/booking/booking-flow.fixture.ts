import {
  appointmentFixture,
  backClassFixture,
  followUpFixture,
  harborFixture,
  newPatientFixture,
  patientInputFixture,
  riversideFixture,
  slotFixture,
} from '@openprm/testing';
import { reduce } from './booking-flow.ts';
import { closed } from './first/first-flow.ts';
import type { Availability, BookingState, RuleItem, Directory, HeldTime, Managed, Setting } from './booking-state.ts';
import type { BookingCommand, BookingEvent } from './events-and-commands.ts';

/** Noon of a Monday in November, in milliseconds. */
export const noon = Date.parse('2026-11-23T12:00:00Z');
export const minute = 60_000;

export const anySetting: Setting = {
  healthcareServiceId: null,
  locationId: null,
  practitionerId: null,
  viewerTimeZone: 'America/New_York',
  canBook: true,
  hasSession: false,
};

/** The same for a kind of visit that has every rule. */
export const ruledSetting: Setting = {
  ...anySetting,
  healthcareServiceId: backClassFixture.id,
  locationId: riversideFixture.id,
};

/** Both choices are fixed, so that the times come first. */
export const fixedSetting: Setting = {
  ...anySetting,
  healthcareServiceId: newPatientFixture.id,
  locationId: riversideFixture.id,
};

export const directory: Directory = {
  healthcareServices: [newPatientFixture, followUpFixture],
  locations: [riversideFixture, harborFixture],
};

/** One service at one place: there is nothing to choose. */
export const singleDirectory: Directory = {
  healthcareServices: [{ ...newPatientFixture, locationIds: [riversideFixture.id] }],
  locations: [riversideFixture],
};

export const slots = [
  slotFixture({ id: 'slot_1000', start: '2026-11-26T10:00:00-06:00', end: '2026-11-26T10:45:00-06:00' }),
  slotFixture({ id: 'slot_1030' }),
  slotFixture({ id: 'slot_1115', start: '2026-11-26T11:15:00-06:00', end: '2026-11-26T12:00:00-06:00' }),
] as const;

export const availability: Availability = {
  timeZone: 'America/Chicago',
  today: '2026-11-23',
  periodStart: '2026-11-22',
  days: [
    { date: '2026-11-26', count: 3 },
    { date: '2026-11-27', count: 2 },
  ],
  date: '2026-11-26',
  slots,
  firstAvailable: { slot: slots[0], date: '2026-11-26' },
  fromNow: true,
  practitionerNames: { prc_okafor: 'Amara Okafor, PT' },
  directory: { healthcareServices: [newPatientFixture], locations: [riversideFixture] },
};

const ruledSlots = slots.map((slot) => ({ ...slot, healthcareServiceId: backClassFixture.id }));

/** The times of that kind of visit. */
export const ruledAvailability: Availability = {
  ...availability,
  slots: ruledSlots,
  firstAvailable: ruledSlots[0] ? { slot: ruledSlots[0], date: '2026-11-26' } : null,
  directory: { healthcareServices: [backClassFixture], locations: [riversideFixture] },
};

export const heldTime = (changes: Partial<HeldTime> = {}): HeldTime => ({
  id: 'hld_1',
  secret: 'secret-of-hold-1',
  slot: slots[0],
  deadline: noon + 10 * minute,
  renewedAt: noon,
  key: 'key-1',
  token: null,
  ...changes,
});

export const managed: Managed = {
  appointment: appointmentFixture(),
  access: { token: 'access-token', expiresAt: '2026-11-23T12:05:00Z' },
};

export const patient = patientInputFixture();

/** What a state and the commands on the way to it were. */
export interface Walk {
  readonly state: BookingState;
  /** Of the last event. */
  readonly commands: readonly BookingCommand[];
  readonly all: readonly BookingCommand[];
}

/** Walks through events from the closed state. */
export function walk(...events: readonly BookingEvent[]): Walk {
  return events.reduce<Walk>(
    ({ state, all }, event) => {
      const next = reduce(state, event);
      return { ...next, all: [...all, ...next.commands] };
    },
    { state: closed, commands: [], all: [] },
  );
}

const opened = (setting: Setting, link: string | null = null): BookingEvent => ({
  type: 'opened',
  setting,
  link,
  now: noon,
});
const applied = (item: RuleItem, applies = true): BookingEvent => ({ type: 'rule-chosen', item, applies });
const noPending: BookingEvent = { type: 'pending-absent', perhapsBooked: false };
const chosen = (slot = slots[0], key = 'key-1'): BookingEvent => ({ type: 'slot-chosen', slot, key });
const created = (changes: Partial<HeldTime> = {}): BookingEvent => ({ type: 'hold-created', held: heldTime(changes) });

/** Ways to each place of the flow. */
export const ways = {
  opening: [opened(anySetting)],
  what: [opened(anySetting), noPending, { type: 'directory-loaded', directory }],
  searching: [opened(fixedSetting), noPending],
  when: [opened(fixedSetting), noPending, { type: 'availability-loaded', availability }],
  rules: [opened(ruledSetting), noPending, { type: 'availability-loaded', availability: ruledAvailability }],
  requested: [opened(fixedSetting), noPending, { type: 'availability-loaded', availability }, chosen()],
  who: [opened(fixedSetting), noPending, { type: 'availability-loaded', availability }, chosen(), created()],
  sending: [
    opened(fixedSetting),
    noPending,
    { type: 'availability-loaded', availability },
    chosen(),
    created(),
    { type: 'form-submitted', check: { ok: true, patient } },
  ],
  appointment: [opened(anySetting, 'lnk_secret'), { type: 'session-opened', managed }],
  change: [
    opened(anySetting, 'lnk_secret'),
    { type: 'session-opened', managed },
    { type: 'change-asked' },
    { type: 'availability-loaded', availability },
  ],
  confirm: [
    opened(anySetting, 'lnk_secret'),
    { type: 'session-opened', managed },
    { type: 'change-asked' },
    { type: 'availability-loaded', availability },
    chosen(),
    created({ token: 'access-token' }),
  ],
  waitlist: [
    opened(fixedSetting),
    noPending,
    { type: 'availability-loaded', availability },
    { type: 'waitlist-asked' },
  ],
  cancel: [opened(anySetting, 'lnk_secret'), { type: 'session-opened', managed }, { type: 'cancel-asked' }],
} as const satisfies Record<string, readonly BookingEvent[]>;

export { applied, chosen, created, noPending, opened };
