import { type AuditEvent, type EndpointInput, listAuditEvents } from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of audit events. */
export type AuditEventQuery = EndpointInput<typeof listAuditEvents>['query'];

/** Who looked at or changed what, when and why (FHIR AuditEvent). */
export class AuditEvents {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists audit events, the newest first: the clinic's with a secret key, a patient's own with a patient's credential. */
  list(query: AuditEventQuery = {}, options?: CallOptions): Promise<PageResult<AuditEvent>> {
    return paginate((next) => this.#transport.call(listAuditEvents, { query: { ...query, ...next } }, options));
  }
}
