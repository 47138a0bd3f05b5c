import type * as z from 'zod/mini';

/** Any schema of the wire. */
export type Schema<Output = unknown, Input = unknown> = z.ZodMiniType<Output, Input>;

/** The HTTP methods in use. A POST always carries an `Idempotency-Key`; PUT, PATCH and DELETE are idempotent by themselves. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * The wire half of an endpoint's row: what a browser needs to call it. The other half (who may call it, what is personal, which problems it
 * answers, its summary) stands beside it in `*.policy.ts` and is never loaded by a browser.
 */
export interface Endpoint {
  readonly method: Method;
  /** Path with parameters in braces, for example `/v1/appointments/{id}/cancel`. */
  readonly path: `/v1/${string}`;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** Of the success answer: 200, or 201 when {@link Endpoint.creates}, or 204 when absent. */
  readonly response?: Schema;
  readonly creates?: true;
}

/** Declares one endpoint's wire half and keeps its exact type. */
/* @__NO_SIDE_EFFECTS__ */
export function endpoint<const E extends Endpoint>(row: E): E {
  return row;
}

type PartInput<E extends Endpoint, Part extends 'params' | 'query' | 'body'> = E extends {
  readonly [K in Part]: infer S extends Schema;
}
  ? { readonly [K in Part]: z.input<S> }
  : E extends { readonly [K in Part]?: undefined }
    ? unknown
    : unknown;

/** What a caller hands in: `{ params, query, body }`, each only where the row has it. */
export type EndpointInput<E extends Endpoint> = PartInput<E, 'params'> & PartInput<E, 'query'> & PartInput<E, 'body'>;

type PartOutput<E extends Endpoint, Part extends 'params' | 'query' | 'body'> = E extends {
  readonly [K in Part]: infer S extends Schema;
}
  ? z.output<S>
  : undefined;

/** What a handler is handed after parsing. */
export interface EndpointRequest<E extends Endpoint> {
  readonly params: PartOutput<E, 'params'>;
  readonly query: PartOutput<E, 'query'>;
  readonly body: PartOutput<E, 'body'>;
}

/** What a caller gets back: the parsed response, or `undefined` for a 204. */
export type EndpointResponse<E extends Endpoint> = E extends { readonly response: infer S extends Schema }
  ? z.output<S>
  : undefined;

/** What a handler must answer: the response before parsing, so that no handler can send `unknown` for a code. */
export type EndpointAnswer<E extends Endpoint> = E extends { readonly response: infer S extends Schema }
  ? z.input<S>
  : undefined;
