import type { Reporter, TestResult, TestSession, TestSuiteResult } from '@web/test-runner';
import { type Struck, writeOutcome } from './outcome.ts';

/** Prints what failed, with the browser's own log, and ends with `N passed, N failed`. */
export function countingReporter(): Reporter {
  return {
    async stop({ sessions }) {
      const all = [...sessions];
      all.forEach(printFailures);
      const results = all.map(count);
      const passed = results.reduce((sum, result) => sum + result.passed, 0);
      const failed = results.reduce((sum, result) => sum + result.failed, 0);
      writeOutcome({ passed, failed, struck: struckIn(all) });
      console.log(`${passed} passed, ${failed} failed`);
    },
  };
}

function count(session: TestSession) {
  const tests = testsOf(session).map(({ test }) => test);
  const passed = tests.filter((test) => test.passed && !test.skipped).length;
  const failed = tests.filter((test) => !test.passed && !test.skipped).length;
  // A page that does not load, or a file without a test, has failed too.
  return { passed, failed: failed === 0 && (!session.passed || tests.length === 0) ? 1 : failed };
}

/** The files in which something failed, each with what it counted in all engines, since it is run once more in all. */
function struckIn(sessions: readonly TestSession[]): Struck[] {
  const byFile = Map.groupBy(sessions, ({ testFile }) => testFile);
  return [...byFile].flatMap(([file, own]) => {
    const results = own.map(count);
    const failed = results.reduce((sum, result) => sum + result.failed, 0);
    if (failed === 0) return [];
    const passed = results.reduce((sum, result) => sum + result.passed, 0);
    return [{ file, passed, failed, isSilent: own.some((session) => testsOf(session).length === 0) }];
  });
}

function printFailures(session: TestSession): void {
  const failures = testsOf(session).filter(({ test }) => !test.passed && !test.skipped);
  if (session.passed && session.errors.length === 0 && failures.length === 0) return;
  console.log(`\n${session.browser.name}: ${session.testFile}`);
  for (const { path, test } of failures) {
    console.log(`  ✗ ${path.join(' > ')}`);
    const { error } = test;
    if (error) console.log(indent(`${error.message}${difference(error)}\n${error.stack ?? ''}`));
  }
  for (const error of session.errors) console.log(indent(`${error.message}\n${error.stack ?? ''}`));
  for (const request of session.request404s) console.log(indent(`404: ${request}`));
  for (const entry of session.logs) console.log(indent(`console: ${entry.map(String).join(' ')}`));
}

interface Located {
  readonly path: readonly string[];
  readonly test: TestResult;
}

function testsOf(session: TestSession): Located[] {
  const walk = (suite: TestSuiteResult, path: readonly string[]): Located[] => [
    ...suite.tests.map((test) => ({ path: [...path, test.name], test })),
    ...suite.suites.flatMap((inner) => walk(inner, [...path, inner.name])),
  ];
  return session.testResults ? walk(session.testResults, []) : [];
}

function difference(error: { expected?: unknown; actual?: unknown }): string {
  if (error.expected === undefined && error.actual === undefined) return '';
  return `\nexpected: ${String(error.expected)}\nactual:   ${String(error.actual)}`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '      ');
}
