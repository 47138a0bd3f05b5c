import { type OwnSurvey, ResponseAttachments, SurveyAnswering, type Transport } from '@openprm/sdk';
import { sendThrough } from '../send-file.ts';
import type { SurveyApi } from '../survey-api.ts';
import type { OwnSurveyDrafts } from './own-drafts.ts';

/** Who answers which survey. */
export interface Chosen {
  readonly survey: OwnSurvey;
  /** The patient for whom the person acts; undefined for themselves. */
  readonly actingFor: string | undefined;
}

/**
 * The way to the clinic's system of who answers a survey of theirs in a session.
 *
 * @param chosen resolves once somebody has chosen one, and rejects when the signal aborts
 * @param kept what the device keeps
 * @param onCall is told of each call that was answered, and of what it threw
 */
export function createOwnApi(
  transport: Transport,
  chosen: (signal: AbortSignal) => Promise<Chosen>,
  kept: OwnSurveyDrafts,
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
    drafts: async (signal) =>
      kept.open({ call: (...given) => told(transport.call(...given)) }, present ?? (await chosen(signal)), signal),
    refresh: (surveyId, signal) => told(answering.create({ surveyId, ...asked() }, options(signal))),
  };
}
