import {
  createSession,
  createSessionFromAssertion,
  createSessionFromLink,
  type DeviceKey,
  endCurrentSession,
  endOwnSessions,
  endPatientSessions,
  getCurrentSession,
  matchCurrentSession,
  refreshSession,
  type Session,
  type SessionCreate,
  type SessionCredentials,
  type SessionFromAssertion,
  type SessionMatch,
  type SessionRefresh,
  type SessionStarted,
} from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/**
 * Patients' sessions, call by call. Each needs another credential, see `withCredential`; `PatientSession` keeps all of that for a page.
 */
export class Sessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Begins a session with a one-time code. Needs a publishable key.
   *
   * @throws {AuthenticationError} `sign-in-refused`
   */
  create(body: SessionCreate, options?: CallOptions): Promise<SessionStarted> {
    return this.#transport.call(createSession, { body }, options);
  }

  /**
   * Begins a session with an assertion of the clinic's portal. Needs a publishable key.
   *
   * @throws {AuthenticationError} `sign-in-refused`
   */
  createFromAssertion(body: SessionFromAssertion, options?: CallOptions): Promise<SessionStarted> {
    return this.#transport.call(createSessionFromAssertion, { body }, options);
  }

  /**
   * Begins a session with a link, whose secret is the credential.
   *
   * @throws {AuthenticationError} `sign-in-refused` when it was used before or is over
   */
  createFromLink(body: { readonly key: DeviceKey }, options?: CallOptions): Promise<SessionStarted> {
    return this.#transport.call(createSessionFromLink, { body }, options);
  }

  /**
   * Exchanges a handle, which is the credential, for the next one.
   *
   * @throws {AuthenticationError} `session-ended`, or `credential-invalid` for a proof by another key
   */
  refresh(body: SessionRefresh, options?: CallOptions): Promise<SessionCredentials> {
    return this.#transport.call(refreshSession, { body }, options);
  }

  /** The own session. @throws {AuthenticationError} `session-ended` */
  current(options?: CallOptions): Promise<Session> {
    return this.#transport.call(getCurrentSession, {}, options);
  }

  /** Looks for the own chart by birth date. None and several look the same: `patient` stays null. */
  match(body: SessionMatch, options?: CallOptions): Promise<Session> {
    return this.#transport.call(matchCurrentSession, { body }, options);
  }

  /** Signs out. */
  end(options?: CallOptions): Promise<void> {
    return this.#transport.call(endCurrentSession, {}, options);
  }

  /** Signs out everywhere: each session that is listed as one's own ends, and so do codes that were mailed and not used. */
  endAll(options?: CallOptions): Promise<void> {
    return this.#transport.call(endOwnSessions, {}, options);
  }

  /** Signs a patient out everywhere, and whoever acts for them; links that were mailed to them end. Needs a secret key. */
  endOfPatient(patientId: string, options?: CallOptions): Promise<void> {
    return this.#transport.call(endPatientSessions, { params: { id: patientId }, body: {} }, options);
  }
}
