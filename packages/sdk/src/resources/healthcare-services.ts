import {
  createHealthcareService,
  type EndpointInput,
  getHealthcareService,
  listHealthcareServices,
  type HealthcareService,
  type HealthcareServiceCreate,
  type HealthcareServiceUpdate,
  updateHealthcareService,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of kinds of visit. */
export type HealthcareServiceQuery = EndpointInput<typeof listHealthcareServices>['query'];

/** Kinds of visit with the rules by which their times are offered (FHIR HealthcareService). */
export class HealthcareServices {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists kinds of visit; with a publishable key the active ones. */
  list(query: HealthcareServiceQuery = {}, options?: CallOptions): Promise<PageResult<HealthcareService>> {
    return paginate((next) => this.#transport.call(listHealthcareServices, { query: { ...query, ...next } }, options));
  }

  /** Creates a kind of visit. Needs a secret key. */
  create(body: HealthcareServiceCreate, options?: CallOptions): Promise<HealthcareService> {
    return this.#transport.call(createHealthcareService, { body }, options);
  }

  /** Reads a kind of visit. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<HealthcareService> {
    return this.#transport.call(getHealthcareService, { params: { id } }, options);
  }

  /** Changes only the fields that are given; `active: false` retires it. Needs a secret key. */
  update(
    { id, ...body }: HealthcareServiceUpdate & { readonly id: string },
    options?: CallOptions,
  ): Promise<HealthcareService> {
    return this.#transport.call(updateHealthcareService, { params: { id }, body }, options);
  }
}
