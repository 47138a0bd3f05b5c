import type { Attachment, QuestionnaireResponse } from '@openprm/questionnaire';
import type { Drafts } from './draft.ts';
import { createLeanTransport, type ResponseProgress, SurveyAnswering, type SurveyForm } from '@openprm/sdk';

/** Where and as whom a survey is answered. */
export interface SurveyAccess {
  /** Origin of the PRM API. */
  readonly apiUrl: string;
  /** The clinic's publishable key; null for an element that only opens a link. */
  readonly publishableKey: string | null;
  /** Secret of a mailed link, `svl_…`; null for a survey that anybody may answer. */
  readonly link: string | null;
  /** Which survey, where no link says it. */
  readonly surveyId: string | null;
}

/** What a survey asks of the clinic's system. */
export interface SurveyApi {
  /** The survey, with what was answered before. @throws {PrmError} */
  load(signal: AbortSignal): Promise<{ readonly paper: SurveyForm; readonly progress: ResponseProgress | null }>;
  /** Saves all of the response as it is now. @throws {PrmError} */
  save(what: ResponseToSave, idempotencyKey: string, signal: AbortSignal): Promise<ResponseProgress>;
  /** Sends a file that goes with the response, and gives the answer that names it. @throws {PrmError} */
  sendFile(what: FileToSend, signal: AbortSignal): Promise<Attachment>;
  /** What this device keeps for who has the link. @param signal when that ends @throws whatever an import throws that finds no connection */
  drafts(signal: AbortSignal): Promise<Drafts>;
  /** What the clinic has now. @throws {PrmError} */
  refresh(surveyId: string, signal: AbortSignal): Promise<ResponseProgress>;
}

/** A file, and the response that it goes with. */
export interface FileToSend {
  readonly responseId: string;
  readonly file: File;
}

/** A response, and what the clinic had of it before. */
export interface ResponseToSave {
  readonly surveyId: string;
  readonly progress: ResponseProgress | null;
  readonly response: QuestionnaireResponse;
}

/** The one way to the API: as who has the link, else as anybody with the clinic's publishable key. What reads refusals is loaded when there is one. */
/* @__NO_SIDE_EFFECTS__ */
export function createSurveyApi({ apiUrl, publishableKey, link, surveyId }: SurveyAccess): SurveyApi {
  const transport = createLeanTransport({ apiUrl, credential: link ?? publishableKey ?? '' }, async (refusal) =>
    (await import('./survey-later.ts')).apiErrorOf(refusal),
  );
  const answering = new SurveyAnswering(transport);
  return {
    async load(signal) {
      const invitation = link === null ? null : await answering.openInvitation({ signal });
      const paper = await answering.getForm(invitation?.surveyId ?? surveyId ?? '', { signal });
      return { paper, progress: invitation?.progress ?? null };
    },
    save({ surveyId, progress, response }, idempotencyKey, signal) {
      const options = { idempotencyKey, signal };
      if (progress === null) return answering.create({ surveyId, response }, options);
      const { id, version, secret } = progress;
      return answering.save({ id, version, response, ...(secret !== null && { secret }) }, options);
    },
    sendFile: async (what, signal) => (await import('./send-file.ts')).sendFile({ apiUrl, link }, what, signal),
    drafts: async (signal) => (await import('./draft-keeper.ts')).createDrafts({ apiUrl, link }, signal),
    refresh: (surveyId, signal) => answering.create({ surveyId }, { signal }),
  };
}
