import {
  type RelatedPersonCreate,
  createRelatedPerson,
  matchCurrentSession,
  revokeRelatedPerson,
} from '@openprm/contract';
import { dana } from '../clinic-setup.fixture.ts';
import { signIn } from '../sign-in.fixture.ts';
import { type Side, newEmail } from './side.fixture.ts';

/** What somebody who signs in may do for a patient. */
export interface Right extends Pick<RelatedPersonCreate, 'mayChange' | 'start' | 'end'> {
  /** Whether the clinic takes it back at once. */
  readonly isRevoked?: boolean;
}

/** Somebody without a chart signs in, to whom the clinic has given a right to act for a patient. @returns the session's credential */
export async function signInActing(
  { server, clinic }: Side,
  patientId: string,
  { isRevoked = false, ...right }: Right,
): Promise<string> {
  const as = { credential: clinic.secretKey };
  const email = newEmail();
  const { birthDate } = dana;
  const person = { relationship: 'PRN', given: 'Robin', family: 'Reyes', birthDate, email } as const;
  const { id } = await server.call(createRelatedPerson, { body: { patientId, ...person, ...right } }, as);
  const session = await signIn(server, clinic, email);
  await server.call(matchCurrentSession, { body: { birthDate } }, session.as);
  if (isRevoked) await server.call(revokeRelatedPerson, { params: { id }, body: {} }, as);
  return session.as.credential;
}
