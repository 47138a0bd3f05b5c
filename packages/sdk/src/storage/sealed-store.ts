import { type SealedKind, type Sealing, type Session, signedOutOwner } from '@openprm/contract';
import { SealedStoreError } from '../errors/sealed-store-error.ts';
import { createIdempotencyKey } from '../idempotency-key.ts';
import { SealedItems } from '../resources/sealed-items.ts';
import type { Transport } from '../transport/transport.ts';
import { sealEnvelope } from './envelope.ts';
import { countItems, isLate, isUnsure, type SealedCounts, whoseIs } from './sealed-counts.ts';
import {
  canKeep,
  createDeviceSealedStorage,
  createMemorySealedStorage,
  type KnownItem,
  type SealedStorage,
} from './sealed-storage.ts';
import { type Deliver, type SendReport, sendSealed } from './send-sealed.ts';

/** How many items of one person, or of nobody, one clinic's elements may keep on a device. */
const mostItems = 100;
/** What nobody came back for in so many days no key opens any more. */
const livesDays = 120;
/** A key that ends sooner is not sealed to: what waits must live longer than the notice about it. */
const leastKeyDays = 14;
const day = 86_400_000;

/** How a store is opened. */
export interface SealedStoreOptions {
  /** The clinic's publishable key: clinics have stores of their own. */
  readonly key: string;
  /** By default IndexedDB, and memory where there is none, as in Node. */
  readonly storage?: SealedStorage | undefined;
  /** Epoch milliseconds; for tests. */
  readonly now?: (() => number) | undefined;
}

/** Something to keep. */
export interface SealedContent {
  /** What it is, for who reads it again: such as `message`, or for a draft also of what (`survey/…`). It is sealed too. */
  readonly type: string;
  /** Anything that is JSON; 32 KiB at most. */
  readonly content: unknown;
  /** The patient whom it is about, when that is not the own chart. */
  readonly actingFor?: string | undefined;
}

/** A draft as it was kept last. */
export interface RestoredDraft {
  /** Its id on the device. */
  readonly item: string;
  readonly type: string;
  readonly content: unknown;
  readonly actingFor: string | undefined;
  /** RFC 3339. */
  readonly savedAt: string;
}

/** What a person has said about what waits. Without a word only their own, not older than 7 days, is sent. */
export interface SendConsent {
  /** That what was added while nobody was signed in is theirs. */
  readonly signedOut?: boolean;
  /** That what is older than 7 days is to be sent still. */
  readonly late?: boolean;
  /** That what may have been sent already is to be sent again. */
  readonly unsure?: boolean;
}

/** What a person decides about what waits when they sign out. */
export type SignOutDecision = 'send' | 'keep' | 'discard';

/** Who is signed in, in this page's memory. */
interface Person extends Sealing {
  readonly patientId: string | null;
}

/**
 * Keeps messages and answers that could not be sent, and drafts, on this device, so that nothing on it can read them: each is sealed to a key of which only the
 * server has the other half, and is opened by the server for a live session of the same person.
 *
 * @example
 * ```ts
 * const store = new SealedStore({ key: 'pk_demo_riverside' });
 * const current = await session.current();
 * if (current) await store.begin(current);
 * await store.addToOutbox({ type: 'message', content: { text } });
 * const { sent, left } = await store.send(session, ({ content, call }) => sendMessage(content, call));
 * ```
 */
export class SealedStore {
  readonly #storage: SealedStorage;
  readonly #now: () => number;
  #person: Person | undefined;
  /** Of the drafts of this page, by their types: which item each of them is. */
  readonly #drafts = new Map<string, string>();
  #lastOrder = 0;

  constructor({ key, storage, now = Date.now }: SealedStoreOptions) {
    const isOnDevice = (globalThis.indexedDB as IDBFactory | undefined) !== undefined;
    this.#storage = storage ?? (isOnDevice ? createDeviceSealedStorage(key) : createMemorySealedStorage());
    this.#now = now;
  }

  /** Where things are kept, after a look: say "saved on this device" only for `device`. */
  async keeps(): Promise<'device' | 'page' | 'nothing'> {
    return (await canKeep(this.#storage)) ? this.#storage.kind : 'nothing';
  }

  /**
   * Tells the store who is signed in: after signing in, after `session.current()`, and after `session.match()`. The public key is kept for who adds something
   * while signed out.
   */
  async begin({ sealing, patient }: Pick<Session, 'sealing' | 'patient'>): Promise<void> {
    if (this.#person?.owner !== sealing.owner) this.#drafts.clear();
    this.#person = { ...sealing, patientId: patient?.id ?? null };
    try {
      await this.#storage.saveKey(sealing);
      await this.#removeExpired();
    } catch (error) {
      // signing in does not need the store; what is added will say that it is not kept
      if (!(error instanceof SealedStoreError)) throw error;
    }
  }

  /** Forgets who is signed in, for a person who has gone away or signed out. What is sealed stays. */
  forget(): void {
    this.#person = undefined;
    this.#drafts.clear();
  }

  /**
   * Adds something to send later, of who is signed in or of nobody.
   *
   * @returns its id, which is also the idempotency key of its sending
   * @throws {SealedStoreError} when it is not kept
   */
  async addToOutbox(content: SealedContent): Promise<string> {
    return this.#add('outbox', createIdempotencyKey(), content);
  }

  /**
   * Keeps a draft in place of the one of the same type before it.
   *
   * @throws {SealedStoreError} when it is not kept; the one before it is kept still
   */
  async saveDraft(content: SealedContent): Promise<void> {
    const item = this.#drafts.get(content.type) ?? createIdempotencyKey();
    await this.#add('draft', item, content);
    this.#drafts.set(content.type, item);
  }

  /** Removes a draft that was sent or given up. @throws {SealedStoreError} */
  async discardDraft(type: string): Promise<void> {
    const item = this.#drafts.get(type);
    if (item === undefined) return;
    await this.#storage.remove(item);
    this.#drafts.delete(type);
  }

  /**
   * Opens the drafts of who is signed in, the newest of each type; older ones of the same type are removed.
   *
   * @param consent `signedOut`: also those that were begun while nobody was signed in, because the person has said that they are theirs
   * @throws {TypeError} when nobody is signed in
   * @throws {PrmError}
   */
  async restoreDrafts(transport: Transport, consent: Pick<SendConsent, 'signedOut'> = {}): Promise<RestoredDraft[]> {
    const person = this.#requirePerson();
    const { signedOut = false } = consent;
    const wanted = (await this.#theirs('draft', signedOut)).toReversed();
    const newest = new Map<string, RestoredDraft>();
    for (const { header, envelope } of wanted) {
      // one by one: a draft may be as long as what one call takes
      const [answer] = await new SealedItems(transport).open({ envelopes: [envelope], claim: signedOut });
      if (this.#person?.owner !== person.owner) return [];
      if (answer?.outcome === 'changed' || answer?.outcome === 'key-gone') await this.#storage.remove(header.item);
      const { opened = null } = answer ?? {};
      if (opened?.item !== header.item || opened.kind !== 'draft') continue;
      if (newest.has(opened.type)) {
        await this.#storage.remove(header.item);
        continue;
      }
      this.#drafts.set(opened.type, header.item);
      newest.set(opened.type, {
        item: header.item,
        type: opened.type,
        content: opened.content,
        actingFor: opened.actingFor ?? undefined,
        savedAt: opened.sealedAt,
      });
    }
    return [...newest.values()];
  }

  /** What waits here, and whose it is: for the question at sign-out, and for the notice after 7 days (`late`). @throws {SealedStoreError} */
  async count(): Promise<SealedCounts> {
    const { items, damaged } = await this.#storage.list();
    return countItems(items, damaged.length, this.#person?.owner, this.#now());
  }

  /**
   * Sends what waits, in its order, one at a time also among several pages. It takes effect once: each item has one idempotency key, and
   * what was handed over more than 7 days ago is not sent again without a word.
   *
   * @param deliver sends one, with `call` as the options of its call
   * @throws {TypeError} when nobody is signed in
   * @throws {SealedStoreError} when nothing can be read
   */
  async send(transport: Transport, deliver: Deliver, consent: SendConsent = {}): Promise<SendReport> {
    const { signedOut = false, late = false, unsure = false } = consent;
    const person = this.#requirePerson();
    return this.#storage.exclusively(async () => {
      const now = this.#now();
      const { damaged } = await this.#storage.list();
      for (const place of damaged) await this.#storage.remove(place);
      const items = (await this.#theirs('outbox', signedOut)).filter(
        (item) => item.refused === '' && (isUnsure(item, now) ? unsure : late || !isLate(item, now)),
      );
      const isSamePerson = () => this.#person?.owner === person.owner;
      const report = await sendSealed(
        { storage: this.#storage, transport, deliver, claim: signedOut, now: this.#now, isSamePerson },
        items,
      );
      const lost = damaged.map((item) => ({ item, reason: 'changed' as const }));
      return { ...report, dropped: [...lost, ...report.dropped] };
    });
  }

  /**
   * Removes what the person does not want any more: their own, or what was added while nobody was signed in. Another person's is not theirs to remove.
   *
   * @throws {SealedStoreError}
   */
  async discard(whose: 'own' | 'signed-out'): Promise<void> {
    const { items } = await this.#storage.list();
    for (const item of items)
      if (whoseIs(item, this.#person?.owner) === whose) await this.#storage.remove(item.header.item);
    if (whose === 'own') this.#drafts.clear();
  }

  /**
   * Signs out as the person has decided: first ask, when `count()` says that something of their own waits.
   *
   * @param deliver for `send`; see {@link SealedStore.send}
   * @returns with `send`, what became of it; when something is left, nobody was signed out and the question stands again
   */
  async signOut(
    session: Transport & { signOut(): Promise<void> },
    decision: SignOutDecision,
    deliver?: Deliver,
  ): Promise<{ readonly signedOut: boolean; readonly report: SendReport | undefined }> {
    let report: SendReport | undefined;
    if (decision === 'send') {
      if (deliver === undefined) throw new TypeError('To send before signing out needs a way to send.');
      report = await this.send(session, deliver);
      if (report.left > 0 || report.refused.length > 0) return { signedOut: false, report };
    }
    if (decision === 'discard') await this.discard('own');
    this.forget();
    await session.signOut();
    return { signedOut: true, report };
  }

  #requirePerson(): Person {
    if (this.#person === undefined) throw new TypeError('Nobody is signed in: call begin() with the session first.');
    return this.#person;
  }

  async #theirs(kind: SealedKind, signedOut: boolean): Promise<readonly KnownItem[]> {
    const { items } = await this.#storage.list();
    return items.filter((item) => {
      const whose = whoseIs(item, this.#person?.owner);
      return item.header.kind === kind && (whose === 'own' || (whose === 'signed-out' && signedOut));
    });
  }

  async #add(kind: SealedKind, item: string, { type, content, actingFor }: SealedContent): Promise<string> {
    const person = this.#person;
    const key = person ?? (await this.#storage.loadKey());
    const now = this.#now();
    if (key === undefined || Date.parse(key.opensUntil) < now + leastKeyDays * day)
      throw new SealedStoreError('store-without-key');
    const envelope = await sealEnvelope(
      key,
      { item, kind, owner: person?.owner ?? signedOutOwner, at: new Date(now).toISOString() },
      {
        ...(person === undefined ? {} : { proof: person.proof }),
        patientId: actingFor ?? person?.patientId ?? null,
        type,
        content,
      },
    );
    if ((await this.#storage.get(item)) === undefined) await this.#checkRoom();
    this.#lastOrder = Math.max(now, this.#lastOrder + 1);
    await this.#storage.put(item, { envelope, order: this.#lastOrder, attemptedAt: 0, refused: '' });
    return item;
  }

  /** Each owner has room of their own: what another person has left here keeps nobody out. */
  async #checkRoom(): Promise<void> {
    const owner = this.#person?.owner ?? signedOutOwner;
    const { items } = await this.#storage.list();
    if (items.filter(({ header }) => header.owner === owner).length >= mostItems)
      throw new SealedStoreError('store-full');
  }

  async #removeExpired(): Promise<void> {
    const { items } = await this.#storage.list();
    for (const { header } of items)
      if (this.#now() - Date.parse(header.at) > livesDays * day) await this.#storage.remove(header.item);
  }
}
