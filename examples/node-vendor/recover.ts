import { type Hold, type HoldCreate, isPrmError, type PatientInput, type PrmClient } from '@openprm/sdk';

// #region hold
/** Holds the wished time or, if somebody was faster, the nearest one that is open. */
export async function holdNearest(client: PrmClient, wish: HoldCreate): Promise<Hold> {
  try {
    return await client.holds.create(wish);
  } catch (error) {
    if (!isPrmError(error) || error.name !== 'ConflictError') throw error;
    const [nearest] = error.alternatives;
    if (nearest === undefined) throw error;
    return holdNearest(client, { ...wish, slotId: nearest.id });
  }
}
// #endregion hold

// #region once
/** Books once, however often it is called with one key: keep the key with your own record until you have an answer. */
export function bookOnce(client: PrmClient, { id, secret }: Hold, patient: PatientInput, idempotencyKey: string) {
  return client.appointments.create({ holdId: id, holdSecret: secret, patient }, { idempotencyKey });
}
// #endregion once

// #region explain
/** What to tell the person in front of the screen. An abort or a defect of ours is not for them. */
export function explain(error: unknown): string {
  if (!isPrmError(error)) throw error;
  switch (error.name) {
    case 'ConflictError':
      return error.code === 'appointment-status-conflict'
        ? 'This appointment cannot be changed any more.'
        : 'This time is not free any more. Please choose another one.';
    case 'ValidationError':
      return error.issues.map(({ path, message }) => `${path} ${message}`).join('\n');
    case 'ConnectionError':
    case 'TimeoutError':
      return 'No answer. Try again: with the same key nothing is booked twice.';
    case 'RateLimitError':
      return `Please wait ${error.retryAfterSeconds ?? 60} seconds.`;
    default:
      return `That did not work (${error.code}).`;
  }
}
// #endregion explain
