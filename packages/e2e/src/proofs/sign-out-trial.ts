import { type HttpAnswer, newKey } from '../http-caller.ts';
import type { ProofDeployment } from './deployment.ts';
import { makeDevice } from './sign-in-parts.ts';

/** What somebody who has shown an address, and not yet whose chart it is, has in hands when the clinic signs its patient out. */
export const signOutKinds = ['unlinkedSessionAfterSignOut', 'codeMailedBeforeSignOut'] as const;
export type SignOutKind = (typeof signOutKinds)[number];

/** How a trial asks one of the processes. */
export interface SignOutTrialCalls {
  send(process: number, path: string, body: object, credential: string): Promise<HttpAnswer>;
  read(process: number, token: string): Promise<HttpAnswer>;
  /** Counts an answer: refused as it must be, accepted, or something else. */
  expect(kind: SignOutKind, answer: HttpAnswer, status: number): void;
}

/**
 * Signs in at the first process by the address of a patient, without saying the date of birth, and has another code mailed there; then the clinic signs the patient out, and the second
 * process refuses session and code.
 *
 * @param nextSlotId a time for a visit, which makes a patient
 */
export function openSignOutTrial(
  { clinic, keys, inbox }: ProofDeployment,
  nextSlotId: () => string,
  { send, read, expect }: SignOutTrialCalls,
) {
  let round = 0;

  /** @returns what a code is exchanged with */
  async function codeFor(email: string): Promise<{ readonly signInCodeId: unknown; readonly code: string }> {
    const asked = await send(0, '/v1/sign-in-codes', { email }, keys.publishableKey);
    const mail = await inbox.next(({ to, subject }) => to === email && /code/.test(subject));
    return { signInCodeId: asked.body['id'], code: /^\d{8}$/m.exec(mail.text)?.[0] ?? '' };
  }

  return {
    async tryRound(): Promise<void> {
      const email = `signed-out${(round += 1)}@patients.example`;
      const hold = await clinic.holds.create({ slotId: nextSlotId() }, { idempotencyKey: newKey() });
      const identity = { given: 'Sam', family: 'Okoye', birthDate: '1971-09-30', phone: '+1 555 010 2001', email };
      const visit = await clinic.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: identity });
      const key = (await makeDevice()).key;
      const begin = async (code: object, process: number) =>
        send(process, '/v1/sessions', { ...code, key }, keys.publishableKey);
      const started = await begin(await codeFor(email), 0);
      const { token } = started.body['access'] as { token: string };
      if ((await read(1, token)).status !== 200) throw new Error('A session was not known at the other process.');
      const unused = await codeFor(email);
      await clinic.sessions.endOfPatient(visit.patient?.id ?? '');
      expect('unlinkedSessionAfterSignOut', await read(1, token), 401);
      expect('codeMailedBeforeSignOut', await begin(unused, 1), 401);
    },
  };
}
