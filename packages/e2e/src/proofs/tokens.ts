import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { PrmClient } from '@openprm/sdk';
import { type HttpAnswer, newKey, post } from '../http-caller.ts';
import { patientNamed } from '../patient.ts';
import { everyDay, setUpPlace } from '../set-up-clinic.ts';
import { openDeployment, pick } from './deployment.ts';
import { actingKinds, openActingTrial } from './acting-trial.ts';
import { openStreamTrial, streamKinds } from './open-streams.ts';
import { encode, makeDevice, makePortal } from './sign-in-parts.ts';
import { openSignOutTrial, signOutKinds } from './sign-out-trial.ts';
import { openSurveyLinkTrial, surveyLinkKinds } from './survey-link-trial.ts';
import type { Figure, Proof } from './proof.ts';
import { openWaitlistLinkTrial, waitlistLinkKinds } from './waitlist-link-trial.ts';

/** Kinds of credentials, and of what is done with one, that must be refused. */
const kinds = [
  'changedToken',
  'tokenAlgNone',
  'tokenOfOtherAudience',
  'foreignToken',
  'endedToken',
  'expiredSession',
  'visitOfEndedSession',
  'visitOfEndedLink',
  'copiedHandle',
  'replayedHandle',
  'codeUsedTwice',
  'assertionExpired',
  'assertionForeignIssuer',
  'assertionForeignKey',
  'assertionAlgNone',
  'assertionWrongAudience',
  'assertionReusedJti',
  'assertionAtOtherClinic',
  ...waitlistLinkKinds,
  ...surveyLinkKinds,
  ...actingKinds,
  ...signOutKinds,
] as const;
type Kind = (typeof kinds)[number];

interface Started {
  readonly token: string;
  readonly handle: string;
  readonly sessionId: string;
}

/**
 * Each round begins sessions by code and by assertion at one server process, and shows at the other whatever must be refused there; then signs out at
 * one and asks the other until it refuses, and while streams are open at the other.
 */
export const proof: Proof = {
  name: 'tokens',
  summary:
    'replayed, expired, foreign and forged tokens, handles, codes, assertions and links to the waitlist and to surveys are refused, and signing out, ending a link or a right to act for somebody at one server process holds at another, also for the credential of a visit and for open streams',
  smallN: 3,
  fullN: 300,
  async run(n, context) {
    const postgres = await context.postgres();
    const deployment = await openDeployment(postgres.url, 2);
    try {
      const { clinic, servers, keys, database, inbox, createOther } = deployment;
      const other = await createOther('South Clinic');
      const { healthcareServiceId } = await setUpPlace(clinic, {
        name: 'North Clinic',
        service: { durationMinutes: 15, slotIntervalMinutes: 15, horizonDays: 30, capacity: 40 },
        schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '00:00', end: '24:00' }] },
      });
      const { data: slots } = await clinic.slots.search({ healthcareServiceId, limit: 200 });
      let bookings = 0;
      const portal = makePortal();
      const stranger = makePortal();
      const { audience } = await clinic.portal.put(portal.registration);
      const otherAudience = (await other.clinic.portal.put(portal.registration)).audience;
      const refused: Record<Kind, number> = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
      const tally = { accepted: 0, otherAnswers: 0, sessions: 0 };
      let slowestSignOut = 0;
      let round = 0;

      const url = (process: number, path: string) => `${pick(servers, process).url}${path}`;
      /** Each round comes from an address of its own, so that what is counted here is no limit. */
      const address = () => `10.${(round >> 16) & 255}.${(round >> 8) & 255}.${round & 255}`;
      const send = (process: number, path: string, body: object, credential: string, idempotencyKey = newKey()) =>
        post(url(process, path), body, { credential, address: address(), idempotencyKey });
      const read = async (process: number, token: string, path = '/v1/sessions/current'): Promise<HttpAnswer> => {
        const response = await fetch(url(process, path), {
          headers: { Authorization: `Bearer ${token}`, 'X-Forwarded-For': address() },
        });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      };
      const expect = (kind: Kind, { status }: HttpAnswer, expected: number) => {
        if (status === expected) refused[kind] += 1;
        else if (status >= 200 && status < 300) tally.accepted += 1;
        else tally.otherAnswers += 1;
      };
      const expect401 = (kind: Kind, answer: HttpAnswer) => expect(kind, answer, 401);
      // So many on each that the last of a full run are on times that have not begun yet.
      const nextSlotId = () => pick(slots, (bookings += 1) / 20).id;
      const startedBy = ({ status, body }: HttpAnswer): Started => {
        if (status !== 201) throw new Error(`No session began: ${status} ${String(body['code'])}`);
        tally.sessions += 1;
        const { access, session } = body as { access: { token: string }; session: { id: string } };
        return { token: access.token, handle: String(body['handle']), sessionId: session.id };
      };

      async function signInByCode(device: Awaited<ReturnType<typeof makeDevice>>): Promise<Started> {
        const email = `person${round}@patients.example`;
        const asked = await send(0, '/v1/sign-in-codes', { email }, keys.publishableKey);
        const mail = await inbox.next(({ to, subject }) => to === email && /code/.test(subject));
        const code = /^\d{8}$/m.exec(mail.text)?.[0] ?? '';
        const body = { signInCodeId: asked.body['id'], code, key: device.key };
        const started = startedBy(await send(0, '/v1/sessions', body, keys.publishableKey));
        expect401('codeUsedTwice', await send(1, '/v1/sessions', body, keys.publishableKey));
        return started;
      }

      const claims = (more: object = {}) => {
        const now = Math.floor(Date.now() / 1000);
        const jti = randomUUID();
        return {
          iss: portal.registration.issuer,
          aud: audience,
          sub: `user-${round}`,
          jti,
          iat: now,
          exp: now + 120,
          ...more,
        };
      };

      async function tryTokens({ token }: Started): Promise<void> {
        const [header = '', payload = '', signature = ''] = token.slice('pst_'.length).split('.');
        const parts = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
        const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
        expect401('changedToken', await read(1, `pst_${header}.${payload}.${flipped}`));
        expect401('tokenAlgNone', await read(1, `pst_${encode({ alg: 'none' })}.${payload}.`));
        expect401(
          'foreignToken',
          await read(1, `pst_${header}.${encode({ ...parts, iss: other.keys.tenantId })}.${signature}`),
        );
        // a good token of this server, and for something else
        expect401('tokenOfOtherAudience', await read(1, `ses_${header}.${payload}.${signature}`));
      }

      async function tryHandles(started: Started, device: Awaited<ReturnType<typeof makeDevice>>): Promise<void> {
        const thief = await makeDevice();
        const path = '/v1/sessions/refresh';
        const { handle } = started;
        expect401('copiedHandle', await send(1, path, { proof: await thief.prove(handle) }, handle));
        const next = await send(0, path, { proof: await device.prove(handle) }, handle);
        if (next.status !== 200) throw new Error(`The owner of a handle was refused: ${next.status}`);
        expect401('replayedHandle', await send(1, path, { proof: await device.prove(handle) }, handle));
        expect401('endedToken', await read(0, started.token));
      }

      async function tryAssertions(): Promise<void> {
        const device = await makeDevice();
        const show = (process: number, assertion: string, credential = keys.publishableKey) =>
          send(process, '/v1/sessions/from-assertion', { assertion, key: device.key }, credential);
        const now = Math.floor(Date.now() / 1000);
        expect401('assertionExpired', await show(1, portal.sign(claims({ iat: now - 300, exp: now - 60 }))));
        expect401('assertionForeignIssuer', await show(1, portal.sign(claims({ iss: 'https://elsewhere.example' }))));
        expect401('assertionForeignKey', await show(1, stranger.sign(claims())));
        expect401('assertionAlgNone', await show(1, `${encode({ alg: 'none', kid: 'one' })}.${encode(claims())}.`));
        expect401('assertionWrongAudience', await show(1, portal.sign(claims({ aud: otherAudience }))));
        const assertion = portal.sign(claims());
        startedBy(await show(0, assertion));
        expect401('assertionReusedJti', await show(1, assertion));
        expect401('assertionAtOtherClinic', await show(1, portal.sign(claims()), other.keys.publishableKey));
      }

      /** Books a visit at one process. @returns its address and the credential that came with it */
      async function book(credential: string): Promise<{ readonly id: string; readonly token: string }> {
        const hold = await send(0, '/v1/holds', { slotId: nextSlotId() }, credential);
        const patient = {
          given: 'Robin',
          family: 'Reyes',
          birthDate: '1980-02-03',
          phone: '+1 555 010 2000',
          email: `visitor${round}@patients.example`,
        };
        const { id: holdId, secret: holdSecret } = hold.body;
        const { status, body } = await send(0, '/v1/appointments', { holdId, holdSecret, patient }, credential);
        if (status !== 201) throw new Error(`Nothing was booked: ${status} ${String(body['code'])}`);
        const { id, access } = body as { id: string; access: { token: string } };
        const seen = await read(1, access.token, `/v1/appointments/${id}`);
        if (seen.status !== 200) throw new Error('The credential of a visit was not known at the other process.');
        return { id, token: access.token };
      }

      async function tryEndedLink(): Promise<void> {
        const visit = await book(keys.publishableKey);
        await clinic.appointments.revokeAccess(visit.id);
        expect401('visitOfEndedLink', await read(1, visit.token, `/v1/appointments/${visit.id}`));
      }

      async function trySignOut(device: Awaited<ReturnType<typeof makeDevice>>): Promise<void> {
        const assertion = portal.sign(claims());
        const body = { assertion, key: device.key };
        const { token } = startedBy(await send(0, '/v1/sessions/from-assertion', body, keys.publishableKey));
        if ((await read(1, token)).status !== 200) throw new Error('A session was not known at the other process.');
        const visit = await book(token);
        const response = await fetch(url(0, '/v1/sessions/current'), {
          method: 'DELETE',
          headers: { Authorization: `Bearer ${token}`, 'X-Forwarded-For': address() },
        });
        if (response.status !== 204) throw new Error(`Signing out was answered ${response.status}.`);
        const began = performance.now();
        while ((await read(1, token)).status !== 401 && performance.now() - began < 5000) await wait(5);
        slowestSignOut = Math.max(slowestSignOut, performance.now() - began);
        expect401('visitOfEndedSession', await read(1, visit.token, `/v1/appointments/${visit.id}`));
      }

      async function tryExpired(device: Awaited<ReturnType<typeof makeDevice>>): Promise<void> {
        const body = { assertion: portal.sign(claims()), key: device.key };
        const { token, sessionId } = startedBy(await send(0, '/v1/sessions/from-assertion', body, keys.publishableKey));
        await database.query(
          `update patient_session set last_used_at = last_used_at - interval '15 minutes' where id = $1`,
          [sessionId],
        );
        expect401('expiredSession', await read(1, token));
      }

      const begin = async (more: object) => {
        const body = { assertion: portal.sign(claims(more)), key: (await makeDevice()).key };
        return startedBy(await send(0, '/v1/sessions/from-assertion', body, keys.publishableKey)).token;
      };
      const streams = await openStreamTrial(deployment, begin);
      const otherTenantId = other.keys.tenantId;
      const waitlist = openWaitlistLinkTrial(deployment, { healthcareServiceId, otherTenantId }, nextSlotId, {
        send,
        read,
        expect,
      });
      const surveys = await openSurveyLinkTrial(deployment, otherTenantId, nextSlotId, { send, expect });
      const acting = await openActingTrial(deployment, nextSlotId, await addPatient(other.clinic), begin, {
        url,
        address,
        expect,
      });

      const signOut = openSignOutTrial(deployment, nextSlotId, { send, read, expect });

      for (round = 0; round < n; round += 1) {
        const device = await makeDevice();
        const started = await signInByCode(device);
        await tryTokens(started);
        await tryHandles(started, device);
        await tryAssertions();
        await tryExpired(device);
        await tryEndedLink();
        await trySignOut(device);
        await streams.tryRound();
        await waitlist.tryRound();
        await surveys.tryRound();
        await acting.tryRound();
        await signOut.tryRound();
        if (round % 50 === 49) context.say(`${round + 1} rounds`);
      }

      const isProved =
        kinds.every((kind) => refused[kind] === n) &&
        tally.accepted + tally.otherAnswers === 0 &&
        slowestSignOut < 1000 &&
        streamKinds.every((kind) => streams.tally.closed[kind] === n) &&
        waitlist.tally.identitiesAfterTheEnd === 0 &&
        streams.tally.stayedOpen + streams.tally.toldAfterwards === 0 &&
        streams.tally.slowestMilliseconds < 1000;
      const figures: Record<string, Figure> = {
        servers: servers.length,
        ...tally,
        ...refused,
        ...waitlist.tally,
        slowestSignOutMilliseconds: Math.round(slowestSignOut),
        ...streams.tally.closed,
        streamsThatStayedOpen: streams.tally.stayedOpen,
        eventsToldAfterwards: streams.tally.toldAfterwards,
        slowestStreamEndMilliseconds: Math.round(streams.tally.slowestMilliseconds),
      };
      return { result: isProved ? 'pass' : 'fail', figures };
    } finally {
      await deployment.close();
    }
  },
};

/** A patient of another clinic. @returns the chart's id */
async function addPatient(clinic: PrmClient): Promise<string> {
  const { healthcareServiceId } = await setUpPlace(clinic, { name: 'South Clinic' });
  const { data } = await clinic.slots.search({ healthcareServiceId, limit: 1 });
  const { id: holdId, secret: holdSecret } = await clinic.holds.create({ slotId: pick(data, 0).id });
  const patient = patientNamed('Southern');
  return (await clinic.appointments.create({ holdId, holdSecret, patient })).patient?.id ?? '';
}
