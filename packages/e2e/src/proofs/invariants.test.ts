import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import { zyxwina } from '../patient.ts';
import { openTestPostgres, type TestPostgres } from '../postgres-database.ts';
import { setUpPlace } from '../set-up-clinic.ts';
import { openDeployment, pick, type ProofDeployment } from './deployment.ts';
import { countBroken, type Invariant, isWhole } from './invariants.ts';

/** How to break each: as no request can, past the constraints. In an order in which one does not break the next. */
const defects: readonly (readonly [Invariant, string])[] = [
  ['mailsWithoutJob', `update mail set status = 'queued', accepted_at = null; delete from pgboss.job`],
  ['idempotencyKeysWithoutAnswer', 'update idempotency_key set answer = null'],
  ['appointmentsWithoutTheirEvent', 'delete from event'],
  ['appointmentsWithoutAudit', 'delete from audit_event'],
  ['appointmentsWithoutTheirMails', `delete from mail where recipient = 'organization'`],
  ['overlappingAppointments', 'update appointment set start_at = now(), end_at = now() + interval $$1 hour$$'],
  [
    'overlappingAllocations',
    `alter table allocation drop constraint allocation_no_double_booking; update allocation set during = tstzrange(now(), now() + interval $$1 hour$$)`,
  ],
  [
    'holdsWithoutSeat',
    `insert into hold (tenant_id, id, session_id, secret_hash, expires_at)
     select tenant_id, 'hld_planted', id, sha256('planted'), now() from session limit 1`,
  ],
  ['wrongDailyCounts', 'update daily_count set n = n + 1'],
  ['sessionsWithoutAllocation', 'delete from allocation'],
  ['appointmentsWithoutSeat', 'update seat set appointment_id = $$apt_other_$$ || seat::text || session_id'],
  ['sessionsWithoutSeat', 'delete from seat'],
];

describe('the invariants of the database', () => {
  let postgres: TestPostgres;
  let deployment: ProofDeployment;

  before(async () => {
    postgres = await openTestPostgres();
    deployment = await openDeployment(postgres.url, 1);
    const { clinic, keys, servers, inbox } = deployment;
    const { healthcareServiceId } = await setUpPlace(clinic);
    const visitor = new PrmClient({ apiUrl: pick(servers, 0).url, key: keys.publishableKey });
    for (let booking = 0; booking < 2; booking += 1) {
      const { firstAvailable } = await visitor.slots.search({ healthcareServiceId, limit: 1 });
      assert.ok(firstAvailable);
      const hold = await visitor.holds.create({ slotId: firstAvailable.id });
      const booked = await visitor.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: zyxwina });
      await inbox.next(({ text }) => text.includes(booked.id));
    }
    await pick(servers, 0).stop();
  });
  after(async () => {
    await deployment?.close();
    await deployment?.database.drop();
    await postgres?.stop();
  });

  it('hold after two bookings', async () => {
    const counts = await countBroken(deployment.database);
    assert.ok(isWhole(counts), JSON.stringify(counts));
  });

  it('are all tried below', async () => {
    const counts = await countBroken(deployment.database);
    assert.deepEqual(defects.map(([name]) => name).toSorted(), Object.keys(counts).toSorted());
  });

  for (const [name, statement] of defects) {
    it(`are found broken: ${name}`, async () => {
      const { database } = deployment;
      assert.equal((await countBroken(database))[name], 0, 'not yet');
      await database.query(`set session_replication_role = replica; ${statement}`);
      assert.ok((await countBroken(database))[name] > 0);
    });
  }
});
