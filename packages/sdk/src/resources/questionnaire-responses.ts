import {
  type EndpointInput,
  type QuestionnaireResponseCreate,
  type QuestionnaireResponseRecord,
  type QuestionnaireResponseSave,
  type QuestionnaireResponseWhole,
  type ResponseProgress,
  createQuestionnaireResponse,
  getQuestionnaireResponse,
  listQuestionnaireResponses,
  saveQuestionnaireResponse,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** Which survey's responses, and how to narrow them. */
export type QuestionnaireResponseQuery = EndpointInput<typeof listQuestionnaireResponses>['query'];

/**
 * What was answered (FHIR QuestionnaireResponse), kept as it came. Whoever answers comes with the secret of a link or a session; to an anonymous survey with the publishable key.
 */
export class QuestionnaireResponses {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
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
   * Saves the whole response in place of what was saved before; with `status: completed` it is complete for good. A retry with the same `idempotencyKey` gets the first answer.
   *
   * @throws {ConflictError} `version-conflict` when another page saved since; `response-completed`
   */
  save(
    { id, ...body }: QuestionnaireResponseSave & { readonly id: string },
    options?: CallOptions,
  ): Promise<ResponseProgress> {
    return this.#transport.call(saveQuestionnaireResponse, { params: { id }, body }, options);
  }

  /** Lists the responses to a survey, the newest first. Needs a secret key. */
  list(query: QuestionnaireResponseQuery, options?: CallOptions): Promise<PageResult<QuestionnaireResponseRecord>> {
    return paginate((next) =>
      this.#transport.call(listQuestionnaireResponses, { query: { ...query, ...next } }, options),
    );
  }

  /** Reads a response with its scores and with what was answered. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<QuestionnaireResponseWhole> {
    return this.#transport.call(getQuestionnaireResponse, { params: { id } }, options);
  }
}
