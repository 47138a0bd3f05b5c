import { type EndpointInput, type OwnSurvey, listOwnSurveys } from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to page through one's own surveys. */
export type OwnSurveyQuery = EndpointInput<typeof listOwnSurveys>['query'];

/**
 * The surveys of whoever is signed in: what waits for them, what they have begun, what they have answered.
 *
 * @example
 * ```ts
 * for await (const { title, status } of await new OwnSurveys(session).list()) console.log(title, status);
 * ```
 */
export class OwnSurveys {
  readonly #transport: Transport;

  /** @param transport a `PatientSession` */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists them: what was begun first, then what waits, then what was answered, in each the newest first. */
  list(query: OwnSurveyQuery = {}, options?: CallOptions): Promise<PageResult<OwnSurvey>> {
    return paginate((next) => this.#transport.call(listOwnSurveys, { query: { ...query, ...next } }, options));
  }
}
