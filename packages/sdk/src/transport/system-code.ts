/**
 * What may be told of why no answer came: the system's code, such as `ECONNREFUSED`, found in the chain of causes, as the cause of our error.
 * Everything else that a runtime throws may quote the address with its query (Deno does).
 */
export function systemCodeOf(error: unknown): ErrorOptions {
  for (let depth = 0, at = error; depth < 4 && at instanceof Error; depth++, at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]{2,39}$/.test(at.code))
      return { cause: new Error(at.code) };
  }
  return {};
}
