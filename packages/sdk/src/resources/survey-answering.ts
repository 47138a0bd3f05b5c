import {
  type QuestionnaireResponseCreate,
  type QuestionnaireResponseSave,
  type ResponseProgress,
  type SurveyForm,
  type SurveyInvitationOpened,
  createQuestionnaireResponse,
  getSurveyForm,
  openSurveyInvitation,
  saveQuestionnaireResponse,
} from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/**
 * The four calls of a page on which a survey is answered. They are those of `SurveyInvitations`, `Surveys` and `QuestionnaireResponses`, apart from all that only a clinic
 * does, so that such a page loads none of it.
 */
export class SurveyAnswering {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Opens a link, whose secret must be the transport's credential. */
  openInvitation(options?: CallOptions): Promise<SurveyInvitationOpened> {
    return this.#transport.call(openSurveyInvitation, { body: {} }, options);
  }

  /** What to say before the first question, when to show help, and the form. */
  getForm(id: string, options?: CallOptions): Promise<SurveyForm> {
    return this.#transport.call(getSurveyForm, { params: { id } }, options);
  }

  /**
   * Begins to answer, with or without first answers. Without any, what is in progress is given back.
   *
   * @throws {ConflictError} `version-conflict` when answers are brought and others are in progress; `response-completed`
   */
  create(body: QuestionnaireResponseCreate, options?: CallOptions): Promise<ResponseProgress> {
    return this.#transport.call(createQuestionnaireResponse, { body }, options);
  }

  /**
   * Saves the whole response in place of what was saved before. A retry with the same `idempotencyKey` gets the first answer.
   *
   * @throws {ConflictError} `version-conflict` when another page saved since; `response-completed`
   */
  save(
    { id, ...body }: QuestionnaireResponseSave & { readonly id: string },
    options?: CallOptions,
  ): Promise<ResponseProgress> {
    return this.#transport.call(saveQuestionnaireResponse, { params: { id }, body }, options);
  }
}
