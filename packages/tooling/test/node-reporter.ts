import path from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { type Struck, writeOutcome } from './outcome.ts';
import { slowest } from './stage.ts';

type Reported = Extract<TestEvent, { type: 'test:fail' }>['data'];

/**
 * A reporter for node:test: silent about what passes; a failure is printed with its names, its error and whatever its
 * file printed. Ends with what took longest and `N passed, N failed`.
 */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  const printed = new Map<string, string>();
  const names: string[] = [];
  const took: { name: string; seconds: number }[] = [];
  const struck: Struck[] = [];
  // A file's events come in one piece, and end with its sum or, where its process failed, with the file itself as a failed test.
  let before = { passed, failed };
  const endFile = (file: string | undefined) => {
    const own = { passed: passed - before.passed, failed: failed - before.failed };
    before = { passed, failed };
    if (file !== undefined && own.failed > 0)
      struck.push({ file: path.relative(process.cwd(), file), ...own, isSilent: false });
  };
  for await (const event of events) {
    switch (event.type) {
      case 'test:start':
        names.length = event.data.nesting;
        names[event.data.nesting] = event.data.name;
        break;
      case 'test:stdout':
      case 'test:stderr':
        printed.set(event.data.file, (printed.get(event.data.file) ?? '') + event.data.message);
        break;
      case 'test:pass':
        if (isFile(event.data)) {
          failed += 1;
          endFile(event.data.file);
          yield `\n✗ ${event.data.name}: no test in it\n`;
        } else if (isLeaf(event.data)) passed += 1;
        break;
      case 'test:fail':
        if (event.data.todo) break;
        if (isLeaf(event.data)) failed += 1;
        if (isOwnFailure(event.data)) yield failure(event.data, names);
        if (isFile(event.data)) endFile(event.data.file);
        break;
      case 'test:summary':
        if (event.data.file) endFile(event.data.file);
        if (event.data.file)
          took.push({ name: path.relative(process.cwd(), event.data.file), seconds: event.data.duration_ms / 1000 });
        if (event.data.file && !event.data.success) yield output(event.data.file, printed);
        if (event.data.file) printed.delete(event.data.file);
        else failed = Math.max(failed, event.data.counts.cancelled, event.data.success ? 0 : 1);
        break;
    }
  }
  for (const file of printed.keys()) if (failed > 0) yield output(file, printed);
  writeOutcome({ passed, failed, struck });
  yield `${slowest(took)}\n${passed} passed, ${failed} failed\n`;
}

/** A suite only sums up its tests, and a skipped test neither passed nor failed. */
function isLeaf(data: { skip?: unknown; todo?: unknown; details: { type?: string | undefined } }): boolean {
  return data.details.type !== 'suite' && !data.skip && !data.todo;
}

/** node:test reports a file as if it were a test only when it found no test in it, or could not run it. */
function isFile(data: { name: string; nesting: number; file?: string | undefined }): boolean {
  return data.nesting === 0 && data.file !== undefined && path.resolve(data.name) === data.file;
}

/** A suite that failed by itself (its `before` threw), or a test, not because of a test in it. */
function isOwnFailure(data: Reported): boolean {
  return (data.details.error as { failureType?: string }).failureType !== 'subtestsFailed';
}

function failure(data: Reported, names: readonly string[]): string {
  const file = data.file ? path.relative(process.cwd(), data.file) : '';
  const place = file ? ` (${file}${data.line ? `:${data.line}` : ''})` : '';
  const title = [...names.slice(0, data.nesting), data.name].join(' > ');
  return `\n✗ ${title}${place}\n${indent(describe(data.details.error))}\n`;
}

function describe(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const more = cause.cause instanceof Error ? `\ncaused by ${cause.cause.stack}` : '';
  const stack = (cause.stack ?? cause.message).split('\n').filter((line) => !/^\s+at .*\(?node:internal/.test(line));
  return stack.join('\n') + more;
}

function output(file: string, printed: ReadonlyMap<string, string>): string {
  const text = printed.get(file)?.trimEnd();
  return text ? `  printed by ${path.relative(process.cwd(), file)}:\n${indent(text)}\n` : '';
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
