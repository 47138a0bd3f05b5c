import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { endStaffSession, endStaffSessions, getStaffSession } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type StaffMember, address, codeOf, enrolOwner, signIn } from '../../../testing/staff.fixture.ts';
import type { Passwords } from '../../ports.ts';

describe(`signing in on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  let owner: StaffMember;
  const verified: string[] = [];

  before(async () => {
    server = await openTestServer();
    const { verify } = server.ports.passwords;
    const passwords = server.ports.passwords as { verify: Passwords['verify'] };
    passwords.verify = (typed, stored) => {
      verified.push(stored);
      return verify(typed, stored);
    };
  });
  after(() => server.close());
  beforeEach(async () => {
    ({ tenantId } = await server.createTenant());
    owner = await enrolOwner(server, tenantId);
    // what is tried below is of another half minute than the code that set up the account
    server.clock.set(server.clock.now() + 60_000);
  });

  const checkPassword = (
    changes: Partial<{
      email: string;
      password: string;
      address: string;
      tenantId: string;
    }> = {},
  ) => server.core.staffSignIn.checkPassword({ ...owner, address, ...changes });
  const pendingToken = async () => {
    const answer = await checkPassword();
    assert.ok(answer.outcome === 'code-needed', answer.outcome);
    return answer.token;
  };
  const checkCode = (token: string, code: string) => server.core.staffSignIn.checkCode({ token, code, address });
  const who = (session: string) => server.answer(getStaffSession, {}, { credential: session });
  const acts = async () => {
    const rows = await server.ports.database
      .selectFrom('audit_event')
      .select(['action', 'principal'])
      .where('tenant_id', '=', tenantId)
      .where('action', 'like', 'staff.%')
      .orderBy('occurred_at')
      .execute();
    return rows.map(({ action }) => action);
  };

  it('takes a password and a code of the app, and says who is there', async () => {
    const answer = await who(await signIn(server, owner));
    assert.equal(answer.status, 200);
    assert.equal(answer.body.staff.name, 'Olive Marsh');
    assert.equal(answer.body.staff.role, 'owner');
    assert.equal(answer.body.tenantName, 'North Clinic');
  });

  it('takes an address in any case', async () => {
    assert.equal((await checkPassword({ email: ' OLIVE@Clinic.Example ' })).outcome, 'code-needed');
  });

  it('answers the same to a wrong password, an unknown person, a suspended one and an unknown clinic, at the price of one hash each', async () => {
    const price = async (changes: Parameters<typeof checkPassword>[0]) => {
      verified.length = 0;
      const answer = await checkPassword({ password: 'not the password of anybody', ...changes });
      return { answer, hashes: verified.length };
    };
    const refused = { answer: { outcome: 'refused' }, hashes: 1 };
    assert.deepEqual(await price({}), refused);
    assert.deepEqual(await price({ email: 'nobody@clinic.example' }), refused);
    assert.deepEqual(await price({ tenantId: 'ten_nowhere' }), refused);
    await sql`update staff set status = 'suspended' where tenant_id = ${tenantId}`.execute(server.ports.database);
    assert.deepEqual(await price({ password: owner.password }), refused);
  });

  it('takes a code once, also for another sign-in', async () => {
    const code = await codeOf(server, owner);
    assert.equal((await checkCode(await pendingToken(), code)).outcome, 'signed-in');
    assert.deepEqual(await checkCode(await pendingToken(), code), { outcome: 'refused', triesLeft: 4 });
  });

  it('takes a code once, also from two at a time', async () => {
    const code = await codeOf(server, owner);
    const token = await pendingToken();
    const outcomes = await Promise.all([checkCode(token, code), checkCode(token, code), checkCode(token, code)]);
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'signed-in').length, 1);
  });

  it('is over after five wrong codes', async () => {
    const token = await pendingToken();
    for (const triesLeft of [4, 3, 2, 1])
      assert.deepEqual(await checkCode(token, '000000'), { outcome: 'refused', triesLeft });
    assert.deepEqual(await checkCode(token, '000000'), { outcome: 'over' });
    assert.deepEqual(await checkCode(token, await codeOf(server, owner)), { outcome: 'over' });
  });

  it('is over after ten minutes', async () => {
    const token = await pendingToken();
    await sql`update staff_sign_in set expires_at = clock_timestamp() where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );
    assert.deepEqual(await checkCode(token, await codeOf(server, owner)), { outcome: 'over' });
  });

  it('does not take a token that somebody changed', async () => {
    const token = await pendingToken();
    for (const changed of [`${token.slice(0, -1)}_`, token.replace('sip_', 'sip_x'), '', 'sip_'])
      assert.deepEqual(await checkCode(changed, await codeOf(server, owner)), { outcome: 'over' });
  });

  it('takes a recovery code once, however it is typed', async () => {
    const [code = ''] = owner.recoveryCodes;
    const answer = await checkCode(await pendingToken(), ` ${code.toUpperCase().replaceAll('-', ' ')} `);
    assert.ok(answer.outcome === 'signed-in' && answer.recoveryCodesLeft === 9);
    assert.equal((await checkCode(await pendingToken(), code)).outcome, 'refused');
  });

  it('takes no second factor by mail outside the demo', async () => {
    await sql`update staff set second_factor = 'mail', totp_sealed = null where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );
    assert.deepEqual(await checkPassword(), { outcome: 'refused' });
  });

  it('leaves a row for each step, refused ones too', async () => {
    await checkPassword({ password: 'x' });
    await checkPassword({ email: 'nobody@clinic.example' });
    const token = await pendingToken();
    await checkCode(token, '000000');
    await checkCode(token, await codeOf(server, owner));
    assert.deepEqual(await acts(), [
      'staff.owner-invited',
      'staff.invitation-opened',
      'staff.enrolled',
      'staff.password-refused',
      'staff.password-refused',
      'staff.password-accepted',
      'staff.code-refused',
      'staff.signed-in',
    ]);
  });

  it('keeps nothing that signs in, nor who works there, in plain', async () => {
    const session = await signIn(server, owner);
    const token = await pendingToken();
    const plain = [session, token.split('.').at(-1) ?? '', owner.password, owner.email, 'Olive', owner.authenticator];
    for (const table of [
      'staff',
      'staff_session',
      'staff_sign_in',
      'staff_recovery_code',
      'staff_attempt',
      'staff_mail',
    ]) {
      const { rows } = await sql<{ row: string }>`select (t.*)::text as row from ${sql.table(table)} as t`.execute(
        server.ports.database,
      );
      for (const { row } of rows) {
        for (const secret of [...plain, ...owner.recoveryCodes]) {
          assert.ok(!row.includes(secret), table);
          assert.ok(!row.includes(Buffer.from(secret).toString('hex')), table);
        }
      }
    }
  });

  describe('a new password of one’s own', () => {
    const next = 'nine amber lanterns adrift';
    const begin = (session: string, changes: Partial<{ current: string; next: string }> = {}) =>
      server.core.staffPasswordChange.begin({ session, current: owner.password, next, address, ...changes });
    const confirm = (session: string, token: string, code: string) =>
      server.core.staffPasswordChange.confirm({ session, token, code, address });
    const beginWell = async (session: string) => {
      const answer = await begin(session);
      assert.ok(answer.outcome === 'code-needed', answer.outcome);
      return answer.token;
    };

    it('takes the present one and a code; then every other session is over, and so is the old password', async () => {
      const [session, other] = [await signIn(server, owner), await signIn(server, owner)];
      const underWay = await pendingToken();
      server.clock.set(server.clock.now() + 60_000);
      const token = await beginWell(session);
      assert.equal((await checkPassword()).outcome, 'code-needed', 'nothing has changed yet');
      const answer = await confirm(session, token, await codeOf(server, owner));
      assert.ok(answer.outcome === 'changed', answer.outcome);
      for (const each of [session, other, owner.session]) assert.equal((await who(each)).status, 401);
      assert.equal((await who(answer.session)).status, 200);
      server.clock.set(server.clock.now() + 60_000);
      assert.equal((await checkCode(underWay, await codeOf(server, owner))).outcome, 'over');
      assert.equal((await checkPassword()).outcome, 'refused');
      assert.equal((await checkPassword({ password: next })).outcome, 'code-needed');
      await server.runJobs();
      const mail = server.mails.findLast(({ to }) => to === owner.email);
      assert.equal(mail?.subject, 'Your password at North Clinic was changed');
      assert.equal((await acts()).filter((act) => act === 'staff.password-changed').length, 1);
    });

    it('is none without the present one, and tries at it are counted', async () => {
      const session = await signIn(server, owner);
      for (let tries = 0; tries < 6; tries += 1)
        assert.equal((await begin(session, { current: 'a wrong password here' })).outcome, 'refused');
      assert.equal((await begin(session)).outcome, 'wait');
      assert.equal((await begin('sst_nobody')).outcome, 'over');
    });

    it('is none without the second factor of this very person', async () => {
      const session = await signIn(server, owner);
      const token = await beginWell(session);
      server.clock.set(server.clock.now() + 60_000);
      const right = await codeOf(server, owner);
      const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
      const somebody = await enrolOwner(server, tenantId, 'second@clinic.example');
      assert.equal((await confirm(somebody.session, token, right)).outcome, 'over');
      for (let left = 4; left > 0; left -= 1)
        assert.deepEqual(await confirm(session, token, wrong), { outcome: 'refused', triesLeft: left });
      assert.equal((await confirm(session, token, wrong)).outcome, 'over');
      assert.equal((await confirm(session, token, right)).outcome, 'over');
      assert.equal((await checkPassword()).outcome, 'code-needed', 'the old one is good still');
    });

    it('is as good as that of an invitation, and another one', async () => {
      const session = await signIn(server, owner);
      for (const [password, problem] of [
        ['short', 'too-short'],
        ['1qaz2wsx3edc4rfv', 'common'],
        [owner.password, 'unchanged'],
      ] as const)
        assert.deepEqual(await begin(session, { next: password }), { outcome: 'password-refused', problem });
    });
  });

  describe('a session', () => {
    const shift = (column: 'last_seen_at' | 'expires_at', minutes: number) =>
      sql`update staff_session set ${sql.ref(column)} = ${sql.ref(column)} - make_interval(mins => ${minutes}::integer)
        where tenant_id = ${tenantId}`.execute(server.ports.database);

    it('is over after fifteen minutes without a request, and each request begins them again', async () => {
      const session = await signIn(server, owner);
      for (let i = 0; i < 3; i += 1) {
        await shift('last_seen_at', 14);
        assert.equal((await who(session)).status, 200);
      }
      await shift('last_seen_at', 15);
      const answer = await who(session);
      assert.equal(answer.status, 401);
      assert.equal(answer.problem.code, 'credential-expired');
    });

    it('is over after twelve hours, whatever happens', async () => {
      const session = await signIn(server, owner);
      await shift('expires_at', 12 * 60 - 1);
      assert.equal((await who(session)).status, 200);
      await shift('expires_at', 1);
      assert.equal((await who(session)).status, 401);
    });

    it('ends at once with its sign-out, and others go on', async () => {
      const [session, other] = [await signIn(server, owner), await signIn(server, owner)];
      await server.call(endStaffSession, {}, { credential: session });
      assert.equal((await who(session)).status, 401);
      assert.equal((await who(other)).status, 200);
    });

    it('ends everywhere at once', async () => {
      const [session, other] = [await signIn(server, owner), await signIn(server, owner)];
      const token = await pendingToken();
      await server.call(endStaffSessions, {}, { credential: session });
      for (const each of [session, other, owner.session]) assert.equal((await who(each)).status, 401);
      server.clock.set(server.clock.now() + 60_000);
      assert.deepEqual(await checkCode(token, await codeOf(server, owner)), { outcome: 'over' });
    });

    it('is not one by the shape of its credential', async () => {
      assert.equal((await who(`sst_${'a'.repeat(43)}`)).status, 401);
    });
  });
});
