import { buildResponse, isObject } from '@openprm/questionnaire';
import {
  apiErrorOf,
  ConnectionError,
  createDeviceSealedStorage,
  createLeanTransport,
  SealedItems,
  SealedStore,
  SealedStoreError,
} from '@openprm/sdk';
import type { Draft, Drafts } from './draft.ts';
import type { Answers } from './survey-state.ts';
import type { SurveyAccess } from './survey-api.ts';

/** Links have a place of their own on the device, beside those of the clinics' sessions. */
const place = 'survey-links';
/** Milliseconds without an answer after which it is kept. */
const rest = 150;
/** A link answers for so long: what was kept before opens no more. */
const linkDays = 30;

/**
 * Keeps what the clinic's system has not confirmed on this device, sealed so that it alone opens it, for who has the link, as long as that answers. This file is loaded
 * behind the first question and shares no code with others.
 *
 * @param signal when the element is left: what has not rested yet is kept at once
 */
export function createDrafts({ apiUrl, link }: Pick<SurveyAccess, 'apiUrl' | 'link'>, signal: AbortSignal): Drafts {
  const owner = `svi_${link?.split('.')[1]}`;
  const transport = createLeanTransport({ apiUrl, credential: link ?? '' }, apiErrorOf);
  const storage = createDeviceSealedStorage(place);
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
  const remove = async (isMeant: (header: { readonly owner: string; readonly at: string }) => boolean) => {
    const { items } = await storage.list();
    for (const { header } of items) if (isMeant(header)) await storage.remove(header.item);
  };

  const keepNow = async ({ plan, form, saving, paper }: Answers): Promise<void> => {
    await open();
    const response = buildResponse(plan, form, { status: 'in-progress' });
    const draft: Draft = { response, version: saving.progress?.version ?? 0, sent: saving.sent.slice(-2) };
    const keep = (content: Draft) => store.saveDraft({ type: typeOf(paper.surveyId), content });
    await keep(draft).catch((error: unknown) => {
      const isTooLarge = error instanceof SealedStoreError && error.code === 'item-too-large';
      if (!isTooLarge) throw error;
      // The answers alone: whose the clinic's are is asked then, if that was ours.
      return keep({ ...draft, sent: [] });
    });
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
  for (const type of ['pagehide', 'visibilitychange']) globalThis.addEventListener?.(type, write, { signal });
  signal.addEventListener('abort', write);

  return {
    async find(surveyId) {
      try {
        const ended = Date.now() - linkDays * 86_400_000;
        await remove(({ at }) => Date.parse(at) < ended);
        if (!(await storage.list()).items.some(({ header }) => header.owner === owner)) return undefined;
        await open();
        const drafts = await store.restoreDrafts(transport);
        return readDraft(drafts.find(({ type }) => type === typeOf(surveyId))?.content);
      } catch (error) {
        if (error instanceof ConnectionError) throw error;
        return undefined;
      }
    },
    open: () => next(open),
    keep(answers, onKept) {
      waiting = { answers, onKept };
      clearTimeout(timer);
      // What is on its way to the clinic rests already.
      if (answers.saving.isDirty) timer = setTimeout(write, rest);
      else write();
    },
    drop() {
      clearTimeout(timer);
      waiting = undefined;
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
