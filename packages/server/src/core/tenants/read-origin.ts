/**
 * An origin as browsers send it: compared as text with each request's `Origin`.
 *
 * @throws RangeError that says how to write it
 */
export function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname));
  if (url === undefined || !isSafe) {
    throw new RangeError(
      'An origin is https:// and a host, such as https://clinic.example; http:// only with localhost or 127.0.0.1.',
    );
  }
  // A policy names it as it stands here, and there * and ; mean something else.
  if (!/^(\[[\da-f:]+\]|[a-z\d.-]+)$/.test(url.hostname))
    throw new RangeError(
      'An origin names one host by letters, digits, dots and hyphens: name each host by itself, without *.',
    );
  if (url.origin !== text) throw new RangeError(`An origin has no path and no slash at its end: write ${url.origin}`);
  return text;
}
