import { buildResponse, isObject } from '@openprm/questionnaire';
import {
  apiErrorOf,
  createDeviceSealedStorage,
  createIdempotencyKey,
  createLeanTransport,
  isPrmError,
  SealedItems,
  SealedStore,
  SealedStoreError,
  type KnownItem,
  type SealedStorage,
  type Session,
  type Transport,
} from '@openprm/sdk';
import type { Draft, Drafts } from './draft.ts';
import type { Answers } from './survey-state.ts';
import type { SurveyAccess } from './survey-api.ts';

/** Links have a place of their own on the device, beside those of the clinics' sessions. */
const place = 'survey-links';
/** And so have the own surveys of who is signed in. */
const ownPlace = 'own-surveys';
/** Milliseconds without a letter after which what is typed is kept. */
const rest = 150;
/** A link answers for so long: what was kept before opens no more. On a shared device nobody else's stays longer either. */
const linkDays = 30;

/** Whose answers are kept. */
interface Holder {
  /** What their envelopes say of whose they are. */
  readonly owner: string;
  readonly transport: Transport;
  /** What they seal with. */
  readonly sealing: () => Promise<Pick<Session, 'sealing' | 'patient'>>;
  /** What their drafts of a survey are called, but for the page. */
  readonly typeOf: (surveyId: string) => string;
  /** The patient for whom they act. */
  readonly actingFor: string | undefined;
  /** They may have answered other surveys, too, whose drafts stay as they are. */
  readonly hasOthers: boolean;
}

/** Who answers a survey of their own. */
export interface OwnHolder {
  readonly transport: Transport;
  readonly session: Pick<Session, 'sealing' | 'patient'>;
  readonly surveyId: string;
  readonly invitationId: string | null;
  readonly actingFor: string | undefined;
}

/** What ends with their session. */
export interface OwnDrafts extends Drafts {
  /** Keeps nothing more. */
  end(): Promise<void>;
}

/**
 * Keeps what the clinic's system has not confirmed on this device, sealed so that it alone opens it, for who has the link, as long as that answers. This file is loaded
 * behind the first question and shares no code with others.
 *
 * @param signal when the element is left: what has not rested yet is kept at once
 */
export function createDrafts(
  { apiUrl, link }: Pick<SurveyAccess, 'apiUrl' | 'link'>,
  signal: AbortSignal,
  storage = createDeviceSealedStorage(place),
): Drafts {
  const transport = createLeanTransport({ apiUrl, credential: link ?? '' }, apiErrorOf);
  const holder: Holder = {
    owner: `svi_${link?.split('.')[1]}`,
    transport,
    sealing: async () => ({ sealing: await new SealedItems(transport).linkSealing(), patient: null }),
    typeOf: (surveyId) => `survey/${surveyId}`,
    actingFor: undefined,
    hasOthers: false,
  };
  return keepDrafts(holder, signal, storage);
}

/**
 * The same for who is signed in and answers a survey of theirs: it opens in a session of the same person alone, for the same survey, invitation and patient.
 *
 * @param signal when the survey is left
 */
export function createOwnDrafts(
  { transport, session, surveyId, invitationId, actingFor }: OwnHolder,
  signal: AbortSignal,
  storage = createDeviceSealedStorage(ownPlace),
): OwnDrafts {
  const holder: Holder = {
    owner: session.sealing.owner,
    transport,
    sealing: () => Promise.resolve(session),
    // An invitation is to one survey; and a type has a hundred characters at most.
    typeOf: () => `own-survey/${invitationId ?? surveyId}`,
    actingFor,
    hasOthers: true,
  };
  return keepDrafts(holder, signal, storage);
}

/** Removes all that the device keeps of somebody's own surveys: they have signed out. */
export async function removeOwnDrafts(owner: string, storage = createDeviceSealedStorage(ownPlace)): Promise<void> {
  const { items } = await storage.list();
  for (const { header } of items) if (header.owner === owner) await storage.remove(header.item);
}

function keepDrafts(holder: Holder, signal: AbortSignal, storage: SealedStorage): OwnDrafts {
  const { owner, transport, typeOf, actingFor, hasOthers } = holder;
  const store = new SealedStore({ key: place, storage });
  let opening: Promise<void> | undefined;
  /** Without a connection there is nobody to seal to: the next answer asks again. */
  const open = async () => {
    opening ??= holder.sealing().then((sealing) => store.begin(sealing));
    try {
      await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  /** Several pages may have the same survey open: each keeps its answers in a place of its own. */
  const page = createIdempotencyKey();
  let own: string | undefined;
  /** What pages before this one kept, as it was found. */
  let taken: readonly KnownItem[] = [];
  const removeTaken = async () => {
    const found = taken;
    taken = [];
    for (const { header, envelope } of found) {
      // A page that is still open may have kept more there since.
      if ((await storage.get(header.item))?.envelope === envelope) await storage.remove(header.item);
    }
  };
  const remove = async (isMeant: (header: { readonly owner: string; readonly at: string }) => boolean) => {
    const { items } = await storage.list();
    for (const { header } of items) if (isMeant(header)) await storage.remove(header.item);
  };

  const keepNow = async ({ plan, form, saving, paper }: Answers): Promise<void> => {
    await open();
    const response = buildResponse(plan, form, { status: 'in-progress' });
    const draft: Draft = { response, version: saving.progress?.version ?? 0, sent: saving.sent.slice(-2) };
    own = `${typeOf(paper.surveyId)}/${page}`;
    const type = own;
    const keep = (content: Draft) => store.saveDraft({ type, content, actingFor });
    await keep(draft).catch((error: unknown) => {
      const isTooLarge = error instanceof SealedStoreError && error.code === 'item-too-large';
      if (!isTooLarge) throw error;
      // The answers alone: whose the clinic's are is asked then, if that was ours.
      return keep({ ...draft, sent: [] });
    });
    await removeTaken();
  };

  /** One after the other: what is removed stays removed. What cannot be kept is promised to nobody. */
  let queue = Promise.resolve();
  const next = (act: () => Promise<void>): void => {
    queue = queue.then(act).catch(() => undefined);
  };
  let isOver = false;
  let waiting: { readonly answers: Answers; readonly onKept: () => void } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    next(async () => {
      const now = waiting;
      waiting = undefined;
      if (!now || isOver) return;
      await keepNow(now.answers);
      now.onKept();
    });
  };
  const stop = () => {
    clearTimeout(timer);
    waiting = undefined;
  };
  for (const type of ['pagehide', 'visibilitychange']) globalThis.addEventListener?.(type, write, { signal });
  signal.addEventListener('abort', write);

  const dropOwn = () => {
    stop();
    next(async () => {
      if (own !== undefined) await store.discardDraft(own);
      await removeTaken();
    });
  };

  const find = async (surveyId: string) => {
    try {
      const ended = Date.now() - linkDays * 86_400_000;
      await remove(({ at }) => Date.parse(at) < ended);
      const found = (await storage.list()).items.filter(({ header }) => header.owner === owner);
      if (found.length === 0) return undefined;
      await open();
      const restored = await store.restoreDrafts(transport);
      const meant = restored.filter(
        (each) => `${each.type}/`.startsWith(`${typeOf(surveyId)}/`) && each.actingFor === actingFor,
      );
      taken = hasOthers ? found.filter(({ header }) => meant.some(({ item }) => item === header.item)) : found;
      const drafts = meant.flatMap(({ content }) => readDraft(content) ?? []);
      return drafts.length > 0 ? drafts : undefined;
    } catch (error) {
      // The session's code may be another copy of the same.
      if (isPrmError(error) && (error.name === 'ConnectionError' || error.name === 'TimeoutError')) throw error;
      return undefined;
    }
  };

  return {
    find,
    hasAny: async () => {
      const isThere = (await storage.list()).items.some(({ header }) => header.owner === owner);
      return isThere && (!hasOthers || (await find('')) !== undefined);
    },
    open: () => next(open),
    keep(answers, isTyped, onKept) {
      waiting = { answers, onKept };
      clearTimeout(timer);
      if (isTyped) timer = setTimeout(write, rest);
      else write();
    },
    dropOwn,
    drop() {
      stop();
      if (hasOthers) return dropOwn();
      next(() => remove((header) => header.owner === owner));
    },
    end() {
      stop();
      isOver = true;
      return queue;
    },
  };
}

/** What was kept, if it is that: a page of another version may have kept it. */
function readDraft(content: unknown): Draft | undefined {
  if (!isObject(content)) return undefined;
  const { response, version, sent } = content;
  if (!isObject(response) || typeof version !== 'number' || !Array.isArray(sent)) return undefined;
  return { response, version, sent: sent.filter(isObject) };
}
