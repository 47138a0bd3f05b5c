import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createSession,
  createSessionFromLink,
  createSignInCode,
  endCurrentSession,
  endOwnSessions,
  getCurrentSession,
  refreshSession,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { createCore, createKeys, createRootKeys } from '../../index.ts';
import { nth } from '../../../testing/clinic-setup.fixture.ts';
import { makeDevice, readCode, signIn } from '../../../testing/sign-in.fixture.ts';
import { oneTimeCode } from '../sign-in/one-time-code.ts';

describe(`signing in with a code, on ${testDatabase}`, () => {
  let server: TestServer;
  let network: string | undefined;
  let clinic: { publishableKey: string; secretKey: string; tenantId: string };
  before(async () => {
    server = await openTestServer({ core: { remoteAddressOf: () => network } });
    clinic = await server.createTenant();
  });
  after(() => server.close());

  const visitor = () => ({ credential: clinic.publishableKey });
  const enter = async (signInCodeId: string, code: string) => {
    const { key } = await makeDevice();
    return server.answer(createSession, { body: { signInCodeId, code, key } }, visitor());
  };
  /** Asks for a code from a network address, and lets the mail be written. */
  const askFrom = async (from: string, email: string) => {
    network = from;
    const answer = await server.call(createSignInCode, { body: { email } }, visitor());
    network = undefined;
    await server.runJobs();
    return answer;
  };
  const wrong = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

  it('refuses a token that names no tenant, and tells a key that cannot be used from a session that is over', async () => {
    const part = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
    for (const iss of [7, { a: 1 }, null, 'ten_\u0000a', 'x']) {
      const token = `${part({ alg: 'HS256' })}.${part({ iss })}.${'A'.repeat(43)}`;
      for (const prefix of ['pst', 'ses']) {
        const { problem } = await server.answer(getCurrentSession, {}, { credential: `${prefix}_${token}` });
        assert.equal(problem.code, 'credential-invalid', `${prefix} ${String(iss)}`);
      }
    }
    const session = await signIn(server, clinic, 'keyless@example.org');
    const rootKeys = createRootKeys(() => [new Uint8Array(32).fill(9)]);
    const keyless = createCore(
      { ...server.ports, keys: createKeys({ database: server.open.database, rootKeys }) },
      { publicUrl: 'https://app.example', version: 'x' },
    );
    const answer = await keyless.api.request('https://app.example/v1/sessions/current', {
      headers: { authorization: `Bearer ${session.access.token}` },
    });
    assert.equal(answer.status, 500);
  });

  it('begins a session with the code of the mail, once', async () => {
    const { id, code, mail } = await readCode(server, clinic, 'Dana@Example.org');
    assert.equal(mail.to, 'Dana@Example.org');
    assert.doesNotMatch(mail.subject, /\d/, 'a locked screen shows the subject');
    const first = await enter(id, code);
    assert.equal(first.status, 201);
    assert.deepEqual(
      { email: first.body.session.email, patient: first.body.session.patient, actsFor: first.body.session.actsFor },
      { email: 'dana@example.org', patient: null, actsFor: [] },
    );
    const current = await server.call(getCurrentSession, {}, { credential: first.body.access.token });
    assert.deepEqual(current, first.body.session);
    assert.equal((await enter(id, code)).problem.code, 'sign-in-refused');
  });

  it('takes a code with the spaces that people put into it', async () => {
    const { id, code } = await readCode(server, clinic, 'spaces@example.org');
    assert.equal((await enter(id, ` ${code.slice(0, 3)} ${code.slice(3)}`)).status, 201);
  });

  it('refuses a code after five wrong tries, the right one too', async () => {
    const { id, code } = await readCode(server, clinic, 'tries@example.org');
    for (let n = 0; n < 5; n += 1) assert.equal((await enter(id, wrong(code))).problem.code, 'sign-in-refused');
    assert.equal((await enter(id, code)).problem.code, 'sign-in-refused');
  });

  it('refuses a code after ten minutes', async () => {
    const { id, code } = await readCode(server, clinic, 'late@example.org');
    await sql`update sign_in_code set expires_at = now() where id = ${id}`.execute(server.open.database);
    assert.equal((await enter(id, code)).problem.code, 'sign-in-refused');
  });

  it('refuses the code of another clinic, and one that was never asked for', async () => {
    const other = await server.createTenant();
    const { id, code } = await readCode(server, other, 'dana@example.org');
    const unknown = await enter(id, code);
    const never = await enter('sgn_01m8058vnwqv6pn17f9b3zh23s', code);
    assert.equal(unknown.problem.code, 'sign-in-refused');
    assert.deepEqual({ ...unknown.problem, requestId: '' }, { ...never.problem, requestId: '' });
  });

  it('sends an address eight codes an hour, five for one network, answers every request alike, and takes no code of the others', async () => {
    const email = 'often@example.org';
    const before = server.mails.length;
    const asked: Awaited<ReturnType<typeof askFrom>>[] = [];
    for (const from of ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b', 'c', 'd']) asked.push(await askFrom(from, email));
    const sent = server.mails.slice(before).map(({ id }) => asked.findIndex((answer) => answer.id === id));
    assert.deepEqual(sent, [0, 1, 2, 3, 4, 6, 7, 8]);
    assert.deepEqual(new Set(asked.map((answer) => Object.keys(answer).join())).size, 1);
    for (const { id } of [nth(asked, 5), nth(asked, 9)]) {
      const code = await oneTimeCode(server.ports.keys, clinic.tenantId, id);
      assert.equal((await enter(id, code)).problem.code, 'sign-in-refused', 'more requests give no more guesses');
    }
  });

  it('counts the tags of one mailbox together, and shuts out neither the address itself nor one that has signed in', async () => {
    const known = await readCode(server, clinic, 'tagged+known@example.org');
    assert.equal((await enter(known.id, known.code)).status, 201);
    const before = server.mails.length;
    for (let n = 0; n < 12; n += 1) await askFrom(`t${n}`, `Tagged+${n}@example.org`);
    assert.equal(server.mails.length - before, 7, 'the one that has signed in was counted before it had');
    for (const [n, email] of ['tagged@example.org', 'tagged+known@example.org'].entries()) {
      await askFrom(`own${n}`, email);
      assert.equal(server.mails.at(-1)?.to, email);
    }
    const { id, code } = await readCode(server, clinic, 'tagged@example.org');
    const answer = await enter(id, code);
    assert.equal(answer.body.session.email, 'tagged@example.org', 'who somebody is stays the whole address');
  });

  it('sends no more when many are asked for at the same moment', async () => {
    const before = server.mails.length;
    for (let n = 0; n < 12; n += 1) {
      network = `m${n}`;
      await server.call(createSignInCode, { body: { email: 'moment@example.org' } }, visitor());
    }
    network = undefined;
    await Promise.all(server.jobs.splice(0).map((job) => server.core.runJob(job)));
    assert.equal(server.mails.length - before, 8);
  });

  it('leaves an address its next code after an hour, though somebody asks for more all the time', async () => {
    const email = 'again@example.org';
    const sent: string[] = [];
    for (let n = 0; n < 8; n += 1) sent.push((await askFrom(`n${n}`, email)).id);
    for (let n = 0; n < 8; n += 1) await askFrom(`n${n}`, email);
    const before = server.mails.length;
    // an hour after those that were sent, and right after those that were not
    await sql`update sign_in_code set created_at = now() - interval '61 minutes' where id = any(${sent})`.execute(
      server.open.database,
    );
    await askFrom('mine', email);
    assert.equal(server.mails.length, before + 1);
  });

  it('shuts nobody out by a stranger’s wrong codes', async () => {
    const email = 'guessed@example.org';
    for (let n = 0; n < 5; n += 1) {
      const theirs = await readCode(server, clinic, email);
      for (let guess = 0; guess < 5; guess += 1) await enter(theirs.id, wrong(theirs.code));
      assert.equal((await enter(theirs.id, theirs.code)).problem.code, 'sign-in-refused');
    }
    const mine = await readCode(server, clinic, email);
    assert.equal((await enter(mine.id, mine.code)).status, 201);
  });

  it('signs in by the link of the mail that fills a cap, when no further code is sent, once and for two hours', async () => {
    const email = 'crowded@example.org';
    const before = server.mails.length;
    for (const from of ['a', 'a', 'a', 'a', 'a', 'b', 'c', 'd']) await askFrom(from, email);
    const links = server.mails
      .slice(before)
      .map(({ text }) => /^https:\/\/app\.example\/records#(psl_\S+)$/m.exec(text)?.[1]);
    assert.deepEqual(links.map(Boolean), [false, false, false, false, true, false, false, true]);
    const open = async (secret = '') =>
      server.answer(createSessionFromLink, { body: { key: (await makeDevice()).key } }, { credential: secret });

    const [, , , , network, , , last = ''] = links;
    const opened = await open(last);
    assert.deepEqual([opened.status, opened.body.session.email, opened.body.session.patient], [201, email, null]);
    assert.equal((await open(last)).problem.code, 'sign-in-refused', 'once');
    const changed = last.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'));
    assert.equal((await open(changed.replace('.c.', '.'))).problem.code, 'credential-invalid');
    await sql`update sign_in_code set created_at = created_at - interval '2 hours'`.execute(server.open.database);
    assert.equal((await open(network)).problem.code, 'sign-in-refused', 'two hours');
  });

  it('sends one more mail with a link for each link that was used, though the caps were full', async () => {
    const email = 'returns@example.org';
    const sentTo = async (...networks: string[]) => {
      const before = server.mails.length;
      for (const from of networks) await askFrom(from, email);
      return server.mails.slice(before).map(({ text }) => /records#(psl_\S+)$/m.exec(text)?.[1]);
    };
    const open = async (secret = '') =>
      (await server.answer(createSessionFromLink, { body: { key: (await makeDevice()).key } }, { credential: secret }))
        .status;
    let link = (await sentTo('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')).at(-1);
    for (let n = 0; n < 3; n += 1) {
      assert.deepEqual(await sentTo('a', 'x'), [], 'as long as a link is open, none is sent');
      assert.equal(await open(link), 201);
      const more = await sentTo('x', 'y');
      assert.equal(more.length, 1, 'a stranger causes no more than one');
      [link] = more;
    }
    assert.equal(await open(link), 201);
  });

  it('refreshes with a proof of the device key, and gives each handle once', async () => {
    const { handle, device, access } = await signIn(server, clinic, 'refresh@example.org');
    const next = await server.call(
      refreshSession,
      { body: { proof: await device.prove(handle) } },
      { credential: handle },
    );
    assert.notEqual(next.handle, handle);
    const again = await server.call(
      refreshSession,
      { body: { proof: await device.prove(next.handle) } },
      { credential: next.handle },
    );
    assert.equal((await server.answer(getCurrentSession, {}, { credential: again.access.token })).status, 200);

    const reused = await server.answer(
      refreshSession,
      { body: { proof: await device.prove(handle) } },
      { credential: handle },
    );
    assert.equal(reused.problem.code, 'session-ended');
    for (const credential of [access.token, again.access.token]) {
      const ended = await server.answer(getCurrentSession, {}, { credential });
      assert.equal(ended.problem.code, 'session-ended', 'a handle that comes again ends the whole family');
    }
  });

  it('gives the answer that was lost again, to the same request', async () => {
    const { handle, device } = await signIn(server, clinic, 'lost@example.org');
    const send = async () =>
      server.call(
        refreshSession,
        { body: { proof } },
        { credential: handle, idempotencyKey: 'one-refresh-0123456789' },
      );
    const proof = await device.prove(handle);
    assert.deepEqual(await send(), await send());
  });

  it('refuses a copied handle without its key, and lets its owner go on', async () => {
    const { handle, device } = await signIn(server, clinic, 'copied@example.org');
    const thief = await makeDevice();
    for (const proof of [await thief.prove(handle), await device.prove(`${handle}x`), 'A'.repeat(86)]) {
      const copied = await server.answer(refreshSession, { body: { proof } }, { credential: handle });
      assert.equal(copied.problem.code, 'credential-invalid');
    }
    const mine = await server.answer(
      refreshSession,
      { body: { proof: await device.prove(handle) } },
      { credential: handle },
    );
    assert.equal(mine.status, 200);
  });

  it('refuses a handle that was changed', async () => {
    const { handle, device } = await signIn(server, clinic, 'changed@example.org');
    const changed = handle.replace('.1.', '.2.');
    const answer = await server.answer(
      refreshSession,
      { body: { proof: await device.prove(changed) } },
      { credential: changed },
    );
    assert.equal(answer.problem.code, 'credential-invalid');
  });

  it('ends after 15 minutes without a request and after 12 hours in any case, for token and handle', async () => {
    for (const column of ['last_used_at', 'expires_at']) {
      const { as, handle, device, session } = await signIn(server, clinic, `${column}@example.org`);
      await sql`update patient_session set ${sql.ref(column)} = ${sql.ref(column)} - interval '12 hours' where id = ${session.id}`.execute(
        server.open.database,
      );
      assert.equal((await server.answer(getCurrentSession, {}, as)).problem.code, 'session-ended');
      const refreshed = await server.answer(
        refreshSession,
        { body: { proof: await device.prove(handle) } },
        { credential: handle },
      );
      assert.equal(refreshed.problem.code, 'session-ended');
    }
  });

  it('is kept alive by requests, of which one a minute is noted', async () => {
    const { as, session } = await signIn(server, clinic, 'alive@example.org');
    const used = async () => {
      const { rows } = await sql<{
        at: Date;
      }>`select last_used_at as at from patient_session where id = ${session.id}`.execute(server.open.database);
      return rows[0]?.at.getTime() ?? 0;
    };
    const began = await used();
    await server.call(getCurrentSession, {}, as);
    assert.equal(await used(), began);
    await sql`update patient_session set last_used_at = now() - interval '14 minutes' where id = ${session.id}`.execute(
      server.open.database,
    );
    await server.call(getCurrentSession, {}, as);
    assert.ok((await used()) >= began);
  });

  it('signs out here, or everywhere', async () => {
    const email = 'out@example.org';
    const [first, second, third] = [
      await signIn(server, clinic, email),
      await signIn(server, clinic, email),
      await signIn(server, clinic, email),
    ];
    const stranger = await signIn(server, clinic, 'stranger@example.org');
    const state = async ({ as }: { as: { credential: string } }) => {
      const { status, problem } = await server.answer(getCurrentSession, {}, as);
      return status === 200 ? 'in' : problem.code;
    };
    await server.call(endCurrentSession, {}, first.as);
    assert.deepEqual([await state(first), await state(second)], ['session-ended', 'in']);
    await server.call(endOwnSessions, {}, second.as);
    assert.deepEqual(
      [await state(second), await state(third), await state(stranger)],
      ['session-ended', 'session-ended', 'in'],
    );
  });

  it('refuses an access token after five minutes, that of another clinic, and one of its own making', async () => {
    const { as, access } = await signIn(server, clinic, 'token@example.org');
    const code = async (credential: string) =>
      (await server.answer(getCurrentSession, {}, { credential })).problem.code;
    const [header = '', payload = '', signature = ''] = access.token.slice(4).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    assert.equal(await code(`pst_${none}.${payload}.`), 'credential-invalid');
    assert.equal(await code(`pst_${none}.${payload}.${signature}`), 'credential-invalid');
    const other = await server.createTenant();
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const foreign = Buffer.from(JSON.stringify({ ...claims, iss: other.tenantId })).toString('base64url');
    assert.equal(await code(`pst_${header}.${foreign}.${signature}`), 'credential-invalid');
    const now = server.clock.now();
    server.clock.set(now + 5 * 60_000);
    assert.equal(await code(as.credential), 'credential-expired');
    server.clock.set(now);
  });

  it('stores nothing that signs anybody in, and no address in plain', async () => {
    const { id, code } = await readCode(server, clinic, 'planted@example.org');
    const { handle } = await signIn(server, clinic, 'planted@example.org');
    const { rows } = await sql<{ row: string }>`
      select row_to_json(t)::text as row from sign_in_code t union all select row_to_json(t)::text from person t
      union all select row_to_json(t)::text from patient_session t`.execute(server.open.database);
    const everything = `${rows.map(({ row }) => row).join('\n')}\n${server.logLines.join('\n')}`;
    assert.ok(everything.includes(id));
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const secret of ['planted@example.org', hex('planted@example.org'), `"${code}"`, hex(code), handle]) {
      assert.ok(!everything.includes(secret), 'found a secret');
    }
  });
});
