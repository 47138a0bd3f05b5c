import type { Endpoint, OwnSurvey, PatientSession, Session } from '@openprm/sdk';
import { parent, session } from '../../sign-in/sign-in-states.fixture.ts';
import { branching, paperOf } from '../survey-forms.fixture.ts';
import { ownSurvey } from './own-surveys.fixture.ts';

/** What the clinic's system answers to one call; `never` is a call on its way. */
type Answer<Body> = Body | Refused | 'never';

/** By the code of the API, or of the SDK where there was no answer. */
interface Refused {
  readonly refused: 'connection-failed' | 'internal-error' | 'rate-limited' | 'permission-denied' | 'session-ended';
}

interface ListPage {
  readonly data: readonly OwnSurvey[];
  readonly nextCursor: string | null;
}

/** One state of the list, by what the clinic's system answers and what somebody presses. */
export interface OwnStateFixture {
  /** Null for nobody. */
  readonly session: Session | null;
  /** To one look at the list after the other. */
  readonly lists: readonly Answer<ListPage>[];
  readonly form: 'there' | Refused | 'never';
  readonly save: Refused | 'never';
  /** One after the other, by selectors, each as soon as it is there. */
  readonly presses: readonly string[];
  /** What has the focus then; null for nothing. */
  readonly focus: string | null;
  /** What the live region says of it, in English. */
  readonly hears: string;
}

const waiting = ownSurvey();
const surveys: readonly OwnSurvey[] = [
  ownSurvey({ id: 'qrs_1', invitationId: null, status: 'in-progress', title: 'Your knee', expiresAt: null }),
  ownSurvey({
    id: 'svi_2',
    title: 'How you have felt in the last two weeks, and what kept you from doing what you like to do',
    mode: 'confidential',
    minutes: 1,
  }),
  waiting,
  ownSurvey({ id: 'svi_3', status: 'answered', title: null, answeredAt: '2025-12-30T16:12:00Z' }),
  ownSurvey({ id: 'svi_4', status: 'answered', mode: 'confidential' }),
];
const page = (data: readonly OwnSurvey[], nextCursor: string | null = null): ListPage => ({ data, nextCursor });
const refused = (code: Refused['refused']): Refused => ({ refused: code });
const still = (changes: Partial<OwnStateFixture>): OwnStateFixture => ({
  session,
  lists: [page(surveys)],
  form: 'there',
  save: 'never',
  presses: [],
  focus: null,
  hears: '3 surveys are waiting for you.',
  ...changes,
});
const choose = '.own-survey:nth-of-type(3) button';
const begin = '.footer .primary';
const answering = [choose, begin, 'input[type=radio]'];
const cutOff = refused('connection-failed');
const noConnection = 'No connection to the clinic.';
const banner = '.notice-title';

/** Every state of the list, by name. */
export const ownStates = {
  'nobody is signed in': still({ session: null, hears: '' }),
  loading: still({ lists: ['never'], hears: 'Loading…' }),
  ready: still({}),
  empty: still({ lists: [page([])], hears: 'No surveys are waiting for you.' }),
  'all answered': still({ lists: [page(surveys.slice(3))], hears: 'No surveys are waiting for you.' }),
  'of a child': still({
    session: { ...parent, patient: null, actsFor: parent.actsFor.slice(0, 1) },
    lists: [page([{ ...waiting, invitationId: null }])],
    hears: 'One survey is waiting for you.',
  }),
  'failure connection': still({ lists: [cutOff], hears: noConnection }),
  'failure server': still({ lists: [refused('internal-error')], hears: 'Something went wrong at the clinic.' }),
  'failure rate-limited': still({ lists: [refused('rate-limited')], hears: 'That was tried too often.' }),
  'failure configuration': still({
    lists: [refused('permission-denied')],
    hears: 'Your surveys cannot be shown here.',
  }),
  'tried again': still({ lists: [cutOff, page(surveys)], presses: ['.notice .button'], focus: '#heading' }),
  'more to show': still({ lists: [page(surveys, 'next')] }),
  'more loading': still({
    lists: [page(surveys, 'next'), 'never'],
    presses: ['#more'],
    focus: '#more',
    hears: 'Loading…',
  }),
  'more failed': still({
    lists: [page(surveys, 'next'), cutOff],
    presses: ['#more'],
    focus: banner,
    hears: noConnection,
  }),
  'the session is over': still({
    lists: [refused('session-ended')],
    hears: 'Your session has ended. Please sign in again.',
  }),
  'one on its way': still({ form: 'never', presses: [choose], hears: 'Loading…' }),
  'one opened': still({ presses: [choose], focus: '#heading', hears: '' }),
  'one that cannot be had': still({ form: cutOff, presses: [choose], focus: banner, hears: noConnection }),
  'one answered': still({ presses: answering, focus: 'input[type=radio]', hears: '' }),
  'back, while answers are saved': still({
    presses: [...answering, '#back'],
    focus: '#back',
    hears: 'Saving your answers…',
  }),
  'back, and answers are not saved': still({
    save: cutOff,
    presses: [...answering, '#back'],
    focus: banner,
    hears: 'Your last answers are not saved.',
  }),
  'back in the list': still({
    lists: [page(surveys), page(surveys.slice(1))],
    presses: [choose, '#back'],
    focus: '#heading',
    hears: '2 surveys are waiting for you.',
  }),
} satisfies Readonly<Record<string, OwnStateFixture>>;

/** What a call throws that is refused. */
export const refusal = (code: Refused['refused']): Error =>
  Object.assign(new Error(code), {
    [Symbol.for('openprm.error')]: true,
    name: code === 'rate-limited' ? 'RateLimitError' : 'ApiError',
    code,
  });

const give = <Body>(answer: Answer<Body> | undefined): Promise<Body> => {
  if (answer === undefined || answer === 'never') return new Promise(() => undefined);
  return typeof answer === 'object' && answer !== null && 'refused' in answer
    ? Promise.reject(refusal(answer.refused))
    : Promise.resolve(answer as Body);
};

/** The session of a state: it answers what the state says. */
export function sessionOf({ session: found, lists, form, save }: OwnStateFixture): PatientSession {
  let looks = 0;
  const call = ({ method, path }: Endpoint): Promise<unknown> => {
    // A page that is given is the caller's.
    if (path === '/v1/own-surveys') return give(structuredClone(lists[Math.min((looks += 1), lists.length) - 1]));
    if (method === 'GET') return give(form === 'there' ? paperOf(branching) : form);
    return give(save);
  };
  const all = {
    support: () => Promise.resolve({ signIn: true, survivesNavigation: false }),
    current: () => Promise.resolve(found ?? undefined),
    signOut: () => Promise.resolve(),
    call,
  };
  return all as unknown as PatientSession;
}
