import type { AuditEvent, OwnSession } from '@openprm/sdk';
import type { SignInEvent } from '../sign-in/sign-in-state.ts';
import { type SignInStateName } from '../sign-in/sign-in-state-name.fixture.ts';
import { session, signInStates } from '../sign-in/sign-in-states.fixture.ts';
import type { Failure } from '../sign-in/sign-in-state.ts';
import type { LogEvent, LogState, More } from './log-state.ts';
import type { Ending, SessionsEvent, SessionsState } from './sessions-state.ts';

/** What the element is told: a step of signing in, or something about the list. */
export type StillEvent =
  | { readonly signIn: SignInEvent }
  | { readonly log: LogEvent }
  /** Where one is signed in is opened, or changes. */
  | { readonly own: 'opened' | SessionsEvent };

/** One state of the element, with the way to it. */
export interface AccessLogStateFixture {
  readonly events: readonly StillEvent[];
  /** What has the focus after the last event, as a selector; null where it stays where it was. */
  readonly focus: string | null;
  /** What the live region says of it, in English. */
  readonly hears: string;
}

/** Every status of the list and of what comes after it, and what differs by data. */
export type LogStateName =
  | `log: ${Exclude<LogState['status'], 'idle'>}`
  | `log: failure ${Failure['kind']}`
  | `log: more ${More['status']}`
  | 'log: empty'
  | 'log: a new entry'
  | 'log: all of it'
  | 'log: of a child'
  | 'log: the session ends soon'
  | 'log: everybody and everything';

type AgentChanges = Partial<AuditEvent['agent']>;

let made = 0;
const event = (
  recorded: string,
  operation: string,
  agent: AgentChanges,
  changes: Partial<AuditEvent> = {},
): AuditEvent => ({
  id: `aud_${(made += 1)}`,
  recorded,
  action: 'R',
  operation,
  agent: { kind: 'secret', role: null, display: null, isCaller: false, isProxy: false, ...agent },
  purpose: 'PATADMIN',
  resourceId: 'apt_1',
  patientId: 'pat_dana',
  ...changes,
});

const me: AgentChanges = { kind: 'person', isCaller: true };
const therapist: AgentChanges = { kind: 'staff', role: 'clinician', display: 'Amara Okafor' };
const desk: AgentChanges = { kind: 'staff', role: 'front-desk', display: 'Maximiliane Featherstonehaugh-Cholmondeley' };
const atWish = { purpose: 'PATRQT' } as const;

/** A page of a log: two days, one of them of last year. */
export const page: readonly AuditEvent[] = [
  event('2026-11-26T17:59:00Z', 'listAuditEvents', me, atWish),
  event('2026-11-26T17:58:00Z', 'getCurrentSession', me, atWish),
  event('2026-11-26T17:57:00Z', 'getCurrentSession', me, atWish),
  event('2026-11-26T15:30:00Z', 'getAppointment', therapist, { purpose: 'TREAT' }),
  event('2026-11-26T14:05:00Z', 'arriveAppointment', desk, { action: 'U' }),
  event('2026-11-26T06:00:00Z', 'sendMail', { kind: 'job' }, { action: 'E' }),
  event('2025-12-30T16:12:00Z', 'createAppointment', { kind: 'publishable' }, { ...atWish, action: 'C' }),
];

const kinds = [
  'secret',
  'link',
  'patient',
  'handle',
  'sign-in-link',
  'waitlist-link',
  'survey-link',
  'visitor',
  'unknown',
] as const;
const everybody: readonly AuditEvent[] = [
  event('2026-11-26T17:00:00Z', 'getCurrentSession', { kind: 'person', isProxy: true }, atWish),
  event('2026-11-26T16:59:00Z', 'matchCurrentSession', { kind: 'person' }, atWish),
  event('2026-11-26T16:58:00Z', 'getPatient', { kind: 'staff', role: 'astronaut', display: null }),
  event('2026-11-26T16:57:30Z', 'noShowAppointment', therapist, { action: 'U', outcome: '4' }),
  ...kinds.map((kind, index) => event(`2026-11-26T16:0${9 - index}:00Z`, 'listAppointments', { kind })),
  ...(['C', 'R', 'U', 'D', 'E', 'unknown'] as const).map((action, index) =>
    event(`2026-11-25T16:0${9 - index}:00Z`, 'somethingNew', {}, { action, purpose: index === 0 ? null : 'HOPERAT' }),
  ),
];

const of = (name: SignInStateName): readonly StillEvent[] => signInStates[name].events.map((signIn) => ({ signIn }));
const mine = of('signed-in: idle active');
const log = (...events: LogEvent[]): readonly StillEvent[] => events.map((each) => ({ log: each }));
const loaded = (events: readonly AuditEvent[], nextCursor: string | null = 'next'): LogEvent => ({
  type: 'loaded',
  events,
  nextCursor,
});
const refreshed: LogEvent = {
  type: 'refreshed',
  events: [event('2026-11-26T18:00:00Z', 'getPatient', therapist, { purpose: 'TREAT' }), ...page],
  nextCursor: 'next',
};
const failed = (failure: Failure): LogEvent => ({ type: 'failed', failure });
const connection = { type: 'failed', failure: { kind: 'connection' } } as const;
const more: LogEvent = { type: 'more-asked' };
const idle: SignInEvent = { type: 'idle-began' };

const seen = (events: readonly StillEvent[], hears: string, focus: string | null = null): AccessLogStateFixture => ({
  events,
  focus,
  hears,
});
const banner = '.notice-title';
const noConnection = 'No connection to the clinic.';

/** Every state of where one is signed in, and of the wish to end it. */
export type SessionsStateName =
  | `sessions: ${SessionsState['status']}`
  | `sessions: ending ${Ending['status']}`
  | 'sessions: ending again by a link'
  | 'sessions: ended everywhere else'
  | 'sessions: nowhere else';

const ownSession = (id: string, changes: Partial<OwnSession> = {}): OwnSession => ({
  id,
  startedAt: '2026-11-26T15:05:00Z',
  lastUsedAt: '2026-11-26T17:40:00Z',
  road: 'code',
  actedForPatientId: null,
  isCurrent: false,
  ...changes,
});
const here = ownSession('pss_here', { isCurrent: true, lastUsedAt: '2026-11-26T17:59:00Z' });
const elsewhere = [
  ownSession('pss_phone', { road: 'link', actedForPatientId: 'pat_robin' }),
  ownSession('pss_desk', { road: 'portal' }),
  ownSession('pss_old', { road: null, actedForPatientId: 'pat_nobody' }),
];
const opened = [...mine, ...log(loaded(page)), { own: 'opened' as const }];
const told = (...events: SessionsEvent[]): readonly StillEvent[] => events.map((own) => ({ own }));
const listed = [...opened, ...told({ type: 'loaded', sessions: [here, ...elsewhere] })];
const asked: SessionsEvent = { type: 'end-asked', what: { id: 'pss_phone' } };
const ofParent = [
  ...of('signed-in: for a child'),
  ...log(loaded(page)),
  { own: 'opened' as const },
  ...told({ type: 'loaded', sessions: [here, ...elsewhere] }),
];
const byLink: readonly StillEvent[] = [
  { signIn: { type: 'opened', setting: { canAskForCode: false, canSkip: false }, hasLink: true } },
  { signIn: { type: 'link-opened' } },
  { signIn: { type: 'signed-in', session } },
  ...log(loaded(page)),
  { own: 'opened' },
  ...told({ type: 'loaded', sessions: [here, ...elsewhere] }),
];
const again: SessionsEvent = { type: 'again-needed' };
const ownBanner = '.own .notice-title';

/** Every state of where one is signed in, by name. */
export const sessionsStates: Readonly<Record<SessionsStateName, AccessLogStateFixture>> = {
  'sessions: loading': seen(opened, 'Loading…'),
  'sessions: failed': seen([...opened, ...told(connection)], noConnection, ownBanner),
  'sessions: ready': seen(ofParent, 'Signed in at 4 places'),
  'sessions: nowhere else': seen([...opened, ...told({ type: 'loaded', sessions: [here] })], 'Signed in at one place'),
  'sessions: ending idle': seen(listed, 'Signed in at 4 places'),
  'sessions: ending sending': seen([...listed, ...told(asked)], 'Ending…'),
  'sessions: ending failed': seen([...listed, ...told(asked, connection)], noConnection, ownBanner),
  'sessions: ending again': seen([...listed, ...told(asked, again)], 'Sign in once more to end it', ownBanner),
  'sessions: ending again by a link': seen(
    [...byLink, ...told(asked, again)],
    'Sign in once more to end it',
    ownBanner,
  ),
  'sessions: ending done': seen(
    [...listed, ...told(asked, { type: 'ended' })],
    'Ended. Nobody is signed in there any more.',
    '#own',
  ),
  'sessions: ended everywhere else': seen(
    [...listed, ...told({ type: 'end-asked', what: 'others' }, { type: 'ended' })],
    'You are signed out everywhere else.',
    '#own',
  ),
};

/** Every state of the list, by name. */
export const logStates: Readonly<Record<LogStateName, AccessLogStateFixture>> = {
  'log: loading': seen(mine, 'Loading…', '#heading'),
  'log: failed': seen([...mine, ...log(connection)], noConnection, banner),
  'log: failure connection': seen([...mine, ...log(connection)], noConnection, banner),
  'log: failure server': seen(
    [...mine, ...log(failed({ kind: 'server', requestId: 'req_1' }))],
    'Something went wrong at the clinic.',
    banner,
  ),
  'log: failure rate-limited': seen(
    [...mine, ...log(failed({ kind: 'rate-limited', minutes: null }))],
    'That was tried too often.',
    banner,
  ),
  'log: failure configuration': seen(
    [...mine, ...log(failed({ kind: 'configuration' }))],
    'These records cannot be shown here.',
    banner,
  ),
  'log: ready': seen([...mine, ...log(loaded(page))], '7 entries'),
  'log: more idle': seen([...mine, ...log(loaded(page))], '7 entries'),
  'log: more loading': seen([...mine, ...log(loaded(page), more)], 'Loading…'),
  'log: more failed': seen([...mine, ...log(loaded(page), more, connection)], noConnection, banner),
  'log: a new entry': seen([...mine, ...log(loaded(page), refreshed)], '1 new entry'),
  'log: empty': seen([...mine, ...log(loaded([], null))], 'No entries'),
  'log: all of it': seen([...mine, ...log(loaded(page), more, loaded(everybody, null))], '26 entries', '#end'),
  'log: of a child': seen([...of('signed-in: for a child'), ...log(loaded(page))], '7 entries'),
  'log: the session ends soon': seen(
    [...mine, ...log(loaded(page)), { signIn: idle }],
    'Are you still there? Nothing has happened here for a while. You will be signed out in two minutes.',
  ),
  'log: everybody and everything': seen([...mine, ...log(loaded(everybody))], '19 entries'),
};

/** Every state of the element: those of signing in, and those of the list. */
export const accessLogStates: Readonly<
  Record<SignInStateName | LogStateName | SessionsStateName, AccessLogStateFixture>
> = {
  ...(Object.fromEntries(
    Object.entries(signInStates).map(([name, { focus, hears }]) => [
      name,
      { events: of(name as SignInStateName), focus, hears },
    ]),
  ) as Record<SignInStateName, AccessLogStateFixture>),
  ...logStates,
  ...sessionsStates,
};
