import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { policyReportsPath } from './page-headers.ts';
import { createPageNames, type PageRoute } from './page-names.ts';
import type { ReferenceServer } from './reference-server.ts';
import { type PolicyReport, readPolicyReports } from './read-policy-reports.ts';

/** A browser's report has a few hundred bytes, and it sends a few at once. In bytes. */
const largestBody = 32 * 1024;

/** What was told of one violation, and how often in one body. */
export interface ToldViolation extends PolicyReport {
  readonly times: number;
}

/**
 * Where browsers tell that a page of ours was kept from something by its policy (OWASP ASVS 5.0, 3.4.7). It is no endpoint of the API: browsers send it without key, session and
 * idempotency key, in types of their own, and it reads and keeps nothing. It answers 204 to whatever may be a report, and 400 to the rest, without a word.
 *
 * @param routes of the whole app, once all are there: pages are named by them
 * @param onViolation is told what may stand in a log
 */
export function policyReportRoutes({
  server,
  publicUrl,
  routes,
  onViolation,
}: {
  readonly server: Pick<ReferenceServer, 'addressOf' | 'takePolicyReport'>;
  readonly publicUrl: string;
  readonly routes: () => readonly PageRoute[];
  readonly onViolation: (violation: ToldViolation) => void;
}): Hono {
  const app = new Hono();
  let nameOf: ((path: string) => string) | undefined;
  app.post(policyReportsPath, bodyLimit({ maxSize: largestBody, onError: (c) => c.body(null, 413) }), async (c) => {
    const wait = await server.takePolicyReport(server.addressOf(c.req.raw, c.env));
    if (wait !== undefined) return c.body(null, 429, { 'Retry-After': String(wait) });
    nameOf ??= createPageNames(routes());
    const own = { hosts: ownHosts(c, publicUrl), nameOf };
    const reports = readPolicyReports(c.req.header('Content-Type') ?? '', await c.req.text(), own);
    if (reports === undefined) return c.body(null, 400);
    for (const violation of countAlike(reports)) onViolation(violation);
    return c.body(null, 204);
  });
  return app;
}

const ownHosts = (c: Context, publicUrl: string) => [new URL(publicUrl).host, new URL(c.req.url).host];

function countAlike(reports: readonly PolicyReport[]): readonly ToldViolation[] {
  const alike = Map.groupBy(reports, (report) => JSON.stringify(report));
  return [...alike.values()].flatMap((group) =>
    group.slice(0, 1).map((report) => ({ ...report, times: group.length })),
  );
}
