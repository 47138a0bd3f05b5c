import {
  createPractitioner,
  type EndpointInput,
  getPractitioner,
  listPractitioners,
  type Practitioner,
  type PractitionerCreate,
  type PractitionerUpdate,
  updatePractitioner,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of practitioners. */
export type PractitionerQuery = EndpointInput<typeof listPractitioners>['query'];

/** The persons who treat (FHIR Practitioner). */
export class Practitioners {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists practitioners; with a publishable key the active ones. */
  list(query: PractitionerQuery = {}, options?: CallOptions): Promise<PageResult<Practitioner>> {
    return paginate((next) => this.#transport.call(listPractitioners, { query: { ...query, ...next } }, options));
  }

  /** Creates a practitioner. Needs a secret key. */
  create(body: PractitionerCreate, options?: CallOptions): Promise<Practitioner> {
    return this.#transport.call(createPractitioner, { body }, options);
  }

  /** Reads a practitioner. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<Practitioner> {
    return this.#transport.call(getPractitioner, { params: { id } }, options);
  }

  /** Changes only the fields that are given; `active: false` retires it. Needs a secret key. */
  update({ id, ...body }: PractitionerUpdate & { readonly id: string }, options?: CallOptions): Promise<Practitioner> {
    return this.#transport.call(updatePractitioner, { params: { id }, body }, options);
  }
}
