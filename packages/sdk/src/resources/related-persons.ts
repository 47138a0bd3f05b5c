import {
  createRelatedPerson,
  type EndpointInput,
  listRelatedPersons,
  type RelatedPerson,
  type RelatedPersonCreate,
  type RelatedPersonReason,
  type RevokedRelatedPerson,
  revokeRelatedPerson,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** Of which patient. */
export type RelatedPersonQuery = EndpointInput<typeof listRelatedPersons>['query'];

/** Why a right is taken back, besides what every call may say. */
export interface RevokeOptions extends CallOptions {
  readonly reason?: RelatedPersonReason;
}

/** Who may act for a patient: parents, carers (FHIR RelatedPerson). Needs a secret key. */
export class RelatedPersons {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists who may act for a patient, those whose right is over included. */
  list(query: RelatedPersonQuery, options?: CallOptions): Promise<PageResult<RelatedPerson>> {
    return paginate((next) => this.#transport.call(listRelatedPersons, { query: { ...query, ...next } }, options));
  }

  /** Lets somebody act for a patient. @throws {NotFoundError} when there is no such patient */
  create(body: RelatedPersonCreate, options?: CallOptions): Promise<RelatedPerson> {
    return this.#transport.call(createRelatedPerson, { body }, options);
  }

  /**
   * Takes the right back, also from sessions that are open. The reason stands in the audit. It ends too where who holds it cannot be read: name, birth date and address are then
   * null.
   */
  revoke(id: string, { reason, ...options }: RevokeOptions = {}): Promise<RevokedRelatedPerson> {
    const body = reason === undefined ? {} : { reason };
    return this.#transport.call(revokeRelatedPerson, { params: { id }, body }, options);
  }
}
