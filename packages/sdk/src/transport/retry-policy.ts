/** How often a call is tried again at most. */
export const maxRetries = 3;

/** How an attempt failed: without an answer, or with a status and perhaps a wish when to come again. */
export type Failure =
  { readonly status?: undefined } | { readonly status: number; readonly retryAfterMs: number | undefined };

/** What the decision depends on. */
export interface RetryState {
  /** 1 before the first retry. */
  readonly retry: number;
  /** Since the call began, in milliseconds. */
  readonly elapsedMs: number;
  /** How long after its beginning a call may still begin another attempt, in milliseconds. */
  readonly budgetMs: number;
  /** From 0 up to 1. */
  readonly random: number;
}

/** What may pass: too early or too much, or a server or proxy that is briefly unwell. */
const passing = [408, 425, 429, 500, 502, 503, 504];

/**
 * How long to wait before the next attempt, in milliseconds, or undefined to give up. `Retry-After` is kept exactly; otherwise the wait doubles
 * from 250 ms with full jitter (AWS Architecture Blog, "Exponential Backoff and Jitter"). A wait that would leave the budget is not begun, so that
 * the caller learns at once. Every call is safe to repeat: a POST by its idempotency key, all others by their method.
 */
export function retryDelay(failure: Failure, { retry, elapsedMs, budgetMs, random }: RetryState): number | undefined {
  if (failure.status !== undefined && !passing.includes(failure.status)) return undefined;
  const wished = failure.status === undefined ? undefined : failure.retryAfterMs;
  const delay = wished ?? random * 250 * 2 ** (retry - 1);
  return retry <= maxRetries && elapsedMs + delay <= budgetMs ? delay : undefined;
}

/** `Retry-After` (RFC 9110, section 10.2.3) in milliseconds from now: whole seconds or an HTTP date; undefined when it is absent or neither. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
