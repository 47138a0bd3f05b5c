import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { createMemorySealedStorage, PatientSession, type SealedStorage } from '@openprm/sdk';
import { type InProcessServer, openInProcessServer } from '@openprm/testing/server';
import { createDrafts, createOwnDrafts, type OwnHolder, removeOwnDrafts } from './draft-keeper.ts';
import type { Drafts } from './draft.ts';
import { branching, paperOf } from './survey-forms.fixture.ts';
import { closed } from './first/first-flow.ts';
import { reduce } from './survey-flow.ts';
import { beginning } from './survey-states-ways.fixture.ts';
import type { Answers, SurveyState } from './survey-state.ts';
import type { SurveyEvent } from './events-and-commands.ts';

describe('what pages with one link keep', () => {
  const { fetch } = globalThis;
  let server: InProcessServer;
  let link: string;
  let storage: SealedStorage;
  let leaving: AbortController;

  before(async () => {
    server = await openInProcessServer({ demo: true });
    globalThis.fetch = server.fetch;
    const headers = { authorization: 'Bearer sk_demo_riverside', 'content-type': 'application/json' };
    const call = async (path: string, body?: object): Promise<Record<string, never>> => {
      const init = body && { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetchHere(path, {
        headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
        ...init,
      });
      return (await answer.json()) as Record<string, never>;
    };
    const appointments = (await call('/v1/appointments?limit=50'))['data'] as unknown as readonly { id: string }[];
    for (const { id } of appointments) {
      // The demo has asked about some of them already.
      const invitation = await call('/v1/survey-invitations', { surveyId, appointmentId: id });
      if ((link = invitation['secret'] ?? '') !== '') return;
    }
    throw new Error('nobody can be asked');
  });
  after(async () => {
    globalThis.fetch = fetch;
    await server.close();
  });
  beforeEach(() => {
    storage = createMemorySealedStorage();
    leaving = new AbortController();
  });
  afterEach(() => leaving.abort());

  const surveyId = 'svy_demovisit';
  const fetchHere = (path: string, init: RequestInit) => server.fetch(`${server.apiUrl}${path}`, init);
  const openPage = () => createDrafts({ apiUrl: server.apiUrl, link }, leaving.signal, storage);
  const paper = paperOf(branching, { surveyId });
  const answersAfter = (...events: readonly SurveyEvent[]): Answers => {
    const state = [...beginning(paper), ...events].reduce<SurveyState>((at, event) => reduce(at, event).state, closed);
    assert.ok(state.step === 'answering');
    return state;
  };
  const hurts = (value: boolean) => answersAfter({ type: 'answered', key: '/0', values: [{ type: 'boolean', value }] });
  const comment = answersAfter({ type: 'answered', key: '/2', values: [{ type: 'string', value: 'It clicks.' }] });
  const keep = (page: Drafts, answers: Answers, isTyped = false) =>
    new Promise<void>((resolve) => page.keep(answers, isTyped, resolve));
  const linkIds = async (page: Drafts) =>
    (await page.find(surveyId))?.map(({ response }) => (response['item'] as readonly { linkId: string }[])[0]?.linkId);
  const items = async () => (await storage.list()).items.length;
  /** What is kept after it is kept when all is removed that is. */
  const dropOwn = async (page: Drafts) => {
    page.dropOwn();
    await keep(page, comment);
  };

  test('is all there for the next page, the newest first', async () => {
    await keep(openPage(), hurts(true));
    await keep(openPage(), comment);
    assert.deepEqual(await linkIds(openPage()), ['comment', 'hurts']);
    assert.equal(await items(), 2, 'nothing is removed by looking');
  });

  test('goes with what its own page has brought to the clinic, and no other', async () => {
    const [one, other] = [openPage(), openPage()];
    await keep(one, hurts(true));
    await keep(other, comment);
    await dropOwn(other);
    assert.deepEqual(await linkIds(openPage()), ['comment', 'hurts']);
    assert.equal(await items(), 2);
  });

  test('goes when the next page has kept all of it, or brought it to the clinic', async () => {
    await keep(openPage(), hurts(true));
    await keep(openPage(), comment);
    const next = openPage();
    await next.find(surveyId);
    await keep(next, hurts(false));
    assert.equal(await items(), 1);
    const last = openPage();
    await last.find(surveyId);
    await dropOwn(last);
    assert.deepEqual(await linkIds(openPage()), ['comment']);
  });

  test('stays where a page that is still open has kept more since it was found', async () => {
    const open = openPage();
    await keep(open, hurts(true));
    const next = openPage();
    await next.find(surveyId);
    await keep(open, hurts(false));
    await keep(next, comment);
    assert.equal(await items(), 2);
  });

  test('rests only while somebody types', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const page = openPage();
    let isKept = false;
    page.keep(comment, true, () => (isKept = true));
    await keep(openPage(), hurts(true));
    assert.equal(isKept, false);
    context.mock.timers.tick(200);
    await keep(page, hurts(true));
    assert.equal(await items(), 2);
  });
});

describe('what who is signed in keeps of their own surveys', () => {
  let server: InProcessServer;
  let storage: SealedStorage;
  let leaving: AbortController;

  before(async () => {
    server = await openInProcessServer({ demo: true });
  });
  after(() => server.close());
  beforeEach(() => {
    storage = createMemorySealedStorage();
    leaving = new AbortController();
  });
  afterEach(() => leaving.abort());

  const surveyId = 'svy_demovisit';
  const signIn = async (email: string): Promise<OwnHolder> => {
    const transport = new PatientSession({ apiUrl: server.apiUrl, key: 'pk_demo_riverside', fetch: server.fetch });
    const { id } = await transport.requestCode({ email });
    await server.runJobs();
    const code = /^\d{8}$/m.exec(server.mails.at(-1)?.text ?? '')?.[0] ?? '';
    const session = await transport.enterCode({ signInCodeId: id, code });
    return { transport, session, surveyId, invitationId: `svi_${'a1b2'.repeat(7)}`, actingFor: undefined };
  };
  const open = (holder: OwnHolder) => createOwnDrafts(holder, leaving.signal, storage);
  const answers = () => {
    const paper = paperOf(branching, { surveyId });
    const yes: SurveyEvent = { type: 'answered', key: '/0', values: [{ type: 'boolean', value: true }] };
    const state = [...beginning(paper), yes].reduce<SurveyState>((at, event) => reduce(at, event).state, closed);
    assert.ok(state.step === 'answering');
    return state;
  };
  const keep = (page: Drafts) => new Promise<void>((resolve) => page.keep(answers(), false, resolve));
  const isFound = async (holder: OwnHolder) => (await open(holder).find(surveyId)) !== undefined;
  const items = async () => (await storage.list()).items.length;

  test('is there in a later session of the same person, and in nobody else’s', async () => {
    await keep(open(await signIn('dana@example.org')));
    assert.doesNotMatch(JSON.stringify(await storage.list()), /hurts|svy_|svi_|own-survey/);
    assert.equal(await isFound(await signIn('robin@example.org')), false);
    assert.equal(await isFound(await signIn('dana@example.org')), true);
  });

  test('is of one survey, one invitation and one patient', async () => {
    const dana = await signIn('dana@example.org');
    await keep(open(dana));
    for (const other of [{ invitationId: 'svi_other' }, { invitationId: null }, { actingFor: 'pat_child' }]) {
      const page = open({ ...dana, ...other });
      assert.equal(await page.find(surveyId), undefined);
      assert.equal(await page.hasAny(), false);
      page.dropOwn();
      page.drop();
    }
    assert.equal(await isFound(dana), true, 'what is another survey’s stays');
  });

  test('goes when it is sent, and all of it when they sign out, and nobody else’s', async () => {
    const [dana, robin] = [await signIn('dana@example.org'), await signIn('robin@example.org')];
    await keep(open(robin));
    const page = open(dana);
    await keep(page);
    page.dropOwn();
    const other = open({ ...dana, invitationId: null });
    await keep(other);
    assert.equal(await items(), 2);
    // What is still on its way to the device does not come behind it.
    other.keep(answers(), true, () => undefined);
    await other.end();
    await removeOwnDrafts(dana.session.sealing.owner, storage);
    leaving.abort();
    other.keep(answers(), false, () => undefined);
    await other.end();
    assert.equal(await isFound(dana), false);
    assert.equal(await isFound(robin), true);
  });
});
