import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, openAs, staffForm } from '../app.fixture.ts';
import { taskOf } from '../reference-server.fixture.ts';

const textOf = async (response: Promise<Response> | Response) =>
  (await (await response).text()).replaceAll(/\s+/g, ' ');

describe('the tasks', () => {
  test('say who is to be called, by when, and who has it', async () => {
    const tasks = [
      taskOf({ id: 'tsk_1', code: 'safety', dueAt: '2026-11-26T09:00:00Z' }),
      taskOf({ id: 'tsk_2', status: 'in-progress', owner: { id: 'stf_owner0001', name: 'Sam owner' } }),
      taskOf({
        id: 'tsk_3',
        status: 'completed',
        outcome: 'helped',
        minutesToContact: 95,
        closedAt: '2026-11-25T20:00:00Z',
      }),
      taskOf({ id: 'tsk_4', status: 'cancelled', closedAt: '2026-11-26T20:00:00Z' }),
    ];
    const { app } = appOf({ tasks });
    const text = await textOf(openAs(app, 'clinician', '/staff/tasks'));
    assert.match(text, /2 are open\./);
    assert.match(text, /Dana Reyes.*Overdue.*Safety answer: look at it now.*nobody has it yet.*\(555\) 010-1234/);
    assert.match(text, /In work.*Sam owner has it/);
    assert.match(text, /data-address="\/staff\/tasks" data-events="task\."/);
    const closed = await textOf(openAs(app, 'clinician', '/staff/tasks?closed=1'));
    assert.match(
      closed,
      /2 were closed\..*Not needed.*Helped.*first contact after 1 h 35 min/,
      'the last closed first',
    );
    assert.doesNotMatch(closed, /staff-list\.js|data-cursor/, 'it is not read again with every event');
  });

  test('are taken on and called about by the version that was seen', async () => {
    const { app, notes } = appOf({ tasks: [taskOf()] });
    for (const act of ['take', 'tried', 'called'])
      await app.request(`/staff/tasks/tsk_dana0001/${act}`, await staffForm(app, 'front-desk', { version: '1' }));
    assert.deepEqual(notes, [
      'PATCH /v1/tasks/tsk_dana0001 {"ownerId":"stf_front-desk0001","status":"in-progress","version":1}',
      'PATCH /v1/tasks/tsk_dana0001 {"tried":true,"version":1}',
      'PATCH /v1/tasks/tsk_dana0001 {"contacted":true,"version":1}',
    ]);
  });

  test('say that somebody was tried and not reached yet', async () => {
    const tried = taskOf({ triedAt: '2026-11-20T09:00:00Z' });
    const { app } = appOf({ tasks: [tried] });
    const text = await textOf(openAs(app, 'clinician', '/staff/tasks/tsk_dana0001'));
    assert.match(text, /tried, and not reached yet.*I have reached them just now/);
    assert.doesNotMatch(text, /I have tried just now|first contact/);
  });

  test('close with a note and an outcome, and not without', async () => {
    const { app, notes } = appOf({ tasks: [taskOf()] });
    const save = async (fields: Record<string, string>) =>
      app.request('/staff/tasks/tsk_dana0001/save', await staffForm(app, 'clinician', { version: '1', ...fields }));
    const bare = await save({ note: 'Called, all well', outcome: '', close: '1' });
    assert.equal(bare.status, 422);
    assert.match(await textOf(bare), /say what came of it.*Called, all well<\/textarea>/);
    const done = await save({ note: 'Called, all well', outcome: 'helped', close: '1' });
    assert.equal(done.headers.get('Location'), '/staff/tasks?done=1');
    assert.deepEqual(notes, [
      'PATCH /v1/tasks/tsk_dana0001 {"note":"Called, all well","outcome":"helped","status":"completed","version":1}',
    ]);
  });

  test('show what was noted, by whom and when, and take nothing of it away', async () => {
    const notes = [{ text: 'Has a <plan>', author: { id: 'stf_1', name: 'Chris' }, createdAt: '2026-11-26T15:00:00Z' }];
    const detail = { rule: 'safety' as const, linkId: 'phq-9-9', scoreId: null, notes };
    const { app } = appOf({ tasks: [taskOf({ code: 'safety', detail })] });
    const text = await textOf(openAs(app, 'clinician', '/staff/tasks/tsk_dana0001'));
    assert.match(text, /Has a &lt;plan&gt;.*Chris, .*Add a note.*<textarea[^>]*><\/textarea>/);
  });

  test('keep what was typed where somebody else was first', async () => {
    const { app } = appOf({ tasks: [taskOf()], refuse: 'version-conflict' });
    const form = await staffForm(app, 'owner', { version: '1', note: 'My words', close: '' });
    const refused = await app.request('/staff/tasks/tsk_dana0001/save', form);
    assert.equal(refused.status, 409);
    assert.match(await textOf(refused), /somebody changed this task since.*My words<\/textarea>/);
  });

  test('tell the front desk not why, and a volunteer nothing', async () => {
    const hidden = { code: 'call-back', surveyId: null, questionnaireResponseId: null, detail: null } as const;
    const { app } = appOf({ tasks: [taskOf(hidden)] });
    const text = await textOf(openAs(app, 'front-desk', '/staff/tasks/tsk_dana0001'));
    assert.match(text, /To be called back.*Why is for those.*beside what others noted, which you do not see/);
    assert.doesNotMatch(text, /[Ss]afety|well served|danger/);
    const shut = appOf({ tasks: [taskOf({ ...hidden, status: 'completed' })] }).app;
    assert.doesNotMatch(await textOf(openAs(shut, 'front-desk', '/staff/tasks/tsk_dana0001')), /Open it again/);
    assert.match(
      await textOf(openAs(appOf({ tasks: [taskOf()] }).app, 'owner', '/staff/tasks/tsk_dana0001')),
      /an answer \(<code>wait<\/code>\)/,
    );
    assert.equal((await openAs(app, 'volunteer', '/staff/tasks')).status, 403);
    assert.doesNotMatch(await textOf(openAs(app, 'volunteer')), /\/staff\/tasks/);
  });
});
