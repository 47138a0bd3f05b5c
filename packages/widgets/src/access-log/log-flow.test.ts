import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as contract from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import { ar } from '../locales/access-log/ar.ts';
import { en } from '../locales/access-log/en.ts';
import { es } from '../locales/access-log/es.ts';
import { page } from './access-log-states.fixture.ts';
import { actOf } from './acts.ts';
import { agentWords, purposeWords } from './agent-words.ts';
import { dayName } from './day-name.ts';
import { daysOf } from './entries.ts';
import { idleLog, reduceLog } from './log-flow.ts';
import type { LogEvent, LogState } from './log-state.ts';

const after = (...events: LogEvent[]) =>
  events.reduce<LogState>((state, event) => reduceLog(state, event).state, idleLog);
const loaded = (nextCursor: string | null): LogEvent => ({ type: 'loaded', events: page, nextCursor });
const failed: LogEvent = { type: 'failed', failure: { kind: 'connection' } };

describe('reading the log', () => {
  it('adds earlier pages to what is there, and asks for each once', () => {
    const first = after({ type: 'opened' }, loaded('next'));
    const asked = reduceLog(first, { type: 'more-asked' });
    assert.deepEqual(asked.commands, [{ type: 'load', cursor: 'next' }]);
    assert.deepEqual(reduceLog(asked.state, { type: 'more-asked' }).commands, []);
    const all = reduceLog(asked.state, loaded(null)).state;
    assert.ok(all.status === 'ready' && all.events.length === 2 * page.length && all.nextCursor === null);
    assert.deepEqual(reduceLog(all, { type: 'more-asked' }).commands, []);
  });

  it('asks again for what failed: the first page, or the one after', () => {
    assert.deepEqual(reduceLog(after({ type: 'opened' }, failed), { type: 'more-asked' }).commands, [
      { type: 'load', cursor: null },
    ]);
    const later = after({ type: 'opened' }, loaded('next'), { type: 'more-asked' }, failed);
    assert.ok(later.status === 'ready' && later.events.length === page.length);
    assert.deepEqual(reduceLog(later, { type: 'more-asked' }).commands, [{ type: 'load', cursor: 'next' }]);
  });

  it('says of entries that cannot be read how many there are, each once, and forgets none of them with a later page', () => {
    const pageWith = (...damaged: string[]): LogEvent => ({
      type: 'loaded',
      events: page,
      nextCursor: 'next',
      damaged,
    });
    const first = after({ type: 'opened' }, pageWith('aud_1'));
    const second = reduceLog(reduceLog(first, { type: 'more-asked' }).state, pageWith('aud_2')).state;
    assert.ok(second.status === 'ready');
    assert.deepEqual(second.damaged, ['aud_1', 'aud_2']);
    const again = reduceLog(second, {
      type: 'refreshed',
      events: page,
      nextCursor: 'next',
      damaged: ['aud_0', 'aud_1'],
    });
    assert.ok(again.state.status === 'ready');
    assert.deepEqual(again.state.damaged, ['aud_1', 'aud_2', 'aud_0']);
    assert.equal(again.state.events, second.events);
  });

  it('puts what is new before the rest, counts what is of others, and leaves no gap', () => {
    const [newest, ...rest] = page;
    assert.ok(newest);
    const fresh = [
      { ...newest, id: 'aud_new', agent: { ...newest.agent, isCaller: false } },
      { ...newest, id: 'aud_own', operation: 'getAppointment', agent: { ...newest.agent, isCaller: true } },
    ];
    // how the page itself looked does not come in between
    const own = { ...newest, id: 'aud_page', operation: 'listAuditEvents' };
    const refreshed = (events: LogEvent & { readonly type: 'loaded' }): LogEvent => ({ ...events, type: 'refreshed' });
    const again = (events: typeof page) => refreshed({ type: 'loaded', events, nextCursor: 'other' });
    const ready = after({ type: 'opened' }, loaded('next'));
    assert.equal(reduceLog(ready, again(page)).state, ready);
    const now = reduceLog(ready, again([own, ...fresh, ...page])).state;
    assert.ok(now.status === 'ready' && now.fresh === 1 && now.nextCursor === 'next');
    assert.deepEqual(now.events, [...fresh, newest, ...rest]);
    const alone = reduceLog(now, again(fresh.map((event) => ({ ...event, id: `${event.id}2` })))).state;
    assert.ok(alone.status === 'ready' && alone.nextCursor === 'other' && alone.fresh === 2);
    assert.equal(alone.events.length, 2);
    const asked = reduceLog(alone, { type: 'more-asked' }).state;
    assert.ok(asked.status === 'ready' && asked.fresh === 0);
    assert.equal(reduceLog(idleLog, again(page)).state, idleLog);
  });

  it('keeps nothing once nobody is signed in, also of an answer that comes late', () => {
    assert.deepEqual(after({ type: 'opened' }, loaded('next'), { type: 'left' }), idleLog);
    assert.deepEqual(after({ type: 'opened' }, { type: 'left' }, loaded('next')), idleLog);
  });
});

describe('the list', () => {
  const days = daysOf(page, (instant) => instant.slice(0, 10));

  it('has a group for each local date, the newest first', () => {
    assert.deepEqual(
      days.map(({ date, entries }) => [date, entries.length]),
      [
        ['2026-11-26', 5],
        ['2025-12-30', 1],
      ],
    );
  });

  it('says once what the same somebody did several times in a row', () => {
    assert.deepEqual(
      days[0]?.entries.slice(0, 3).map(({ act, times }) => [act, times]),
      [
        ['lookedAtLog', 1],
        ['stayedSignedIn', 2],
        ['lookedAtVisit', 1],
      ],
    );
  });

  it('names the year of a day that is of another one', () => {
    assert.equal(dayName('2026-11-26', '2026-11-27', 'en-US'), 'Thursday, November 26');
    assert.equal(dayName('2025-12-30', '2026-11-27', 'en-US'), 'Tuesday, December 30, 2025');
  });
});

describe('the words', () => {
  const generic = new Set(['added', 'looked', 'changed', 'deleted', 'other']);
  const withoutWords = (operations: readonly string[]) =>
    operations.filter((operation) => generic.has(actOf({ operation, action: 'R' })));
  /** Rows that have no patient whose log they could be in, or whose kind says all. */
  const exempt: ReadonlySet<string> = new Set([
    // an address before anybody is known
    'createSignInCode',
    // what a page keeps for itself
    'openSealedItems',
  ]);

  it('are there for each endpoint that reaches a patient', () => {
    const reaching = endpointRows.filter(
      ({ name, path, phi, tag, access }) =>
        !exempt.has(name) &&
        tag !== 'Staff' &&
        !(access.length === 1 && (access as readonly string[])[0] === 'staff' && path.startsWith('/v1/staff')) &&
        (phi.length > 0 ||
          /^\/v1\/(patients|appointments|appointment-sessions|audit-events|consents|related-persons|sign-in-links|waitlist-entries|events|questionnaire-responses|survey-invitations|tasks)/.test(
            path,
          )),
    );
    assert.ok(reaching.length > 45);
    assert.deepEqual(withoutWords(reaching.map(({ name }) => name)), []);
  });

  it('are there for what the server does to a patient by itself', () => {
    const acts = [
      'sendMail',
      'sendWaitlistMail',
      'sendSurveyMail',
      'sendRelatedPersonMail',
      'erasePatient',
      'openConfidentialResponse',
    ];
    assert.deepEqual(withoutWords(acts), []);
  });

  it('are of the kind of act for what a later server knows', () => {
    const actions = ['C', 'R', 'U', 'D', 'E', 'unknown'] as const;
    assert.deepEqual(
      actions.map((action) => actOf({ operation: 'constructor', action })),
      ['added', 'looked', 'changed', 'deleted', 'other', 'other'],
    );
  });

  it('say who it was in every language, for every kind of agent, role and purpose', () => {
    const kinds = [...contract.auditAgentKinds, 'unknown'] as const;
    for (const messages of [en, es, ar]) {
      const words = kinds.map((kind) =>
        agentWords({ kind, role: null, display: null, isCaller: false, isProxy: false }, messages),
      );
      assert.ok(words.every((text) => text.length > 0));
      const staff = { kind: 'staff', display: 'Amara Okafor', isCaller: false, isProxy: false } as const;
      for (const role of contract.staffRoles)
        assert.match(agentWords({ ...staff, role }, messages), /Amara Okafor/, role);
      assert.match(agentWords({ ...staff, role: 'toString' }, messages), new RegExp(messages.staff));
      for (const purpose of contract.purposesOfUse) assert.ok(purposeWords(purpose, messages));
      assert.equal(purposeWords('unknown', messages), null);
    }
  });

  it('mark one’s own acts, also those for somebody else', () => {
    const agent = { kind: 'person', role: null, display: null } as const;
    assert.equal(agentWords({ ...agent, isCaller: true, isProxy: true }, en), 'You');
    assert.equal(agentWords({ ...agent, isCaller: false, isProxy: true }, en), en.proxy);
  });
});
