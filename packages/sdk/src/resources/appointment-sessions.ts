import { type AppointmentSession, createAppointmentSession } from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** What a mailed link is exchanged for. The transport's credential must be the link's secret: see `withCredential`. */
export class AppointmentSessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Exchanges a link for its appointment and a short-lived credential, which belongs in memory only.
   *
   * @throws {AuthenticationError} when the link is wrong, or its visit is over
   */
  create(options?: CallOptions): Promise<AppointmentSession> {
    return this.#transport.call(createAppointmentSession, { body: {} }, options);
  }
}
