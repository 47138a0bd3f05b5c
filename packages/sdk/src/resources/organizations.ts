import {
  createOrganization,
  type EndpointInput,
  getOrganization,
  listOrganizations,
  type Organization,
  type OrganizationCreate,
  type OrganizationUpdate,
  updateOrganization,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of organizations. */
export type OrganizationQuery = EndpointInput<typeof listOrganizations>['query'];

/** The clinic's organizations (FHIR Organization). */
export class Organizations {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists organizations; needs a secret key. */
  list(query: OrganizationQuery = {}, options?: CallOptions): Promise<PageResult<Organization>> {
    return paginate((next) => this.#transport.call(listOrganizations, { query: { ...query, ...next } }, options));
  }

  /** Creates an organization. Needs a secret key. */
  create(body: OrganizationCreate, options?: CallOptions): Promise<Organization> {
    return this.#transport.call(createOrganization, { body }, options);
  }

  /** Reads an organization. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<Organization> {
    return this.#transport.call(getOrganization, { params: { id } }, options);
  }

  /** Changes only the fields that are given; `active: false` retires it. Needs a secret key. */
  update({ id, ...body }: OrganizationUpdate & { readonly id: string }, options?: CallOptions): Promise<Organization> {
    return this.#transport.call(updateOrganization, { params: { id }, body }, options);
  }
}
