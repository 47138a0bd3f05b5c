import type { Endpoint, EndpointInput, EndpointResponse } from '@openprm/contract';

/**
 * Who calls: a publishable key `pk_…`, a secret key `sk_…`, a mailed link's secret `lnk_…` or an appointment's access token. A function is asked
 * before each call, so that a credential can change or live in memory only.
 */
export type Credential = string | (() => string);

/** What any call takes besides its parameters. */
export interface CallOptions {
  /** Aborts the call, its retries and its waiting; it then rejects with the signal's reason, an `AbortError` by default. */
  readonly signal?: AbortSignal | undefined;
  /** For a POST: 1 to 255 characters, see `createIdempotencyKey`. Made for each call unless given. */
  readonly idempotencyKey?: string | undefined;
  /** The language (BCP 47) that the answer's words should be in. Not sent with public reads, which caches share. */
  readonly locale?: string | undefined;
  /** In a patient's session: the patient (`pat_…`) for whom this call acts, when it is not for the own chart. */
  readonly actingFor?: string | undefined;
}

/** Options of the transport itself. */
export interface TransportCallOptions extends CallOptions {
  /** Instead of the transport's own. */
  readonly credential?: Credential | undefined;
  /** A page makes the call by itself, so that it is no use of a session: nobody sits there. */
  readonly passive?: boolean | undefined;
}

/** The one narrow way to the API: a resource is built over this and nothing else. */
export interface Transport {
  /**
   * Calls one endpoint of the contract.
   *
   * @returns the parsed response: unknown fields are dropped and unknown codes are `unknown`; undefined for an endpoint that answers nothing
   * @throws {PrmError} of the class that fits
   */
  call<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    options?: TransportCallOptions,
  ): Promise<EndpointResponse<E>>;
}

/** How an answer that stays open is asked for. */
export interface OpenOptions extends TransportCallOptions {
  /** For the beginning of the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** A way to the API on which answers may stay open, besides those that come whole. */
export interface StreamTransport extends Transport {
  /**
   * Opens one endpoint's answer and leaves the reading of it to the caller. It is not tried again: whoever reads it knows where to go on.
   *
   * @returns the body's bytes as they arrive; the signal ends them
   * @throws {PrmError} of the class that fits
   */
  open<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    options: OpenOptions,
  ): Promise<ReadableStream<Uint8Array>>;
}

/** The same transport for what a page asks for by itself: it keeps no session alive. */
export const asPassive = (transport: Transport): Transport => ({
  call: (endpoint, input, options) => transport.call(endpoint, input, { ...options, passive: true }),
});

/** The same transport acting with another credential: an access token after a booking, the secret of a link. */
export const withCredential = (transport: Transport, credential: Credential): Transport => ({
  call: (endpoint, input, options) => transport.call(endpoint, input, { credential, ...options }),
});
