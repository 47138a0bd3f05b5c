import {
  createPractitionerRole,
  type EndpointInput,
  getPractitionerRole,
  listPractitionerRoles,
  type PractitionerRole,
  type PractitionerRoleCreate,
  type PractitionerRoleUpdate,
  updatePractitionerRole,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of roles. */
export type PractitionerRoleQuery = EndpointInput<typeof listPractitionerRoles>['query'];

/** Who works where (FHIR PractitionerRole). */
export class PractitionerRoles {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists roles; with a publishable key the active ones. */
  list(query: PractitionerRoleQuery = {}, options?: CallOptions): Promise<PageResult<PractitionerRole>> {
    return paginate((next) => this.#transport.call(listPractitionerRoles, { query: { ...query, ...next } }, options));
  }

  /** Creates a role: a practitioner at a location. Needs a secret key. */
  create(body: PractitionerRoleCreate, options?: CallOptions): Promise<PractitionerRole> {
    return this.#transport.call(createPractitionerRole, { body }, options);
  }

  /** Reads a role. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<PractitionerRole> {
    return this.#transport.call(getPractitionerRole, { params: { id } }, options);
  }

  /** Changes only the fields that are given; `active: false` retires it. Needs a secret key. */
  update(
    { id, ...body }: PractitionerRoleUpdate & { readonly id: string },
    options?: CallOptions,
  ): Promise<PractitionerRole> {
    return this.#transport.call(updatePractitionerRole, { params: { id }, body }, options);
  }
}
