import {
  createSignInCode,
  createSignInLink,
  deletePortal,
  deleteSignInLink,
  getPortal,
  type Portal,
  type PortalPut,
  putPortal,
  type SignInCode,
  type SignInCodeCreate,
  type SignInLink,
  type SignInLinkCreate,
} from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** One-time codes by mail: the first half of signing in. `PatientSession` does both halves. */
export class SignInCodes {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Has a code sent to an address. The answer is the same for every address. */
  create(body: SignInCodeCreate, options?: CallOptions): Promise<SignInCode> {
    return this.#transport.call(createSignInCode, { body }, options);
  }
}

/** Links that sign one patient in, once. Need a secret key. */
export class SignInLinks {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Makes a link for a patient. Its secret belongs into a fragment (after `#`), never in a path or a query.
   *
   * @throws {NotFoundError} when there is no such patient
   */
  create(
    { patientId, ...body }: SignInLinkCreate & { readonly patientId: string },
    options?: CallOptions,
  ): Promise<SignInLink> {
    return this.#transport.call(createSignInLink, { params: { id: patientId }, body }, options);
  }

  /** Ends a link that was not used yet. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.call(deleteSignInLink, { params: { id } }, options);
  }
}

/** The clinic's own portal, whose signed-in patients need no code. Needs a secret key. */
export class Portals {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What is registered. @throws {NotFoundError} when nothing is */
  get(options?: CallOptions): Promise<Portal> {
    return this.#transport.call(getPortal, {}, options);
  }

  /** Registers the portal's issuer and public keys, or replaces them. */
  put(body: PortalPut, options?: CallOptions): Promise<Portal> {
    return this.#transport.call(putPortal, { body }, options);
  }

  /** Takes no more of its assertions. */
  delete(options?: CallOptions): Promise<void> {
    return this.#transport.call(deletePortal, {}, options);
  }
}
