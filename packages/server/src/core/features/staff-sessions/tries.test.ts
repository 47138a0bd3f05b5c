import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type StaffMember, address, codeOf, enrol, enrolOwner } from '../../../testing/staff.fixture.ts';
import { inviteOwner, readLimits } from '../../index.ts';
import type { Passwords } from '../../ports.ts';

describe(`tries at signing in on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  let owner: StaffMember;

  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());
  beforeEach(async () => {
    ({ tenantId } = await server.createTenant());
    owner = await enrolOwner(server, tenantId);
    // what is tried below is of another half minute than the code that set up the account
    server.clock.set(server.clock.now() + 60_000);
  });

  type Input = Parameters<TestServer['core']['staffSignIn']['checkPassword']>[0];
  const checkPassword = (changes: Partial<Input> = {}) =>
    server.core.staffSignIn.checkPassword({ ...owner, address, ...changes });
  const pendingToken = async () => {
    const answer = await checkPassword();
    assert.ok(answer.outcome === 'code-needed', answer.outcome);
    return answer.token;
  };
  const checkCode = (token: string, code: string) => server.core.staffSignIn.checkCode({ token, code, address });
  const countRefused = async () => {
    const { rows } = await sql`
      select from audit_event where tenant_id = ${tenantId} and action = 'staff.password-refused'`.execute(
      server.ports.database,
    );
    return rows.length;
  };

  it('waits after six tries at one account from one address, known or not, and nobody else does', async () => {
    for (const email of [owner.email, 'nobody@clinic.example']) {
      for (let i = 0; i < 6; i += 1) assert.equal((await checkPassword({ email, password: 'x' })).outcome, 'refused');
      const answer = await checkPassword({ email });
      assert.ok(answer.outcome === 'wait' && answer.seconds > 800 && answer.seconds <= 900);
    }
    assert.equal((await checkPassword({ address: '198.51.100.4' })).outcome, 'code-needed');
    await sql`update staff_attempt set window_start = window_start - interval '16 minutes' where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );
    assert.equal((await checkPassword()).outcome, 'code-needed');
  });

  it('waits after sixty tries from one address at many accounts, and at one account from many', async () => {
    for (let i = 0; i < 60; i += 1) await checkPassword({ email: `guess${i}@clinic.example`, password: 'x' });
    assert.equal((await checkPassword()).outcome, 'wait');
    const other = { address: '198.51.100.4' };
    for (let i = 0; i < 59; i += 1) await checkPassword({ address: `192.0.2.${i}`, password: 'x' });
    assert.equal((await checkPassword(other)).outcome, 'code-needed');
    await checkPassword({ address: '192.0.2.99', password: 'x' });
    assert.equal((await checkPassword(other)).outcome, 'wait');
  });

  it('keeps nobody out by tries of strangers where they have signed in before', async () => {
    assert.equal((await checkCode(await pendingToken(), await codeOf(server, owner))).outcome, 'signed-in');
    for (let n = 0; n < 60; n += 1)
      await checkPassword({ password: 'a guess of a stranger', address: `198.51.100.${n}` });
    assert.equal((await checkPassword({ address: '192.0.2.1' })).outcome, 'wait', 'elsewhere one has to wait');
    assert.equal((await checkPassword()).outcome, 'code-needed');
    for (let n = 0; n < 6; n += 1) await checkPassword({ password: 'a guess at the same desk' });
    assert.equal((await checkPassword()).outcome, 'wait', 'the narrower limits hold');
    await sql`update staff_attempt set window_start = window_start - interval '30 days' where tenant_id = ${tenantId} and window_start > clock_timestamp()`.execute(
      server.ports.database,
    );
    await sql`delete from staff_attempt where tenant_id = ${tenantId} and n < 60 and n > 1`.execute(
      server.ports.database,
    );
    assert.equal((await checkPassword()).outcome, 'wait', 'after thirty days the place is one like any other');
  });

  it('lets a person in at a browser where they signed in before, beside sixty tries of others from the same network', async () => {
    const first = await checkCode(await pendingToken(), await codeOf(server, owner));
    assert.ok(first.outcome === 'signed-in', first.outcome);
    const { devices } = first;
    for (let n = 0; n < 60; n += 1) await checkPassword({ email: `guess${n}@clinic.example`, password: 'x' });
    assert.equal((await checkPassword()).outcome, 'wait', 'in another browser one has to wait');
    assert.equal((await checkPassword({ devices })).outcome, 'code-needed');
    for (let n = 0; n < 6; n += 1)
      assert.equal((await checkPassword({ devices, password: 'a guess at the same desk' })).outcome, 'refused');
    assert.equal((await checkPassword({ devices })).outcome, 'wait', 'the browser has a cap of its own');
  });

  it('counts codes in a known browser by it, and not with those of whoever has the password elsewhere', async () => {
    const first = await checkCode(await pendingToken(), await codeOf(server, owner));
    assert.ok(first.outcome === 'signed-in', first.outcome);
    const { devices } = first;
    for (let n = 0; n < 5; n += 1) {
      const token = await pendingToken();
      for (let tries = 0; tries < 4; tries += 1) await checkCode(token, '000000');
    }
    server.clock.set(server.clock.now() + 60_000);
    const code = await codeOf(server, owner);
    assert.equal((await checkCode(await pendingToken(), code)).outcome, 'wait');
    const known = await server.core.staffSignIn.checkCode({ token: await pendingToken(), code, address, devices });
    assert.equal(known.outcome, 'signed-in');
  });

  it('knows a browser of nobody else, of no other clinic, not once it was changed, and not after thirty days', async () => {
    const first = await checkCode(await pendingToken(), await codeOf(server, owner));
    assert.ok(first.outcome === 'signed-in', first.outcome);
    const { devices } = first;
    const [number = '', expires = '', mac = ''] = devices.split('.');
    const later = (Number.parseInt(expires, 36) + 1000).toString(36);
    const somebody = await enrolOwner(server, tenantId, 'second@clinic.example');
    const elsewhere = await enrolOwner(server, (await server.createTenant()).tenantId);
    for (const member of [owner, somebody, elsewhere])
      for (let n = 0; n < 6; n += 1) await checkPassword({ ...member, password: 'x' });
    const outcomeOf = async (changes: Parameters<typeof checkPassword>[0]) => (await checkPassword(changes)).outcome;
    assert.equal(await outcomeOf({ ...somebody, devices }), 'wait');
    assert.equal(await outcomeOf({ ...elsewhere, devices }), 'wait');
    for (const changed of [
      `${number}.${later}.${mac}`,
      `${mac}.${expires}.${number}`,
      [number, expires].join('.'),
      '~'.repeat(4000),
      '',
    ])
      assert.equal(await outcomeOf({ devices: changed }), 'wait', changed.slice(0, 50));
    assert.equal(await outcomeOf({ devices: `${devices}~${devices}` }), 'code-needed');
    for (const secret of [owner.email, 'Olive', tenantId.slice(4)]) assert.ok(!devices.includes(secret));
    server.clock.set(server.clock.now() + 30 * 24 * 3_600_000);
    assert.equal(await outcomeOf({ devices }), 'wait', 'it is a browser like any other now');
  });

  it('knows a browser of everybody who shares the desk, the last eight', async () => {
    let devices: string | undefined;
    const members = [owner];
    for (let n = 1; n < 9; n += 1) members.push(await enrolOwner(server, tenantId, `desk${n}@clinic.example`));
    server.clock.set(server.clock.now() + 60_000);
    for (const member of members) {
      const step = await checkPassword({ ...member, devices });
      assert.ok(step.outcome === 'code-needed', step.outcome);
      const code = await codeOf(server, member);
      const answer = await server.core.staffSignIn.checkCode({ token: step.token, code, address, devices });
      assert.ok(answer.outcome === 'signed-in', answer.outcome);
      ({ devices } = answer);
    }
    for (let n = 0; n < 60; n += 1) await checkPassword({ email: `guess${n}@clinic.example`, password: 'x' });
    const outcomes: string[] = [];
    for (const member of members) outcomes.push((await checkPassword({ ...member, devices })).outcome);
    assert.deepEqual(outcomes, ['wait', ...Array.from({ length: 8 }, () => 'code-needed')]);
  });

  /** Types wrong codes after the right password, five to a sign-in. @returns how many were looked at */
  const typeWrong = async (count: number) => {
    let token = '';
    let tried = 0;
    for (let n = 0; n < count; n += 1) {
      if (n % 5 === 0) token = await pendingToken();
      if ((await checkCode(token, '000000')).outcome !== 'wait') tried += 1;
    }
    return tried;
  };
  const anHourLater = () =>
    sql`update staff_attempt set window_start = window_start - interval '61 minutes' where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );

  it('tells whose password it is of five wrong codes by mail, once in a day', async () => {
    const told = async () => {
      await server.runJobs();
      return server.mails.filter(({ to, subject }) => to === owner.email && subject.startsWith('Wrong codes')).length;
    };
    const before = await told();
    await typeWrong(4);
    assert.equal(await told(), before);
    await typeWrong(5);
    assert.equal(await told(), before + 1);
    const text = server.mails.findLast(({ subject }) => subject.startsWith('Wrong codes'))?.text ?? '';
    assert.match(text, /somebody knows your password.*\/staff\/sign-in\?clinic=ten_/s);
    for (const secret of [owner.password, '000000', address]) assert.ok(!text.includes(secret));
    await typeWrong(6);
    assert.equal(await told(), before + 1);
    await sql`update staff_attempt set window_start = window_start - interval '25 hours' where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );
    await typeWrong(5);
    assert.equal(await told(), before + 2);
  });

  it('takes thirty wrong codes in a day and no more, however they are spread; right ones do not count', async () => {
    const signInWell = async () => {
      server.clock.set(server.clock.now() + 60_000);
      return (await checkCode(await pendingToken(), await codeOf(server, owner))).outcome;
    };
    for (let n = 0; n < 3; n += 1) {
      await typeWrong(10);
      await anHourLater();
      assert.equal(await signInWell(), n < 2 ? 'signed-in' : 'wait');
    }
    await anHourLater();
    assert.equal(await signInWell(), 'wait');
    await sql`update staff_attempt set window_start = window_start - interval '1 day' where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );
    assert.equal(await signInWell(), 'signed-in');
  });

  it('counts codes anew for who has a new password, or a new invitation', async () => {
    const { session } = owner;
    await typeWrong(20);
    const changed = { session, current: owner.password, next: 'nine amber lanterns adrift', address };
    server.clock.set(server.clock.now() + 60_000);
    assert.equal((await checkCode(await pendingToken(), await codeOf(server, owner))).outcome, 'wait');
    await anHourLater();
    const begun = await server.core.staffPasswordChange.begin(changed);
    assert.ok(begun.outcome === 'code-needed', begun.outcome);
    const code = await codeOf(server, owner);
    const done = await server.core.staffPasswordChange.confirm({ session, token: begun.token, code, address });
    assert.equal(done.outcome, 'changed');
    owner = { ...owner, password: changed.next };
    assert.equal(await typeWrong(20), 20);
    const invited = await inviteOwner(server.ports, { tenantId, name: 'Olive Marsh', email: owner.email });
    owner = await enrol(server, invited, owner.email);
    server.clock.set(server.clock.now() + 60_000);
    assert.equal((await checkCode(await pendingToken(), await codeOf(server, owner))).outcome, 'signed-in');
  });

  it('keeps nobody who is signed in from a new password or a grave act by codes that a stranger types who has the password', async () => {
    const { staffPasswordChange, staffProof } = server.core;
    assert.equal(await typeWrong(20), 20);
    for (let n = 0; n < 60; n += 1) await checkPassword({ email: `guess${n}@clinic.example`, password: 'x' });
    assert.equal((await checkPassword()).outcome, 'wait', 'who is not signed in waits');

    const proof = await staffProof.begin({ session: owner.session });
    assert.ok(proof.outcome === 'code-needed', proof.outcome);
    const code = await codeOf(server, owner);
    const proven = await staffProof.confirm({ session: owner.session, token: proof.token, code, address });
    assert.ok(proven.outcome === 'proven', proven.outcome);

    const { session } = proven;
    const change = { session, current: owner.password, next: 'nine amber lanterns adrift', address };
    const begun = await staffPasswordChange.begin(change);
    assert.ok(begun.outcome === 'code-needed', begun.outcome);
    server.clock.set(server.clock.now() + 60_000);
    const last = { session, token: begun.token, code: await codeOf(server, owner), address };
    assert.equal((await staffPasswordChange.confirm(last)).outcome, 'changed');
  });

  it('takes twenty codes and six passwords in a session, and then no more for a while', async () => {
    const { staffPasswordChange, staffProof } = server.core;
    const { session } = owner;
    const change = { session, current: 'a guess at an empty desk', next: 'nine amber lanterns adrift' };
    const outcomes: string[] = [];
    for (let n = 0; n < 7; n += 1)
      outcomes.push((await staffPasswordChange.begin({ ...change, address: `198.51.100.${n}` })).outcome);
    assert.deepEqual(outcomes, [...Array.from({ length: 6 }, () => 'refused'), 'wait']);
    const counts = new Map<string, number>();
    for (let n = 0; n < 5; n += 1) {
      const proof = await staffProof.begin({ session });
      assert.ok(proof.outcome === 'code-needed', proof.outcome);
      for (let tries = 0; tries < 5; tries += 1) {
        const wrong = { session, token: proof.token, code: '000000', address: `192.0.2.${n}` };
        const { outcome } = await staffProof.confirm(wrong);
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      }
    }
    // of each code asked for the fifth wrong one is its end
    assert.deepEqual(Object.fromEntries(counts), { refused: 16, stale: 4, wait: 5 });
  });

  it('counts tries at a clinic that is not there by their address, too, and hashes no more for them', async () => {
    const counting = await openTestServer({
      core: { limits: readLimits('*=1000000/1 staff-tries-nowhere-by-address=60/900') },
    });
    try {
      const tryAt = (n: number, from = address) =>
        counting.core.staffSignIn.checkPassword({
          tenantId: n % 2 === 0 ? 'ten_nowhere' : `ten_nowhere${n}`,
          email: `guess${n}@clinic.example`,
          password: 'x',
          address: from,
        });
      for (let n = 0; n < 60; n += 1) assert.deepEqual(await tryAt(n), { outcome: 'refused' });
      const over = await tryAt(60);
      assert.ok(over.outcome === 'wait' && over.seconds > 0 && over.seconds <= 900);
      assert.equal((await tryAt(61, '198.51.100.4')).outcome, 'refused');
    } finally {
      await counting.close();
    }
  });

  it('lets nobody wait without an end, and leaves places to others while one address takes all that it may', async () => {
    const passwords = server.ports.passwords as { verify: Passwords['verify'] };
    const { verify } = passwords;
    const waiting: (() => void)[] = [];
    passwords.verify = () => new Promise((resolve) => void waiting.push(() => resolve(false)));
    const running: Promise<{ outcome: string }>[] = [];
    const tryFrom = (from: string) => {
      const answer = checkPassword({ email: `${running.length}@x.example`, address: from });
      running.push(answer);
      return answer;
    };
    let isOver = false;
    const untilWaiting = async (count: number) => {
      while (waiting.length < count && !isOver) await new Promise((resolve) => setImmediate(resolve));
    };
    /** Whether one more is told to come again, or waits with the others. */
    const oneMore = async (from: string) => {
      const waits = untilWaiting(waiting.length + 1).then(() => ({ outcome: 'waits' }));
      return Promise.race([tryFrom(from), waits]);
    };
    try {
      for (let n = 0; n < 8; n += 1) tryFrom('192.0.2.1');
      await untilWaiting(8);
      assert.deepEqual(await oneMore('192.0.2.1'), { outcome: 'busy', seconds: 5 });
      for (let n = 0; n < 24; n += 1) tryFrom(`192.0.2.${2 + (n % 3)}`);
      await untilWaiting(32);
      assert.deepEqual(await oneMore('198.51.100.4'), { outcome: 'busy', seconds: 5 });
      assert.equal(waiting.length, 32);
    } finally {
      isOver = true;
      passwords.verify = verify;
      for (const go of waiting) go();
    }
    const outcomes = new Set((await Promise.all(running)).map(({ outcome }) => outcome));
    assert.deepEqual(outcomes, new Set(['refused', 'busy']));
    assert.equal((await checkPassword({ address: '192.0.2.1' })).outcome, 'code-needed');
    assert.equal(await countRefused(), 32, 'who was told to come again was not counted');
  });

  it('forgets mistypings when the right password comes', async () => {
    for (let i = 0; i < 5; i += 1) await checkPassword({ password: 'x' });
    assert.equal((await checkPassword()).outcome, 'code-needed');
    for (let i = 0; i < 5; i += 1) assert.equal((await checkPassword({ password: 'x' })).outcome, 'refused');
  });
});
