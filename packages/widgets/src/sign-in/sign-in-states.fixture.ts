import type { Session } from '@openprm/sdk';
import { reduce } from './sign-in-flow.ts';
import { closed } from './sign-in-flow.ts';
import type { SignInStateName } from './sign-in-state-name.fixture.ts';
import type { Failure, Setting, SignInCommand, SignInEvent, SignInState } from './sign-in-state.ts';

/** One state of signing in, with the way to it. */
export interface SignInStateFixture {
  /** From the closed element to the state: only what the flow can reach is listed. */
  readonly events: readonly SignInEvent[];
  readonly state: SignInState;
  /** What has the focus after the last event, as a selector; null where it stays where it was. */
  readonly focus: string | null;
  /** What the live region says of it, in English. */
  readonly hears: string;
}

/** By the device's clock. */
export const noon = Date.parse('2026-11-26T18:00:00Z');

export const setting: Setting = { canAskForCode: true, canSkip: false };

export const session: Session = {
  id: 'pss_1',
  email: 'dana.reyes@example.org',
  patient: {
    id: 'pat_dana',
    given: 'Dana',
    family: 'Reyes',
    birthDate: '1984-03-14',
    phone: '(555) 010-1234',
    email: 'dana.reyes@example.org',
    contact: null,
  },
  actsFor: [],
  startedAt: '2026-11-26T18:00:00Z',
  expiresAt: '2026-11-27T06:00:00Z',
  asksWho: false,
  idleMinutes: 15,
  sealing: {
    keyId: 'slk_states',
    publicKey: { kty: 'EC', crv: 'P-256', x: '', y: '' },
    owner: 'per_dana',
    proof: '',
    opensUntil: '2027-03-01T00:00:00Z',
  },
};
const proxied = (patientId: string, given: string, relationship: Session['actsFor'][number]['relationship']) => ({
  relatedPersonId: `rel_${patientId}`,
  patientId,
  given,
  family: 'Reyes',
  relationship,
  mayChange: true,
  end: null,
});
/** A parent who also cares for their own mother. */
export const parent: Session = {
  ...session,
  actsFor: [proxied('pat_robin', 'Robin', 'PRN'), proxied('pat_ines', 'Inés', 'CHILD')],
};
const unknown: Session = { ...session, patient: null };
const request = { id: 'sgn_1', expiresAt: '2026-11-26T18:10:00Z', digits: 6, tries: 5 };

const connection: Failure = { kind: 'connection' };
const failed = (failure: Failure): SignInEvent => ({ type: 'failed', failure });
const opened = (changes: Partial<Setting> = {}, hasLink = false): SignInEvent => ({
  type: 'opened',
  setting: { ...setting, ...changes },
  hasLink,
});
const found = (who: Session | null): SignInEvent => ({ type: 'session-found', session: who });
const email = (value: string): SignInEvent => ({ type: 'email-changed', value });
const code = (value: string): SignInEvent => ({ type: 'code-changed', value });
const date = (value: string): SignInEvent => ({ type: 'birth-date-changed', value });
const refused: SignInEvent = { type: 'code-refused', now: noon };
const enter: SignInEvent = { type: 'code-submitted' };
const wrongOnce = [code('111111'), enter, refused];
const checked: SignInEvent = { type: 'birth-date-submitted', check: { ok: true, birthDate: '1984-03-14' } };
const wrongDate = (problem: 'missing' | 'birth-date' | 'birth-date-range'): SignInEvent => ({
  type: 'birth-date-submitted',
  check: { ok: false, problem },
});

const address = [opened(), found(null)];
const asking = [...address, email('dana.reyes@example.org'), { type: 'email-submitted' }] as const;
const sent = [...asking, { type: 'code-sent', request }] as const;
const byLink = [opened({}, true)];
const byLinkAlone = [opened({ canAskForCode: false }, true)];
const unmatched = [...sent, code('123456'), enter, { type: 'signed-in', session: unknown }] as const;
const matching = [...unmatched, date('03/14/1984'), checked] as const;
const several = [...sent, code('123456'), enter, { type: 'signed-in', session: parent }] as const;
const own = [...several, { type: 'whom-chosen', patientId: null }] as const;
const due: SignInEvent = { type: 'resend-came-due' };
const idle: SignInEvent = { type: 'idle-began' };
const leaving: SignInEvent = { type: 'sign-out-asked' };

/** Walks from the closed element. */
export function walk(events: readonly SignInEvent[]): { state: SignInState; commands: readonly SignInCommand[] } {
  let reduction: { state: SignInState; commands: readonly SignInCommand[] } = { state: closed, commands: [] };
  for (const event of events) reduction = reduce(reduction.state, event);
  return reduction;
}

const seen = (events: readonly SignInEvent[], focus: string | null = null, hears = ''): SignInStateFixture => ({
  events,
  state: walk(events).state,
  focus,
  hears,
});

const banner = '.notice-title';
const noConnection = 'No connection to the clinic.';
const stillThere = 'Are you still there? Nothing has happened here for a while. You will be signed out in two minutes.';
const failedAddress = (failure: Failure, hears: string) => seen([...asking, failed(failure)], banner, hears);

/** Every state of signing in, by name. One that the types of the flow allow and that is not here is a type error. */
export const signInStates: Readonly<Record<SignInStateName, SignInStateFixture>> = {
  closed: seen([]),
  'opening: failure none': seen([opened()], null, 'Loading…'),
  'opening: failure connection': seen([opened(), failed(connection)], banner, noConnection),
  'opening: failure server': seen(
    [opened(), failed({ kind: 'server', requestId: 'req_1' })],
    banner,
    'Something went wrong at the clinic.',
  ),
  'opening: failure rate-limited': seen(
    [opened(), failed({ kind: 'rate-limited', minutes: 12 })],
    banner,
    'That was tried too often.',
  ),
  'opening: failure configuration': seen(
    [opened(), failed({ kind: 'configuration' })],
    banner,
    'Nobody can sign in here at the moment.',
  ),
  unsupported: seen([opened(), { type: 'unsupported' }], banner, 'Nobody can sign in on this page.'),

  'link: sending idle': seen(byLink, '#heading'),
  'link: sending sending': seen([...byLink, { type: 'link-opened' }], null, 'Signing you in…'),
  'link: sending failed': seen([...byLink, { type: 'link-opened' }, failed(connection)], banner, noConnection),
  'link: dead': seen(
    [...byLink, { type: 'link-opened' }, { type: 'link-refused' }],
    banner,
    'This link no longer works.',
  ),
  'link: dead, without a key': seen(
    [...byLinkAlone, { type: 'link-opened' }, { type: 'link-refused' }],
    banner,
    'This link no longer works.',
  ),

  'address: problem none': seen(address, '#heading'),
  'address: sending idle': seen([...address, email('dana')]),
  'address: news none': seen(
    [...byLink, { type: 'link-opened' }, { type: 'link-refused' }, { type: 'code-wanted' }],
    '#heading',
  ),
  'address: problem missing': seen([...address, { type: 'email-submitted' }], '#email', 'Enter your e-mail address'),
  'address: problem email': seen(
    [...address, email('dana@'), { type: 'email-submitted' }],
    '#email',
    'Enter a full address, for example dana@example.org',
  ),
  'address: sending sending': seen(asking, null, 'Sending the code…'),
  'address: sending failed': failedAddress(connection, noConnection),
  'address: failure connection': failedAddress(connection, noConnection),
  'address: failure server': failedAddress({ kind: 'server', requestId: null }, 'Something went wrong at the clinic.'),
  'address: failure rate-limited': failedAddress({ kind: 'rate-limited', minutes: 1 }, 'That was tried too often.'),
  'address: failure configuration': failedAddress({ kind: 'configuration' }, 'Nobody can sign in here at the moment.'),
  'address: news signed-out': seen(
    [...own, leaving, { type: 'signed-out', isTold: true }],
    banner,
    'You are signed out.',
  ),
  'address: news signed-out-here': seen(
    [...own, leaving, { type: 'signed-out', isTold: false }],
    banner,
    'You are signed out on this page. The clinic could not be told; it will end the session by itself.',
  ),
  'address: news idle': seen(
    [...own, idle, { type: 'idle-ended' }],
    banner,
    'You were signed out because nothing happened here for a while.',
  ),
  'address: news ended': seen(
    [...own, { type: 'session-ended' }],
    banner,
    'Your session has ended. Please sign in again.',
  ),
  'address: without a key': seen(
    [...byLinkAlone, { type: 'link-opened' }, { type: 'signed-in', session }, { type: 'session-ended' }],
    banner,
    'Your session has ended. Please sign in again.',
  ),

  'code: problem none': seen(sent, '#heading'),
  'code: resend waiting': seen([...sent, code('123')]),
  'code: sending idle': seen([...sent, code('١٢٣ ٤٥٦')]),
  'code: problem missing': seen([...sent, code('123'), enter], '#code', 'Enter the 6 digits of the code'),
  'code: problem wrong': seen([...sent, ...wrongOnce], '#code', 'That code is not right. 4 tries are left.'),
  'code: one try is left': seen(
    [...sent, ...wrongOnce, ...wrongOnce, ...wrongOnce, ...wrongOnce],
    '#code',
    'That code is not right. One try is left.',
  ),
  'code: problem expired': seen(
    [...sent, code('111111'), enter, { type: 'code-refused', now: noon + 11 * 60_000 }],
    banner,
    'That code is no longer good.',
  ),
  'code: problem exhausted': seen(
    [...sent, ...wrongOnce, ...wrongOnce, ...wrongOnce, ...wrongOnce, ...wrongOnce],
    banner,
    'That code was tried too often.',
  ),
  'code: sending sending': seen([...sent, code('123456'), enter], null, 'Checking the code…'),
  'code: sending failed': seen([...sent, code('123456'), enter, failed(connection)], banner, noConnection),
  'code: resend ready': seen([...sent, due]),
  'code: resend sending': seen([...sent, due, { type: 'resend-asked' }], null, 'Sending the code…'),
  'code: a new one was sent': seen(
    [...sent, due, { type: 'resend-asked' }, { type: 'code-sent', request }],
    '#code',
    'A new code is on its way. Older codes no longer work here.',
  ),

  'birth-date: problem none': seen(unmatched, '#heading'),
  'birth-date: idle active': seen([...unmatched, date('03/14/1984')]),
  'birth-date: idle ending': seen([...unmatched, idle], null, stillThere),
  'birth-date: sending idle': seen([...unmatched, date('0')]),
  'birth-date: problem missing': seen([...unmatched, wrongDate('missing')], '#birth-date', 'Enter your date of birth'),
  'birth-date: problem birth-date': seen(
    [...unmatched, date('02/30/1984'), wrongDate('birth-date')],
    '#birth-date',
    'Enter a date that exists, for example 03/31/1985',
  ),
  'birth-date: problem birth-date-range': seen(
    [...unmatched, date('03/14/2084'), wrongDate('birth-date-range')],
    '#birth-date',
    'Enter a date of birth in the past',
  ),
  'birth-date: problem not-found': seen(
    [...matching, { type: 'matched', session: unknown }],
    banner,
    'We found no records with this date.',
  ),
  'birth-date: sending sending': seen(matching, null, 'Looking for your records…'),
  'birth-date: sending failed': seen(
    [...matching, failed({ kind: 'rate-limited', minutes: 1440 })],
    banner,
    'That was tried too often.',
  ),
  'birth-date: may be skipped': seen([opened({ canSkip: true }), found(unknown)], '#heading'),

  'whom: idle active': seen(several, '#heading'),
  'whom: idle ending': seen([...several, idle], null, stillThere),

  'signed-in: idle active': seen([opened(), found(session)], '#heading', 'Loading…'),
  'signed-in: idle ending': seen([...own, idle], null, stillThere),
  'signed-in: actingFor none': seen(own, '#heading', 'Loading…'),
  'signed-in: for a child': seen([...several, { type: 'whom-chosen', patientId: 'pat_robin' }], '#heading', 'Loading…'),
  'signed-in: without a chart': seen(
    [opened(), found({ ...parent, patient: null, actsFor: parent.actsFor.slice(0, 1) })],
    '#heading',
    'Loading…',
  ),
  'signed-in: leaving no': seen([...several, { type: 'whom-chosen', patientId: null }], '#heading', 'Loading…'),
  'signed-in: leaving sending': seen([...own, leaving], null, 'Signing out…'),
};
