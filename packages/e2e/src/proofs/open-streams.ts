import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { patientNamed } from '../patient.ts';
import { setUpPlace } from '../set-up-clinic.ts';
import type { ProofDeployment } from './deployment.ts';
import { pick } from './deployment.ts';

/** Whose streams are tried. */
export const streamKinds = ['sessionStream', 'proxyStream', 'ownChartStream', 'staffStream', 'keyStream'] as const;
export type StreamKind = (typeof streamKinds)[number];

/** A credential that opens a stream, and what takes it away. */
interface Follower {
  readonly kind: StreamKind;
  readonly credential: string;
  readonly actingFor?: string;
  /** Sent to the first process. */
  readonly takeAway: { readonly method: 'POST' | 'DELETE'; readonly path: string; readonly credential: string };
}

/** What a round of streams has found. */
export interface StreamTally {
  readonly closed: Record<StreamKind, number>;
  /** Streams that went on for longer than five seconds. */
  stayedOpen: number;
  /** Events of what happened after the access was taken away, which a stream told all the same. */
  toldAfterwards: number;
  /** From the moment at which the taking away was asked for, to the end of the stream at the other process. */
  slowestMilliseconds: number;
}

/** A stream that goes on for longer has stayed open. */
const patienceMilliseconds = 5000;

const address = { line: '1 Main St', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };

/** Begins a session for who a portal vouches for. @returns its access token */
export type BeginSession = (claims: object) => Promise<string>;

/**
 * Opens streams at the second process for a session, a proxy, somebody whose chart the clinic has named, a member of staff and a key, takes the access of each away at the first, and measures how long each stream
 * goes on.
 */
export async function openStreamTrial({ clinic, servers, keys, database }: ProofDeployment, begin: BeginSession) {
  const tally: StreamTally = {
    closed: Object.fromEntries(streamKinds.map((kind) => [kind, 0])) as Record<StreamKind, number>,
    stayedOpen: 0,
    toldAfterwards: 0,
    slowestMilliseconds: 0,
  };
  const place = await setUpPlace(clinic);
  const from = new Date(Date.now() + 2 * 86_400_000);
  const range = { start: from.toISOString(), end: new Date(from.getTime() + 86_400_000).toISOString() };
  const slots = await clinic.slots.search({ healthcareServiceId: place.healthcareServiceId, ...range });
  const hold = await clinic.holds.create({ slotId: pick(slots.data, 0).id });
  const patient = patientNamed('Streamed');
  const booked = await clinic.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient });
  const patientId = booked.patient?.id ?? '';

  const asClinic = keys.secretKey;

  async function openSession(): Promise<Follower> {
    const credential = await begin({ sub: randomUUID() });
    return {
      kind: 'sessionStream',
      credential,
      takeAway: { method: 'DELETE', path: '/v1/sessions/current', credential },
    };
  }

  /** @param actsFor whether the right is to act for the patient, and not the chart said to be their own */
  async function openRelated(actsFor: boolean): Promise<Follower> {
    const email = `proxy-${randomUUID()}@patients.example`;
    const person = { given: 'Robin', family: 'Streamed', birthDate: '1960-01-02', email };
    const right = await clinic.relatedPersons.create({
      patientId,
      relationship: actsFor ? 'PRN' : 'ONESELF',
      ...person,
    });
    const credential = await begin({ sub: randomUUID(), email, email_verified: true, birthdate: person.birthDate });
    const path = `/v1/related-persons/${right.id}/revoke`;
    return {
      kind: actsFor ? 'proxyStream' : 'ownChartStream',
      credential,
      ...(actsFor ? { actingFor: patientId } : {}),
      takeAway: { method: 'POST', path, credential: asClinic },
    };
  }

  /** The row of a session, as the sign-in of `/staff` writes it: what is tried here is how it ends. */
  async function openStaff(): Promise<Follower> {
    const credential = `sst_${randomBytes(32).toString('base64url')}`;
    const staffId = `stf_${randomBytes(13).toString('hex')}`;
    await database.query(
      `insert into staff (tenant_id, id, email_index, sealed, role, status, password_hash, second_factor)
       values ($1, $2, $3, '', 'clinician', 'active', '-', 'mail')`,
      [keys.tenantId, staffId, randomBytes(32)],
    );
    await database.query(
      `insert into staff_session (tenant_id, id, staff_id, secret_hash, expires_at) values ($1, $2, $3, $4, now() + interval '1 hour')`,
      [
        keys.tenantId,
        `sss_${randomBytes(13).toString('hex')}`,
        staffId,
        createHash('sha256').update(credential).digest(),
      ],
    );
    return {
      kind: 'staffStream',
      credential,
      takeAway: { method: 'DELETE', path: '/v1/staff-sessions/current', credential },
    };
  }

  async function openKey(): Promise<Follower> {
    const { id, key } = await clinic.apiKeys.create({
      kind: 'secret',
      name: randomUUID(),
      scopes: ['events:read', 'clinic:read'],
    });
    return {
      kind: 'keyStream',
      credential: key,
      takeAway: { method: 'POST', path: `/v1/api-keys/${id}/revoke`, credential: asClinic },
    };
  }

  async function tryOne(follower: Follower): Promise<void> {
    const { kind, credential, actingFor, takeAway } = follower;
    const response = await fetch(`${pick(servers, 1).url}/v1/events/stream`, {
      headers: {
        Authorization: `Bearer ${credential}`,
        ...(actingFor === undefined ? {} : { 'Prm-Acting-For': actingFor }),
      },
    });
    if (response.status !== 200 || response.body === null)
      throw new Error(`A stream (${kind}) was answered ${response.status} ${await response.text()}`);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    if ((await reader.read()).value?.startsWith('id: ') !== true)
      throw new Error('A stream did not begin with a page.');

    const began = performance.now();
    const taken = await fetch(`${pick(servers, 0).url}${takeAway.path}`, {
      method: takeAway.method,
      headers: {
        Authorization: `Bearer ${takeAway.credential}`,
        ...(takeAway.method === 'POST' ? { 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/json' } : {}),
      },
      ...(takeAway.method === 'POST' ? { body: '{}' } : {}),
    });
    if (!taken.ok) throw new Error(`Taking away (${kind}) was answered ${taken.status} ${await taken.text()}`);
    // what happens from here on is not theirs to be told
    const afterwards = clinic.locations.create({
      organizationId: place.organizationId,
      name: 'Afterwards',
      address,
      timeZone: 'UTC',
    });
    const late = wait(patienceMilliseconds, 'late' as const, { ref: false });
    let told = '';
    for (;;) {
      const piece = await Promise.race([reader.read().catch(() => undefined), late]);
      if (piece === 'late') tally.stayedOpen += 1;
      else if (piece?.done === false) {
        told += piece.value;
        continue;
      } else tally.closed[kind] += 1;
      break;
    }
    tally.slowestMilliseconds = Math.max(tally.slowestMilliseconds, performance.now() - began);
    if (told.includes((await afterwards).id)) tally.toldAfterwards += 1;
    await reader.cancel().catch(() => undefined);
  }

  return {
    tally,
    async tryRound(): Promise<void> {
      const followers = await Promise.all([
        openSession(),
        openRelated(true),
        openRelated(false),
        openStaff(),
        openKey(),
      ]);
      await Promise.all(followers.map(tryOne));
    },
  };
}
