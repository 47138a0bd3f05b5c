import { type Consent, type ConsentCreate, type EndpointInput, createConsent, listConsents } from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** Whose decisions. */
export type ConsentQuery = EndpointInput<typeof listConsents>['query'];

/** What patients have decided (FHIR Consent). Needs a secret key. */
export class Consents {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists what a patient has decided, the newest first. */
  list(query: ConsentQuery, options?: CallOptions): Promise<PageResult<Consent>> {
    return paginate((next) => this.#transport.call(listConsents, { query: { ...query, ...next } }, options));
  }

  /** Records a decision: the newest one holds. */
  create(body: ConsentCreate, options?: CallOptions): Promise<Consent> {
    return this.#transport.call(createConsent, { body }, options);
  }
}
