import {
  type EndpointInput,
  type EndpointResponse,
  type ResultGroup,
  type ResultsFile,
  type Survey,
  type SurveyCreate,
  type SurveyForm,
  type SurveyResults,
  type SurveyUpdate,
  createSurvey,
  exportSurveyResponses,
  exportSurveyResults,
  getSurvey,
  getSurveyForm,
  getSurveyResults,
  listSurveys,
  updateSurvey,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to page through surveys. */
export type SurveyQuery = EndpointInput<typeof listSurveys>['query'];

/** Which survey's results, and what they are told apart by. */
export interface ResultQuery {
  readonly id: string;
  readonly by?: ResultGroup;
}

/** How forms are asked: which version, in which mode, who reads it, what is watched for. */
export class Surveys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What whoever answers meets: what to say before the first question, when to show help, and the form. */
  getForm(id: string, options?: CallOptions): Promise<SurveyForm> {
    return this.#transport.call(getSurveyForm, { params: { id } }, options);
  }

  /** Lists surveys. Needs a secret key. */
  list(query: SurveyQuery = {}, options?: CallOptions): Promise<PageResult<Survey>> {
    return paginate((next) => this.#transport.call(listSurveys, { query: { ...query, ...next } }, options));
  }

  /** Makes a survey of a published form. Needs a secret key. @throws {ValidationError} where the form or the mode does not allow what is asked */
  create(body: SurveyCreate, options?: CallOptions): Promise<Survey> {
    return this.#transport.call(createSurvey, { body }, options);
  }

  /** Reads a survey. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<Survey> {
    return this.#transport.call(getSurvey, { params: { id } }, options);
  }

  /** Changes only the fields that are given; `active: false` ends it. Needs a secret key. */
  update({ id, ...body }: SurveyUpdate & { readonly id: string }, options?: CallOptions): Promise<Survey> {
    return this.#transport.call(updateSurvey, { params: { id }, body }, options);
  }

  /** What the responses say together, always of whole fives of people. Needs a secret key. */
  results({ id, ...query }: ResultQuery, options?: CallOptions): Promise<SurveyResults> {
    return this.#transport.call(getSurveyResults, { params: { id }, query }, options);
  }

  /** The same as a CSV file. Needs a secret key. */
  resultsCsv({ id, ...query }: ResultQuery, options?: CallOptions): Promise<ResultsFile> {
    return this.#transport.call(exportSurveyResults, { params: { id }, query }, options);
  }

  /** One page of the complete responses as a FHIR Bundle; `cursor` is the `nextCursor` of the page before. Needs a secret key. */
  responsesFhir(
    { id, ...query }: { readonly id: string; readonly cursor?: string; readonly limit?: number },
    options?: CallOptions,
  ): Promise<EndpointResponse<typeof exportSurveyResponses>> {
    return this.#transport.call(exportSurveyResponses, { params: { id }, query }, options);
  }
}
