import { buildResponse, isObject } from '@openprm/questionnaire';
import {
  apiErrorOf,
  ConnectionError,
  createDeviceSealedStorage,
  createIdempotencyKey,
  createLeanTransport,
  SealedItems,
  SealedStore,
  SealedStoreError,
  type KnownItem,
} from '@openprm/sdk';
import type { Draft, Drafts } from './draft.ts';
import type { Answers } from './survey-state.ts';
import type { SurveyAccess } from './survey-api.ts';

/** Links have a place of their own on the device, beside those of the clinics' sessions. */
const place = 'survey-links';
/** Milliseconds without a letter after which what is typed is kept. */
const rest = 150;
/** A link answers for so long: what was kept before opens no more. */
const linkDays = 30;

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
  const owner = `svi_${link?.split('.')[1]}`;
  const transport = createLeanTransport({ apiUrl, credential: link ?? '' }, apiErrorOf);
  const store = new SealedStore({ key: place, storage });
  let opening: Promise<void> | undefined;
  /** Without a connection there is nobody to seal to: the next answer asks again. */
  const open = async () => {
    opening ??= new SealedItems(transport).linkSealing().then((sealing) => store.begin({ sealing, patient: null }));
    try {
      await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  const typeOf = (surveyId: string) => `survey/${surveyId}`;
  /** Several pages may have the same link open: each keeps its answers in a place of its own. */
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
    const keep = (content: Draft) => store.saveDraft({ type, content });
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
  const next = (act: () => Promise<void>) => {
    queue = queue.then(act).catch(() => undefined);
  };
  let waiting: { readonly answers: Answers; readonly onKept: () => void } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    next(async () => {
      const now = waiting;
      waiting = undefined;
      if (!now) return;
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

  return {
    async find(surveyId) {
      try {
        const ended = Date.now() - linkDays * 86_400_000;
        await remove(({ at }) => Date.parse(at) < ended);
        const found = (await storage.list()).items.filter(({ header }) => header.owner === owner);
        if (found.length === 0) return undefined;
        await open();
        const restored = await store.restoreDrafts(transport);
        taken = found;
        const drafts = restored.flatMap(({ type, content }) =>
          `${type}/`.startsWith(`${typeOf(surveyId)}/`) ? (readDraft(content) ?? []) : [],
        );
        return drafts.length > 0 ? drafts : undefined;
      } catch (error) {
        if (error instanceof ConnectionError) throw error;
        return undefined;
      }
    },
    hasAny: async () => (await storage.list()).items.some(({ header }) => header.owner === owner),
    open: () => next(open),
    keep(answers, isTyped, onKept) {
      waiting = { answers, onKept };
      clearTimeout(timer);
      if (isTyped) timer = setTimeout(write, rest);
      else write();
    },
    dropOwn() {
      stop();
      next(async () => {
        if (own !== undefined) await store.discardDraft(own);
        await removeTaken();
      });
    },
    drop() {
      stop();
      next(() => remove((header) => header.owner === owner));
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
