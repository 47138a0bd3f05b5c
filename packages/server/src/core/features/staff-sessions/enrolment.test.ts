import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { getStaffSession } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { address, codeOf, enrol, enrolOwner, password } from '../../../testing/staff.fixture.ts';
import { untilWaiting } from '../../../testing/until-waiting.fixture.ts';
import { inviteOwner } from '../../tenants/invite-owner.ts';

describe(`an invitation on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());
  beforeEach(async () => {
    ({ tenantId } = await server.createTenant());
  });

  const email = 'olive@clinic.example';
  const invite = () => inviteOwner(server.ports, { tenantId, name: 'Olive Marsh', email });
  const accept = (invitation: string, chosen = password) =>
    server.core.staffEnrolment.accept({ invitation, password: chosen, address });

  it('becomes an account with a password, an app and ten recovery codes, signed in', async () => {
    const owner = await enrol(server, await invite(), email);
    assert.equal(new Set(owner.recoveryCodes).size, 10);
    for (const code of owner.recoveryCodes) assert.match(code, /^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/);
    assert.equal((await server.call(getStaffSession, {}, { credential: owner.session })).staff.role, 'owner');
  });

  it('may be opened again until it is used: whoever closed the page begins anew', async () => {
    const invitation = await invite();
    const first = await accept(invitation);
    const second = await accept(invitation, 'another long enough password');
    assert.ok(first.outcome === 'accepted' && second.outcome === 'accepted');
    assert.equal(await server.core.staffEnrolment.setup(first.token), undefined, 'the first page is out of date');
    assert.ok(await server.core.staffEnrolment.setup(second.token));
  });

  it('is good once', async () => {
    const invitation = await invite();
    await enrol(server, invitation, email);
    assert.deepEqual(await accept(invitation), { outcome: 'refused' });
  });

  it('is good for seven days', async () => {
    const invitation = await invite();
    await sql`update staff set invitation_expires_at = invitation_expires_at - interval '7 days' where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );
    assert.deepEqual(await accept(invitation), { outcome: 'refused' });
  });

  it('is good as it stands, at its clinic', async () => {
    const invitation = await invite();
    const other = (await server.createTenant()).tenantId.slice(4);
    for (const wrong of ['', 'inv_', invitation.slice(0, -1), invitation.replace(tenantId.slice(4), other)])
      assert.deepEqual(await accept(wrong), { outcome: 'refused' }, wrong);
    assert.equal((await accept(` ${invitation}\n`)).outcome, 'accepted');
  });

  it('needs a password that is long and did not leak, and names neither person nor clinic', async () => {
    const invitation = await invite();
    assert.deepEqual(await accept(invitation, 'short'), { outcome: 'password-refused', problem: 'too-short' });
    const leaked = await accept(invitation, '1qaz2wsx3edc4rfv');
    assert.deepEqual(leaked, { outcome: 'password-refused', problem: 'common' });
    assert.deepEqual(await accept(invitation, 'OliveMarshNorthClinic'), {
      outcome: 'password-refused',
      problem: 'names-you',
    });
  });

  it('signs nobody in before the app has shown a code', async () => {
    await accept(await invite());
    assert.deepEqual(await server.core.staffSignIn.checkPassword({ tenantId, email, password, address }), {
      outcome: 'refused',
    });
  });

  it('is over after five wrong codes, and can be opened again', async () => {
    const invitation = await invite();
    const opened = await accept(invitation);
    assert.ok(opened.outcome === 'accepted');
    const confirm = (code: string) => server.core.staffEnrolment.confirm({ token: opened.token, code });
    for (const triesLeft of [4, 3, 2, 1]) assert.deepEqual(await confirm('12345'), { outcome: 'refused', triesLeft });
    assert.deepEqual(await confirm('000000'), { outcome: 'over' });
    await enrol(server, invitation, email);
  });

  it('of an owner who is of the staff already ends what signed them in', async () => {
    const owner = await enrolOwner(server, tenantId, email);
    const invitation = await invite();
    assert.equal((await server.answer(getStaffSession, {}, { credential: owner.session })).status, 401);
    assert.deepEqual(await server.core.staffSignIn.checkPassword({ ...owner, address }), { outcome: 'refused' });
    server.clock.set(server.clock.now() + 60_000);
    const again = await enrol(server, invitation, email);
    assert.notEqual(again.authenticator, owner.authenticator);
    const [code = ''] = owner.recoveryCodes;
    const step = await server.core.staffSignIn.checkPassword({ ...again, address });
    assert.ok(step.outcome === 'code-needed');
    const old = await server.core.staffSignIn.checkCode({ token: step.token, code, address });
    assert.equal(old.outcome, 'refused', 'the old recovery codes are gone');
    assert.ok(await codeOf(server, again));
  });

  it('sets no password any more once the account is open', { skip: testDatabase !== 'postgres' }, async () => {
    const { database } = server.open;
    const invitation = await invite();
    const hers = await accept(invitation);
    assert.ok(hers.outcome === 'accepted', hers.outcome);
    const setup = await server.core.staffEnrolment.setup(hers.token);
    assert.ok(setup);
    const code = await codeOf(server, { authenticator: setup.secret });
    const [confirmed, another] = await database.transaction().execute(async (tx) => {
      await sql`select from staff where tenant_id = ${tenantId} for update`.execute(tx);
      const confirming = server.core.staffEnrolment.confirm({ token: hers.token, code });
      await untilWaiting(server, 1);
      const opening = accept(invitation, 'a stranger reads the mail too');
      await untilWaiting(server, 2);
      return [confirming, opening] as const;
    });
    assert.equal((await confirmed).outcome, 'enrolled');
    assert.equal((await another).outcome, 'refused');
    const checked = await server.core.staffSignIn.checkPassword({ tenantId, email, password, address });
    assert.equal(checked.outcome, 'code-needed');
  });

  it('needs a tenant, a name and an address that exist', async () => {
    for (const wrong of [{ tenantId: 'ten_nowhere' }, { name: '' }, { email: 'olive' }])
      await assert.rejects(
        inviteOwner(server.ports, { tenantId, name: 'Olive', email, ...wrong }),
        (error) => error instanceof RangeError && /tenant|name/.test(error.message),
      );
  });
});
