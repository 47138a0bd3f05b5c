import { openAtOnce, type OpenedItem } from '@openprm/contract';
import { isPrmError } from '../errors/is-prm-error.ts';
import type { PrmErrorCode } from '../errors/prm-error.ts';
import { SealedStoreError } from '../errors/sealed-store-error.ts';
import { SealedItems } from '../resources/sealed-items.ts';
import type { Transport } from '../transport/transport.ts';
import type { KnownItem, SealedStorage, StoredItem } from './sealed-storage.ts';

/** An item that the server has opened for who sends it. */
export interface OpenedOutboxItem {
  readonly item: string;
  /** As it was given to `addToOutbox`. What was added while signed out may be written by anybody: look at it before it is sent. */
  readonly type: string;
  readonly content: unknown;
  /** RFC 3339. */
  readonly sealedAt: string;
  readonly signedOut: boolean;
  /** The options of the call that sends it: its idempotency key, which must be used, and for whom it acts. */
  readonly call: { readonly idempotencyKey: string; readonly actingFor: string | undefined };
}

/** Sends one item by the call that it needs, with `call` as its options. What it throws decides: a refusal for good, or try again later. */
export type Deliver = (item: OpenedOutboxItem) => Promise<unknown>;

/** What became of a sending. */
export interface SendReport {
  readonly sent: readonly string[];
  /** Not sent and removed: `changed` by other hands, or older than any key that is kept. Nothing of them can be saved. */
  readonly dropped: readonly { readonly item: string; readonly reason: 'changed' | 'key-gone' }[];
  /** Refused by the server for good. They stay, and are not tried again by themselves. */
  readonly refused: readonly { readonly item: string; readonly code: PrmErrorCode }[];
  /** How many of those that were to be sent are still to be sent. */
  readonly left: number;
  /** Why it stopped before the end: no connection, the session is over, the person is another one now. */
  readonly stopped: unknown;
}

/** What a sending needs. */
export interface Sending {
  readonly storage: SealedStorage;
  readonly transport: Transport;
  readonly deliver: Deliver;
  /** Whether to open what was added while signed out. */
  readonly claim: boolean;
  readonly now: () => number;
  /** False as soon as the person who sends is signed out here, or is another one. */
  readonly isSamePerson: () => boolean;
}

/** As many as one call opens. */
function takeBatch(items: readonly KnownItem[]): readonly KnownItem[] {
  let bytes = 0;
  const fitting = items.findIndex(({ envelope }) => (bytes += envelope.length) > openAtOnce.bytes);
  return items.slice(0, Math.min(fitting === -1 ? items.length : Math.max(fitting, 1), openAtOnce.envelopes));
}

/** Sends items one after the other, in their order, and stops at the first that may go later, so that nothing overtakes it. */
export async function sendSealed(sending: Sending, items: readonly KnownItem[]): Promise<SendReport> {
  const { storage, transport, claim } = sending;
  const report = {
    sent: [] as string[],
    dropped: [] as SendReport['dropped'][number][],
    refused: [] as SendReport['refused'][number][],
  };
  let rest = items;
  let done = 0;
  try {
    while (rest.length > 0) {
      const batch = takeBatch(rest);
      const envelopes = batch.map(({ envelope }) => envelope);
      const opened = await new SealedItems(transport).open(claim ? { envelopes, claim } : { envelopes });
      for (const [index, known] of batch.entries()) {
        if (!sending.isSamePerson()) throw new DOMException('The person was signed out.', 'AbortError');
        const outcome = await sendOne(sending, known, opened[index]);
        if (outcome === undefined) continue;
        if (outcome.what === 'sent') report.sent.push(known.header.item);
        else if (outcome.what === 'dropped') report.dropped.push({ item: known.header.item, reason: outcome.reason });
        else report.refused.push({ item: known.header.item, code: outcome.code });
        done += 1;
        if (outcome.what !== 'refused') await storage.remove(known.header.item);
      }
      rest = rest.slice(batch.length);
    }
    return { ...report, left: items.length - done, stopped: undefined };
  } catch (stopped) {
    return { ...report, left: items.length - done, stopped };
  }
}

type Outcome =
  | { readonly what: 'sent' }
  | { readonly what: 'dropped'; readonly reason: 'changed' | 'key-gone' }
  | { readonly what: 'refused'; readonly code: PrmErrorCode };

/** Undefined for what is left as it is: another's, or gone since. @throws what stops the sending */
async function sendOne(
  { storage, deliver, now }: Sending,
  known: KnownItem,
  answer: OpenedItem | undefined,
): Promise<Outcome | undefined> {
  const { header, envelope, order, attemptedAt } = known;
  switch (answer?.outcome) {
    case 'changed':
    case 'key-gone':
      return { what: 'dropped', reason: answer.outcome };
    case 'opened':
      break;
    // another's; or an outcome of a later server, which this version had better leave alone
    default:
      return undefined;
  }
  const { opened } = answer;
  // the server's word about this very item, or none
  if (opened?.item !== header.item || opened.kind !== 'outbox') return undefined;
  // another page may have discarded it in the meantime
  if ((await storage.get(header.item))?.envelope !== envelope) return undefined;
  const attempt = { envelope, order, attemptedAt: attemptedAt === 0 ? now() : attemptedAt, refused: '' };
  await note(storage, header.item, attempt);
  try {
    await deliver({
      item: header.item,
      type: opened.type,
      content: opened.content,
      sealedAt: opened.sealedAt,
      signedOut: opened.signedOut,
      call: { idempotencyKey: header.item, actingFor: opened.actingFor ?? undefined },
    });
    return { what: 'sent' };
  } catch (error) {
    const code = refusalOf(error);
    if (code === undefined) throw error;
    await note(storage, header.item, { ...attempt, refused: code });
    return { what: 'refused', code };
  }
}

/** A device without room for a note must not keep anybody from sending, which makes room. */
async function note(storage: SealedStorage, item: string, stored: StoredItem): Promise<void> {
  try {
    await storage.put(item, stored);
  } catch (error) {
    if (!(error instanceof SealedStoreError && error.code === 'store-full')) throw error;
  }
}

/** The code of a refusal that no later try can change; undefined for what may pass, and for what is no error of the API. */
function refusalOf(error: unknown): PrmErrorCode | undefined {
  if (!isPrmError(error)) return undefined;
  switch (error.name) {
    case 'ValidationError':
    case 'PermissionError':
    case 'NotFoundError':
    case 'ConflictError':
      return error.code;
    case 'ApiError':
      return error.status >= 400 && error.status < 500 && error.status !== 408 ? error.code : undefined;
    case 'AuthenticationError':
    case 'RateLimitError':
    case 'ConnectionError':
    case 'TimeoutError':
    case 'ResponseSchemaError':
    case 'SealedStoreError':
      return undefined;
  }
}
