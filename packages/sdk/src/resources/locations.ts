import {
  createLocation,
  type EndpointInput,
  getLocation,
  listLocations,
  type Location,
  type LocationCreate,
  type LocationUpdate,
  updateLocation,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of locations. */
export type LocationQuery = EndpointInput<typeof listLocations>['query'];

/** Places where people are seen (FHIR Location). */
export class Locations {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists locations; with a publishable key the active ones. */
  list(query: LocationQuery = {}, options?: CallOptions): Promise<PageResult<Location>> {
    return paginate((next) => this.#transport.call(listLocations, { query: { ...query, ...next } }, options));
  }

  /** Creates a location. Needs a secret key. */
  create(body: LocationCreate, options?: CallOptions): Promise<Location> {
    return this.#transport.call(createLocation, { body }, options);
  }

  /** Reads a location. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<Location> {
    return this.#transport.call(getLocation, { params: { id } }, options);
  }

  /** Changes only the fields that are given; `active: false` retires it. Needs a secret key. */
  update({ id, ...body }: LocationUpdate & { readonly id: string }, options?: CallOptions): Promise<Location> {
    return this.#transport.call(updateLocation, { params: { id }, body }, options);
  }
}
