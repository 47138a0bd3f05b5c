import {
  type EndpointInput,
  type QuestionnairePut,
  type QuestionnaireRecord,
  type QuestionnaireStored,
  type QuestionnaireWhole,
  createQuestionnaire,
  getQuestionnaire,
  listQuestionnaires,
  putQuestionnaire,
  retireQuestionnaire,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of forms. */
export type QuestionnaireQuery = EndpointInput<typeof listQuestionnaires>['query'];

/** Forms (FHIR Questionnaire), kept as they came. What writes them from typed parts is `@openprm/sdk/questionnaires`. Needs a secret key. */
export class Questionnaires {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists forms without their items. */
  list(query: QuestionnaireQuery = {}, options?: CallOptions): Promise<PageResult<QuestionnaireRecord>> {
    return paginate((next) => this.#transport.call(listQuestionnaires, { query: { ...query, ...next } }, options));
  }

  /**
   * Stores a form, as a draft or published, by its own `status`.
   *
   * @throws {ValidationError} with each fault's place as a JSON pointer below `/body/questionnaire`
   */
  create(body: QuestionnairePut, options?: CallOptions): Promise<QuestionnaireStored> {
    return this.#transport.call(createQuestionnaire, { body }, options);
  }

  /** Reads a form as it came. */
  get(id: string, options?: CallOptions): Promise<QuestionnaireWhole> {
    return this.#transport.call(getQuestionnaire, { params: { id } }, options);
  }

  /** Writes a draft anew, or publishes it. @throws {ConflictError} `questionnaire-published` */
  put(
    { id, ...body }: QuestionnairePut & { readonly id: string },
    options?: CallOptions,
  ): Promise<QuestionnaireStored> {
    return this.#transport.call(putQuestionnaire, { params: { id }, body }, options);
  }

  /** Retires a form: no new survey may ask by it. */
  retire(id: string, options?: CallOptions): Promise<QuestionnaireRecord> {
    return this.#transport.call(retireQuestionnaire, { params: { id }, body: {} }, options);
  }
}
