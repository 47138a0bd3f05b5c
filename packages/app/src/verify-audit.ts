#!/usr/bin/env node
// npm run verify-audit: reads the whole audit and says which rows are not as they were written. Exit code 0: all are; 1: some are not; 2: it could not be told.
import { createJsonLogger, verifyAuditAt } from '@openprm/server/node';
import { readAuditRequest, tellReport, toAuditProblem } from './audit-command.ts';
import { asStartupProblem } from './startup-problem.ts';

try {
  const request = readAuditRequest(process.argv.slice(2), process.env);
  const logger = createJsonLogger('error', (line) => process.stderr.write(line));
  const report = await verifyAuditAt({ ...request, logger }, request).catch((error: unknown) => {
    throw toAuditProblem(error, request);
  });
  console.log(request.isJson ? JSON.stringify(report) : tellReport(report));
  process.exitCode = report.findings.length === 0 ? 0 : 1;
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exitCode = 2;
}
