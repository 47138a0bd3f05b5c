import type { Logger } from '../../ports.ts';

/** Headers by which a proxy says for whom it asks. */
const forwardedHeaders = ['x-forwarded-for', 'forwarded'] as const;

/**
 * Tells the log once, by this process, that a request said for whom it comes, and is not believed: behind a proxy that nobody has named here, all callers share
 * one address's limits. What the header says stands in no log.
 *
 * @param proxies how many proxies are configured; with any, nothing is told
 */
export function createForwardedTeller(logger: Logger, proxies: number): (headers: Headers) => void {
  let isTold = proxies > 0;
  return (headers) => {
    if (isTold) return;
    const header = forwardedHeaders.find((name) => headers.has(name));
    if (header === undefined) return;
    isTold = true;
    logger.error('forwarded-not-believed', {
      header,
      advice:
        'If a proxy of yours wrote it, all callers are counted as one: set OPENPRM_PROXIES to how many of yours a request comes through. If not, a caller wrote it, and nothing has to be done.',
    });
  };
}
