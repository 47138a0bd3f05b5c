import { sql } from 'kysely';
import { readSessionToken } from '../../core/features/patient-sessions/session-token.ts';
import { createTimelessId } from '../../core/ids.ts';
import { hashSecret } from '../../core/keys/secrets.ts';
import type { TestServer } from '../clinic.fixture.ts';
import { signIn } from '../sign-in.fixture.ts';
import type { Side } from './side.fixture.ts';

const isOfStaff = (credential: string) => credential.startsWith('sst_');

const personSession = async ({ server }: Side, credential: string) =>
  (await readSessionToken(server.ports.keys, server.clock, credential)).sessionId;

/** The person `me` signs in on another device. @returns the session's credential */
export async function signInAgain({ server, clinic, me }: Side): Promise<string> {
  const session = await signIn(server, clinic, me.email);
  await sql`update patient_session as mine set identity_index = theirs.identity_index, patient_id = theirs.patient_id
    from patient_session as theirs
    where mine.id = ${session.session.id} and theirs.tenant_id = mine.tenant_id and theirs.patient_id = ${me.patientId}`.execute(
    server.open.database,
  );
  return session.as.credential;
}

/** A further session of whoever has a credential. @returns its id */
export async function sessionBeside(side: Side, credential: string): Promise<string> {
  const { ports, open } = side.server;
  if (isOfStaff(credential)) {
    const id = createTimelessId(ports.random, 'ses');
    await sql`insert into staff_session (tenant_id, id, staff_id, secret_hash, expires_at)
      select tenant_id, ${id}, staff_id, ${await hashSecret(id)}, expires_at from staff_session
      where secret_hash = ${await hashSecret(credential)}`.execute(open.database);
    return id;
  }
  const id = createTimelessId(ports.random, 'pss');
  await sql`insert into patient_session (tenant_id, id, person_id, device_key, identity_index, patient_id, expires_at)
    select tenant_id, ${id}, person_id, device_key, identity_index, patient_id, expires_at from patient_session
    where id = ${await personSession(side, credential)}`.execute(open.database);
  return id;
}

/** As if whoever has a credential had shown hours ago who they are. @returns the credential */
export async function makeStale(side: Side, credential: string): Promise<string> {
  const { database } = side.server.open;
  if (isOfStaff(credential))
    await sql`update staff_session set proven_at = now() - interval '6 hours' where secret_hash = ${await hashSecret(credential)}`.execute(
      database,
    );
  else
    await sql`update patient_session set created_at = now() - interval '6 hours' where id = ${await personSession(side, credential)}`.execute(
      database,
    );
  return credential;
}

/** As if everybody else had shown it just now, however long the matrix runs. */
export async function keepFresh({ open: { database } }: TestServer): Promise<void> {
  await sql`update staff_session set proven_at = clock_timestamp() where proven_at > now() - interval '5 hours'`.execute(
    database,
  );
  await sql`update patient_session set created_at = clock_timestamp() where created_at > now() - interval '5 hours'`.execute(
    database,
  );
}
