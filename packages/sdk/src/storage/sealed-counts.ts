import { signedOutOwner } from '@openprm/contract';
import type { KnownItem } from './sealed-storage.ts';

const day = 86_400_000;

/** After so long a person is told that something was not sent, and it is sent only when they say so. */
const lateMilliseconds = 7 * day;

/** What waits of one kind of owner. */
export interface SealedCount {
  /** Items to send. */
  readonly outbox: number;
  readonly drafts: number;
  /** Of those to send: older than 7 days. */
  readonly late: number;
  /** Of those: perhaps sent, so long ago that the server may have forgotten it. */
  readonly unsure: number;
  /** Of those to send: refused for good by the server. */
  readonly refused: number;
}

/** Whose an item is for who looks: their own, added while nobody was signed in, or another person's. */
export type Whose = 'own' | 'signed-out' | 'others';

/** Counts of a device. While nobody is signed in, everything that has an owner is another's. */
export type SealedCounts = Readonly<Record<Whose, SealedCount>> & {
  /** Records that are no envelopes any more: others have written there. They are removed at the next sending. */
  readonly damaged: number;
};

export function whoseIs({ header: { owner } }: KnownItem, person: string | undefined): Whose {
  if (owner === signedOutOwner) return 'signed-out';
  return owner === person ? 'own' : 'others';
}

/** Whether an item is old enough for the notice. */
export const isLate = ({ header: { at } }: KnownItem, now: number): boolean => now - Date.parse(at) > lateMilliseconds;

/** Whether an item was handed over so long ago that the server may not know its key any more, which it keeps for 8 days. */
export const isUnsure = ({ attemptedAt }: KnownItem, now: number): boolean =>
  attemptedAt !== 0 && now - attemptedAt > lateMilliseconds;

/** Counts items for one person, or for nobody. */
export function countItems(
  items: readonly KnownItem[],
  damaged: number,
  person: string | undefined,
  now: number,
): SealedCounts {
  const count = (whose: Whose): SealedCount => {
    const theirs = items.filter((item) => whoseIs(item, person) === whose);
    const waiting = theirs.filter(({ header }) => header.kind === 'outbox');
    return {
      outbox: waiting.length,
      drafts: theirs.length - waiting.length,
      late: waiting.filter((item) => isLate(item, now)).length,
      unsure: waiting.filter((item) => isUnsure(item, now)).length,
      refused: waiting.filter(({ refused }) => refused !== '').length,
    };
  };
  return { own: count('own'), 'signed-out': count('signed-out'), others: count('others'), damaged };
}
