import { type OwnSurvey, ResponseAttachments, SurveyAnswering, type Transport } from '@openprm/sdk';
import type { Drafts } from '../draft.ts';
import { sendThrough } from '../send-file.ts';
import type { SurveyApi } from '../survey-api.ts';

/** Who answers which survey. */
export interface Chosen {
  readonly survey: OwnSurvey;
  /** The patient for whom the person acts; undefined for themselves. */
  readonly actingFor: string | undefined;
}

/** Nothing is kept on the device of who is signed in: their answers are at the clinic a moment later. */
const noDrafts: Drafts = {
  find: () => Promise.resolve(undefined),
  hasAny: () => Promise.resolve(false),
  open: () => undefined,
  keep: () => undefined,
  dropOwn: () => undefined,
  drop: () => undefined,
};

/**
 * The way to the clinic's system of who answers a survey of theirs in a session.
 *
 * @param chosen resolves once somebody has chosen one, and rejects when the signal aborts
 * @param onCall is told of each call that was answered, and of what it threw
 */
export function createOwnApi(
  transport: Transport,
  chosen: (signal: AbortSignal) => Promise<Chosen>,
  onCall: (error?: unknown) => void,
): SurveyApi {
  const answering = new SurveyAnswering(transport);
  let present: Chosen | undefined;
  const told = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await call;
      onCall();
      return answer;
    } catch (error) {
      onCall(error);
      throw error;
    }
  };
  const asked = () => {
    const invitationId = present?.survey.invitationId;
    return typeof invitationId === 'string' ? { invitationId } : {};
  };
  const options = (signal: AbortSignal) => ({ signal, actingFor: present?.actingFor });
  return {
    async load(signal) {
      present = await chosen(signal);
      const { surveyId, status } = present.survey;
      const [paper, progress] = await told(
        Promise.all([
          answering.getForm(surveyId, options(signal)),
          status === 'in-progress' ? answering.create({ surveyId, ...asked() }, options(signal)) : null,
        ]),
      );
      return { paper, progress };
    },
    save({ surveyId, progress, response }, idempotencyKey, signal) {
      const how = { ...options(signal), idempotencyKey };
      if (progress === null) return told(answering.create({ surveyId, response, ...asked() }, how));
      const { id, version } = progress;
      return told(answering.save({ id, version, response }, how));
    },
    sendFile: (what, signal) => told(sendThrough(new ResponseAttachments(transport), what, options(signal))),
    drafts: () => Promise.resolve(noDrafts),
    refresh: (surveyId, signal) => told(answering.create({ surveyId, ...asked() }, options(signal))),
  };
}
