import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  arriveAppointment,
  cancelAppointment,
  createApiKey,
  createHold,
  createRelatedPerson,
  endCurrentSession,
  endPatientSessions,
  endStaffSession,
  getAppointment,
  listAuditEvents,
  listEvents,
  matchCurrentSession,
  revokeApiKey,
  revokeRelatedPerson,
  signOutStaff,
  updateLocation,
  updateStaff,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type Core, createCore, readLimits } from '../../index.ts';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { dana } from '../../../testing/clinic-setup.fixture.ts';
import { type TestStream, openStream } from '../../../testing/event-stream.fixture.ts';
import {
  type Side,
  bookChart,
  newEmail,
  newStaff,
  openPerson,
  openSide,
} from '../../../testing/matrix/side.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';
import { encodeCursor } from './feed-cursor.ts';

const limits = readLimits('*=1000000/1 streams-by-session=4 streams-by-key=60 streams-by-address=3');
/** What a stream may go on for after its access was taken back. */
const soon = 1000;

describe(`the feed of events on ${testDatabase}`, { timeout: 60_000 }, () => {
  let server: TestServer;
  let side: Side;
  /** Another process over the same database. */
  let elsewhere: Core;
  const open: TestStream[] = [];
  /** The network address of whoever calls the other process. */
  let address: string | undefined;
  before(async () => {
    server = await openTestServer({ core: { limits, heartbeatMilliseconds: 200 } });
    elsewhere = createCore(server.ports, {
      publicUrl: 'https://app.example',
      version: '0',
      limits,
      heartbeatMilliseconds: 200,
      remoteAddressOf: () => address,
    });
    side = await openSide(server);
    await sequence();
  });
  after(async () => {
    await Promise.all(open.map((stream) => stream.leave()));
    await elsewhere.closeFeeds();
    await server.close();
  });

  const asClinic = () => ({ credential: side.clinic.secretKey });
  const cursorAt = (tenantId: string, position: number) => encodeCursor(server.ports.keys, { tenantId, position });
  const sequence = async () => {
    while ((await server.core.sequence()) > 0);
  };
  /** Opens a stream at the other process and reads its first page. */
  async function follow(options: { credential: string; after?: string; actingFor?: string }): Promise<TestStream> {
    const stream = await openStream(elsewhere, options);
    open.push(stream);
    assert.equal(stream.status, 200, stream.problem.code);
    assert.deepEqual((await stream.next())?.data, []);
    return stream;
  }
  const book = async (whose: typeof dana | { patientId: string }) => {
    const { id } = await bookChart(side, whose);
    await sequence();
    return id;
  };
  const typesOf = (events: readonly { type: string }[] | undefined) => events?.map(({ type }) => type);
  /** What a stream tells until it stands at a cursor. */
  async function toldUntil(stream: TestStream, cursor: string) {
    const told = [];
    for (let page = await stream.next(); page !== undefined; page = await stream.next()) {
      told.push(...page.data);
      if (page.cursor === cursor) break;
    }
    return told;
  }
  /** A person who acts for a new patient by a right that the clinic gave. */
  async function openProxy(relationship: 'PRN' | 'ONESELF' = 'PRN') {
    const { id: visitId, patientId } = await bookChart(side, { ...dana, email: newEmail() });
    const email = newEmail();
    const identity = { given: 'Robin', family: 'Reyes', birthDate: '1960-01-02', email };
    const right = await server.call(
      createRelatedPerson,
      { body: { patientId, relationship, ...identity } },
      asClinic(),
    );
    const session = await signIn(server, side.clinic, email);
    await server.call(matchCurrentSession, { body: { birthDate: identity.birthDate } }, session.as);
    await sequence();
    const { credential } = session.as;
    return { credential, actingFor: patientId, sessionId: session.session.id, relatedPersonId: right.id, visitId };
  }

  it('tells a stream at another process what happened, in order, with ids and a status and nothing else', async () => {
    const stream = await follow(asClinic());
    assert.equal(stream.headers.get('content-type'), 'text/event-stream');
    assert.equal(stream.headers.get('cache-control'), 'no-store, no-transform');
    const id = await book({ patientId: side.me.patientId ?? '' });
    const told = [...((await stream.nextEvents()) ?? [])];
    while (!told.some(({ type }) => type === 'appointment.booked')) told.push(...((await stream.nextEvents()) ?? []));
    assert.deepEqual(typesOf(told), ['hold.created', 'appointment.booked']);
    assert.equal(told[1]?.resourceId, id);
    assert.deepEqual(Object.keys(told[1] ?? {}).toSorted(), ['cursor', 'resourceId', 'type']);
    assert.doesNotMatch(JSON.stringify(told), /Dana|Reyes|\d{4}-\d\d/);
  });

  it('goes on from a cursor without leaving anything out, by a read, a waiting read and a stream', async () => {
    const { cursor } = await server.call(listEvents, { query: {} }, asClinic());
    const id = await book({ patientId: side.me.patientId ?? '' });
    const page = await server.call(listEvents, { query: { after: cursor } }, asClinic());
    assert.deepEqual(typesOf(page.data), ['hold.created', 'appointment.booked']);
    const first = await server.call(listEvents, { query: { after: cursor, limit: 1 } }, asClinic());
    const second = await server.call(listEvents, { query: { after: first.cursor, limit: 1, wait: 9 } }, asClinic());
    assert.deepEqual([...first.data, ...second.data], page.data);
    assert.equal(second.data[0]?.resourceId, id);
    const stream = await openStream(elsewhere, { ...asClinic(), after: cursor });
    assert.deepEqual((await stream.next())?.data, page.data);
    await stream.leave();
  });

  it('answers a waiting read as soon as something happens, and when the time is over', async () => {
    const { credential } = side.me;
    const { cursor } = await server.call(listEvents, { query: {} }, { credential });
    const waiting = server.call(listEvents, { query: { after: cursor, wait: 20 } }, { credential });
    // without a cursor, too: from the moment at which it was asked
    const fromNow = server.call(listEvents, { query: { wait: 20 } }, { credential });
    await server.call(listEvents, { query: {} }, { credential });
    await book({ patientId: side.me.patientId ?? '' });
    const told = ['appointment.booked', 'audit-event.recorded'];
    assert.deepEqual(typesOf((await waiting).data), told);
    assert.deepEqual(typesOf((await fromNow).data), told);
    const nothing = await server.call(listEvents, { query: { wait: 1 } }, { credential });
    assert.deepEqual(nothing.data, []);
  });

  it('looks anew at who has waited, before it answers', async () => {
    const { session } = await newStaff(side, 'clinician');
    const as = { credential: session };
    const params = { id: await staffIdOf(session) };
    await sequence();
    const { cursor } = await server.call(listEvents, { query: {} }, as);
    const waiting = server.answer(listEvents, { query: { after: cursor, wait: 20 } }, as);
    // it has come before this one is answered
    await server.call(listEvents, { query: {} }, as);
    await server.call(updateStaff, { params, body: { status: 'suspended' } }, asClinic());
    await sequence();
    assert.deepEqual([(await waiting).status, (await waiting).problem?.code], [401, 'credential-expired']);
  });

  it('tells a patient of their own chart only, and of another one while they act for it', async () => {
    const proxy = await openProxy();
    const [own, other, prospect, acting] = [
      await follow({ credential: side.me.credential }),
      await follow({ credential: side.somebodyElse.credential }),
      await follow({ credential: side.prospect.credential }),
      await follow(proxy),
    ];
    const mine = await book({ patientId: side.me.patientId ?? '' });
    const child = await book({ patientId: proxy.actingFor });
    const head = (await server.call(listEvents, { query: {} }, asClinic())).cursor;
    const told = async (stream: TestStream) =>
      (await toldUntil(stream, head)).map(({ type, resourceId }) => [type, resourceId]);
    const ofVisits = (events: Awaited<ReturnType<typeof told>>) =>
      events.filter(([type]) => type !== 'audit-event.recorded');
    assert.deepEqual(ofVisits(await told(own)), [['appointment.booked', mine]]);
    assert.deepEqual(ofVisits(await told(acting)), [['appointment.booked', child]]);
    assert.deepEqual(await told(other), []);
    assert.deepEqual(await told(prospect), []);
    for (const stream of [own, other, prospect, acting]) await stream.leave();
    const readByOther = await server.call(
      listEvents,
      { query: { after: await cursorAt(side.clinic.tenantId, 0) } },
      { credential: side.somebodyElse.credential },
    );
    assert.ok(!JSON.stringify(readByOther.data).includes(mine) && !JSON.stringify(readByOther.data).includes(child));
    assert.ok(readByOther.data.every(({ type }) => /^appointment\.|^audit-event\.recorded$/.test(type)));
  });

  it('tells who is signed in to a chart, or acts for it, that somebody has reached it, and never of their own looks at the log', async () => {
    const proxy = await openProxy();
    const [own, acting, clinic] = [
      await follow({ credential: side.me.credential }),
      await follow(proxy),
      await follow(asClinic()),
    ];
    // who reads the own log, by whatever way, is not told of it: that would never end
    for (const as of [{ credential: side.me.credential }, proxy]) await server.call(listAuditEvents, { query: {} }, as);
    await sequence();
    await server.call(getAppointment, { params: { id: proxy.visitId } }, asClinic());
    await sequence();
    const told = (await acting.nextEvents()) ?? [];
    assert.deepEqual(typesOf(told), ['audit-event.recorded']);
    const [newest] = (await server.call(listAuditEvents, { query: { limit: 1 } }, proxy)).data;
    assert.equal(newest?.operation, 'getAppointment');
    assert.equal(told[0]?.resourceId, newest?.id);
    const head = told[0]?.cursor ?? '';
    assert.deepEqual(await toldUntil(own, head), []);
    assert.deepEqual(await toldUntil(clinic, head), []);
    const { patientId } = await bookChart(side, { ...dana, email: newEmail() });
    await sequence();
    const { rows } = await sql`
      select from event where type = 'audit-event.recorded' and patient_id = ${patientId}`.execute(
      server.open.database,
    );
    assert.equal(rows.length, 0, 'a chart that nobody is signed in to makes no events');
    for (const stream of [own, acting, clinic]) await stream.leave();
  });

  it('tells another clinic nothing, and a cursor of this one is unknown to it', async () => {
    const other = await server.createTenant('South Clinic');
    const as = { credential: other.secretKey };
    const stream = await follow(as);
    const { cursor } = await server.call(listEvents, { query: {} }, asClinic());
    await book({ patientId: side.me.patientId ?? '' });
    for (let n = 0; n < 2; n += 1) assert.deepEqual((await stream.next())?.data, [], 'signs of life, and no event');
    const foreign = await server.call(listEvents, { query: { after: cursor } }, as);
    assert.deepEqual([foreign.reset, foreign.data], [true, []]);
    await stream.leave();
  });

  it('tells each role and key what their scopes may read', async () => {
    const { key } = await server.call(
      createApiKey,
      { body: { kind: 'secret', name: 'board', scopes: ['events:read', 'clinic:read'] } },
      asClinic(),
    );
    const from = (await server.call(listEvents, { query: {} }, asClinic())).cursor;
    await server.call(updateLocation, { params: { id: side.clinic.locationId }, body: { name: 'Moved' } }, asClinic());
    const bookedId = await book({ patientId: side.me.patientId ?? '' });
    const seenBy = async (credential: string) =>
      typesOf((await server.call(listEvents, { query: { after: from } }, { credential })).data);
    assert.deepEqual(await seenBy(key), ['location.changed']);
    const all = ['location.changed', 'hold.created', 'appointment.booked'];
    assert.deepEqual(await seenBy(side.staff['front-desk'].session), all);
    // of visits those of the present day alone: this one is another day's
    await sql`update appointment set start_at = now() + interval '3 days', end_at = now() + interval '73 hours' where id = ${bookedId}`.execute(
      server.open.database,
    );
    assert.deepEqual(await seenBy(side.staff.volunteer.session), ['location.changed']);
    assert.deepEqual(await seenBy(side.me.credential), ['appointment.booked', 'audit-event.recorded']);
    const noFeed = await server.call(
      createApiKey,
      { body: { kind: 'secret', name: 'no feed', scopes: ['clinic:read'] } },
      asClinic(),
    );
    assert.equal((await openStream(elsewhere, { credential: noFeed.key })).problem.code, 'permission-denied');
    assert.equal((await openStream(elsewhere, { credential: side.clinic.publishableKey })).status, 403);
  });

  it('says reset to a cursor that is too old, of the future or none at all', async () => {
    const tenant = await server.createTenant('Old Clinic');
    const as = { credential: tenant.secretKey };
    const { tenantId } = tenant;
    await sql`insert into event (tenant_id, id, position, type, resource_id)
      select ${tenantId}, 'evt_' || n, n, 'location.changed', 'loc_0000' from generate_series(1, 5002) n`.execute(
      server.open.database,
    );
    await sql`update journal_head set event_position = 5002 where tenant_id = ${tenantId}`.execute(
      server.open.database,
    );
    const read = async (after: string) => server.call(listEvents, { query: { after } }, as);
    const head = await cursorAt(tenantId, 5002);
    for (const after of [await cursorAt(tenantId, 1), await cursorAt(tenantId, 5003)])
      assert.deepEqual(await read(after), { data: [], cursor: head, reset: true });
    for (const after of ['x', '%', btoa('1:ten_x:-1'), btoa(`1:${tenantId}:5001`), btoa(`2:${tenantId}:5`)])
      assert.deepEqual(await read(after), { data: [], cursor: head, reset: true });
    const stream = await openStream(elsewhere, { ...as, after: 'x' });
    assert.deepEqual(await stream.next(), { data: [], cursor: head, reset: true });
    await stream.leave();
    // what is within reach comes whole, over several pages
    const late = await openStream(elsewhere, { ...as, after: await cursorAt(tenantId, 2) });
    let told = 0;
    for (let page = await late.next(); told < 5000; page = await late.next()) told += page?.data.length ?? Number.NaN;
    assert.equal(told, 5000);
    await late.leave();
  });

  const endings: readonly (readonly [
    what: string,
    arrange: () => Promise<{ stream: TestStream; end(): Promise<unknown> }>,
  ])[] = [
    [
      'signing out',
      async () => {
        const { credential } = await openPerson(side);
        return { stream: await follow({ credential }), end: () => server.call(endCurrentSession, {}, { credential }) };
      },
    ],
    [
      'the clinic, for a patient',
      async () => {
        const { credential, patientId } = await openPerson(side);
        const params = { id: patientId ?? '' };
        return {
          stream: await follow({ credential }),
          end: () => server.call(endPatientSessions, { params, body: {} }, asClinic()),
        };
      },
    ],
    [
      'the end of a right to act for somebody',
      async () => {
        const { relatedPersonId, ...proxy } = await openProxy();
        const params = { id: relatedPersonId };
        return {
          stream: await follow(proxy),
          end: () => server.call(revokeRelatedPerson, { params, body: {} }, asClinic()),
        };
      },
    ],
    [
      'the end of what the clinic has said to be their own chart',
      async () => {
        const { credential, relatedPersonId } = await openProxy('ONESELF');
        const params = { id: relatedPersonId };
        return {
          stream: await follow({ credential }),
          end: () => server.call(revokeRelatedPerson, { params, body: {} }, asClinic()),
        };
      },
    ],
    [
      'its last day, once it is looked at again',
      async () => {
        const { credential, relatedPersonId, sessionId } = await openProxy('ONESELF');
        const stream = await follow({ credential });
        await sql`update related_person set end_date = '2020-01-01' where id = ${relatedPersonId}`.execute(
          server.open.database,
        );
        return {
          stream,
          end: () =>
            sql`update patient_session set expires_at = expires_at where id = ${sessionId}`.execute(
              server.open.database,
            ),
        };
      },
    ],
    [
      'a member of staff who signs out',
      async () => {
        const { session: credential } = await newStaff(side, 'volunteer');
        return { stream: await follow({ credential }), end: () => server.call(endStaffSession, {}, { credential }) };
      },
    ],
    [
      'an owner who signs somebody of the staff out',
      async () => {
        const member = await newStaff(side, 'clinician');
        const staffId = await staffIdOf(member.session);
        return {
          stream: await follow({ credential: member.session }),
          end: () => server.call(signOutStaff, { params: { id: staffId }, body: {} }, asClinic()),
        };
      },
    ],
    [
      'suspending somebody of the staff',
      async () => {
        const member = await newStaff(side, 'front-desk');
        const params = { id: await staffIdOf(member.session) };
        return {
          stream: await follow({ credential: member.session }),
          end: () => server.call(updateStaff, { params, body: { status: 'suspended' } }, asClinic()),
        };
      },
    ],
    [
      'revoking a key',
      async () => {
        const body = { kind: 'secret' as const, name: newEmail(), scopes: ['events:read' as const] };
        const { id, key } = await server.call(createApiKey, { body }, asClinic());
        return {
          stream: await follow({ credential: key }),
          end: () => server.call(revokeApiKey, { params: { id }, body: {} }, asClinic()),
        };
      },
    ],
    [
      'a command that writes to the database alone',
      async () => {
        const { credential } = await openPerson(side);
        return {
          stream: await follow({ credential }),
          end: () =>
            sql`update patient_session set ended_at = now(), end_reason = 'revoked' where ended_at is null and patient_id =
              (select patient_id from patient_session where tenant_id = ${side.clinic.tenantId} order by created_at desc limit 1)`.execute(
              server.open.database,
            ),
        };
      },
    ],
  ];

  for (const [what, arrange] of endings) {
    it(`is ended within a second at every process by ${what}`, { timeout: 5000 }, async () => {
      const { stream, end } = await arrange();
      const ended = stream.end();
      const began = performance.now();
      await end();
      // what happens afterwards is not told
      await server.call(createHold, { body: { slotId: side.nextSlots()[0].id } }, asClinic());
      await ended;
      const milliseconds = performance.now() - began;
      assert.ok(milliseconds < soon, `${Math.round(milliseconds)} ms`);
      assert.deepEqual((await ended).told, []);
    });
  }

  async function staffIdOf(session: string): Promise<string> {
    const { rows } = await sql<{ staff_id: string }>`select staff_id from staff_session
      where secret_hash = sha256(${session}::text::bytea)`.execute(server.open.database);
    return rows[0]?.staff_id ?? '';
  }

  it(
    'ends with a session that nobody uses: neither a stream nor a page that reads by itself keeps it alive',
    { timeout: 5000 },
    async () => {
      const person = await openPerson(side);
      const staff = await newStaff(side, 'volunteer');
      const credentials = [person.credential, staff.session];
      const age = (left: string) =>
        Promise.all([
          sql`update patient_session set last_used_at = now() - interval '15 minutes' + ${left}::interval
          where tenant_id = ${side.clinic.tenantId} and patient_id = ${person.patientId}`.execute(server.open.database),
          sql`update staff_session set last_seen_at = clock_timestamp() - interval '15 minutes' + ${left}::interval
          where secret_hash = sha256(${staff.session}::text::bytea)`.execute(server.open.database),
        ]);
      await age('1.2 seconds');
      const streams = await Promise.all(credentials.map((credential) => follow({ credential })));
      for (const credential of credentials) await server.call(listEvents, { query: {} }, { credential });
      const { device, handle } = person;
      const refreshed = await server.core.api.request('https://app.example/v1/sessions/refresh', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${handle}`,
          'idempotency-key': crypto.randomUUID(),
          'content-type': 'application/json',
          'prm-passive': 'true',
        },
        body: JSON.stringify({ proof: await device.prove(handle) }),
      });
      assert.equal(refreshed.status, 200);
      for (const stream of streams) assert.ok((await stream.end()).milliseconds < 1200 + soon);
      for (const credential of credentials) {
        const { status } = await server.answer(listEvents, { query: {} }, { credential });
        assert.equal(status, 401);
      }
    },
  );

  it('leaves one audit row for a stream, which its patient can read, and none for each sign of life', async () => {
    const { credential } = await openPerson(side);
    const { tenantId: otherTenant } = await server.createTenant('Elsewhere');
    const stream = await follow({ credential });
    await stream.next();
    await stream.next();
    await server.call(listEvents, { query: { after: await cursorAt(otherTenant, 0) } }, { credential });
    await stream.leave();
    const { data } = await server.call(listAuditEvents, { query: {} }, { credential });
    assert.deepEqual(
      data
        .filter(({ operation }) => operation.endsWith('Events') && operation !== 'listAuditEvents')
        .map(({ operation, purpose }) => [operation, purpose]),
      [['streamEvents', 'PATRQT']],
    );
  });

  it('refuses more streams of one session than it may have open, until one is closed', async () => {
    const { credential } = await openPerson(side);
    const streams = [];
    for (let n = 0; n < 4; n += 1) streams.push(await follow({ credential }));
    const refused = await openStream(elsewhere, { credential });
    assert.deepEqual([refused.status, refused.problem.code], [429, 'rate-limited']);
    assert.equal(refused.headers.get('retry-after'), '10');
    await streams[0]?.leave();
    const again = await follow({ credential });
    for (const stream of [...streams, again]) await stream.leave();
  });

  it('keeps no place for who asks for the head of a stream alone', async () => {
    const { credential } = await openPerson(side);
    for (let n = 0; n < 6; n += 1) {
      const headers = { authorization: `Bearer ${credential}` };
      const head = await elsewhere.api.request('/v1/events/stream', { method: 'HEAD', headers });
      assert.deepEqual([head.status, head.headers.get('content-type'), head.body], [200, 'text/event-stream', null]);
    }
    await (await follow({ credential })).leave();
  });

  it('counts patients and staff of one network apart, so that neither keeps the other out', async () => {
    address = '203.0.113.7';
    const staff = { credential: side.staff['front-desk'].session };
    const streams = [];
    for (const { credential } of [side.me, side.somebodyElse, side.prospect])
      streams.push(await follow({ credential }));
    const patient = { credential: (await openPerson(side)).credential };
    assert.equal((await openStream(elsewhere, patient)).status, 429);
    for (let n = 0; n < 3; n += 1) streams.push(await follow(staff));
    assert.equal((await openStream(elsewhere, staff)).status, 429);
    await streams[0]?.leave();
    streams.push(await follow(patient));
    address = undefined;
    for (const stream of streams) await stream.leave();
  });

  it('drops a reader who takes nothing, and keeps telling the others', async () => {
    const { tenantId } = side.clinic;
    const slow = await openStream(elsewhere, asClinic());
    const quick = await follow(asClinic());
    // twice as much as is kept for one reader
    const many = 4000;
    await sql`insert into event (tenant_id, id, type, resource_id)
      select ${tenantId}, 'evt_slow' || n, 'busy-time.changed', repeat('x', 120) from generate_series(1, ${many}::integer) n`.execute(
      server.open.database,
    );
    const sequenced = sequence();
    let told = 0;
    while (told < many) told += (await quick.nextEvents())?.length ?? Number.NaN;
    assert.equal(told, many);
    const { told: toldSlow } = await slow.end();
    assert.ok(toldSlow.length < many);
    assert.ok(server.logLines.some((line) => line.includes('"feed-ended"') && line.includes('slow-reader')));
    await quick.leave();
    await sequenced;
  });

  it(
    'tells each reader each event once and in order, while many write and readers come and go at two processes',
    { timeout: 10_000 },
    async () => {
      // what other tests have written stands before the cursor
      await sequence();
      const { cursor } = await server.call(listEvents, { query: {} }, asClinic());
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; n < 6; n += 1) {
          const hold = await server.call(createHold, { body: { slotId: side.nextSlots()[0].id } }, asClinic());
          await server.call(
            updateLocation,
            { params: { id: side.clinic.locationId }, body: { name: `${writer}.${n}.${hold.id}` } },
            asClinic(),
          );
          await Promise.all([server.core.sequence(), elsewhere.sequence()]);
        }
      });
      const total = 4 * 6 * 2;
      const readers = Array.from({ length: 3 }, async (_, reader) => {
        const told: string[] = [];
        let at = cursor;
        for (let turn = 0; told.length < total; turn += 1) {
          const stream = await openStream((turn + reader) % 2 === 0 ? server.core : elsewhere, {
            ...asClinic(),
            after: at,
          });
          // leaves in the middle of it, and comes back with the last cursor that it has read
          const patience = 1 + ((turn * 7 + reader) % 5);
          for (let n = 0; n < patience && told.length < total; n += 1) {
            const page = await stream.next();
            assert.ok(page !== undefined && !page.reset);
            told.push(...page.data.map((event) => event.cursor));
            at = page.cursor;
          }
          await stream.leave();
        }
        return told;
      });
      await Promise.all(writers);
      await sequence();
      const all = (await server.call(listEvents, { query: { after: cursor, limit: 500 } }, asClinic())).data;
      assert.equal(all.length, total);
      for (const told of await Promise.all(readers))
        assert.deepEqual(
          told,
          all.map((event) => event.cursor),
        );
    },
  );

  it('tells of what staff note about a visit, and of a cancellation', async () => {
    const { id } = await bookChart(side, { patientId: side.me.patientId ?? '' });
    const gone = await bookChart(side, { patientId: side.me.patientId ?? '' });
    await sequence();
    const { cursor } = await server.call(listEvents, { query: {} }, asClinic());
    await server.call(
      arriveAppointment,
      { params: { id }, body: {} },
      { credential: side.staff['front-desk'].session },
    );
    await server.call(cancelAppointment, { params: { id: gone.id }, body: {} }, asClinic());
    await sequence();
    const { data } = await server.call(listEvents, { query: { after: cursor } }, { credential: side.me.credential });
    assert.deepEqual(
      data.filter(({ type }) => type !== 'audit-event.recorded').map(({ type, resourceId }) => [type, resourceId]),
      [
        ['appointment.arrived', id],
        ['appointment.cancelled', gone.id],
      ],
    );
  });

  it('ends when the process hears nothing more, opens none while that lasts, and again afterwards', async () => {
    let lose: (() => void) | undefined;
    let isDown = false;
    const { notifications } = server.ports;
    const deaf = createCore(
      {
        ...server.ports,
        notifications: {
          async listen(channels, listener) {
            if (isDown) throw new Error('The database does not answer.');
            lose = () => listener.lost();
            return notifications.listen(channels, listener);
          },
        },
      },
      { publicUrl: 'https://app.example', version: '0', limits },
    );
    const stream = await openStream(deaf, asClinic());
    const ended = stream.end();
    isDown = true;
    lose?.();
    await ended;
    const refused = await openStream(deaf, asClinic());
    assert.deepEqual([refused.status, refused.problem.code], [503, 'service-unavailable']);
    isDown = false;
    const again = await openStream(deaf, asClinic());
    assert.equal(again.status, 200);
    await again.leave();
    await deaf.closeFeeds();
  });

  it(
    'notices on PostgreSQL that its connection was ended',
    { skip: testDatabase === 'postgres' ? false : 'the embedded database has no connection of its own for it' },
    async () => {
      const stream = await openStream(elsewhere, asClinic());
      const ended = stream.end();
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'openprm-listen' and datname = current_database()`.execute(server.open.database);
      await ended;
      await (await follow(asClinic())).leave();
    },
  );

  it('ends everything when the process stops, and opens nothing more', async () => {
    const third = createCore(server.ports, { publicUrl: 'https://app.example', version: '0', limits });
    const stream = await openStream(third, asClinic());
    const ended = stream.end();
    await third.closeFeeds();
    await ended;
    const late = await openStream(third, asClinic());
    assert.deepEqual([late.status, late.problem.code], [503, 'service-unavailable']);
  });
});
