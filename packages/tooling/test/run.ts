// Runs the stages named in the arguments, or all, and ends with one table and the line `N passed, N failed`.
import { cpus } from 'node:os';
import path from 'node:path';
import { tooling } from '../places.mjs';
import { stages } from './stages.ts';
import type { Outcome } from './outcome.ts';
import { explain, type Stage } from './stage.ts';

interface Row extends Outcome {
  readonly name: string;
  readonly seconds: number;
  /** Part of the processors' time that was used meanwhile, by anybody on this machine: 0 to 1. Little says that the stage waits for itself. */
  readonly busy: number;
}

// Hundreds of processes load the same sources: what Node makes of them is kept for the next one, by content (https://nodejs.org/api/module.html#module-compile-cache).
process.env['NODE_COMPILE_CACHE'] ??= path.join(tooling, '.cache', 'compiled');

const names = process.argv.slice(2);
const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
const rows: Row[] = [];

if (unknown.length > 0) {
  console.log(`No stage is called ${unknown.join(' or ')}. The stages:`);
  for (const stage of stages) console.log(`  ${stage.name.padEnd(10)}${stage.summary}`);
  rows.push({ name: unknown.join(' '), passed: 0, failed: 1, seconds: 0, busy: 0 });
} else {
  const chosen = stages.filter((stage) => names.length === 0 || names.includes(stage.name));
  for (const stage of chosen) rows.push(await runStage(stage));
}

const passed = rows.reduce((sum, row) => sum + row.passed, 0);
const failed = rows.reduce((sum, row) => sum + row.failed, 0);
console.log(`\n${table(rows)}\n`);
console.log(`${passed} passed, ${failed} failed`);
// Not process.exit(): the lines above may still be on their way through a pipe. Nothing may keep us here either.
process.exitCode = failed === 0 ? 0 : 1;
setTimeout(() => process.exit(), 10_000).unref();

async function runStage(stage: Stage): Promise<Row> {
  console.log(`\n== ${stage.name}: ${stage.summary}`);
  const start = Date.now();
  const before = processorTime();
  const outcome = await stage.run().catch((error: unknown) => {
    console.log(`✗ ${stage.name} could not run: ${explain(error)}`);
    return { passed: 0, failed: 1 };
  });
  const after = processorTime();
  const busy = (after.used - before.used) / Math.max(1, after.all - before.all);
  return { name: stage.name, ...outcome, seconds: (Date.now() - start) / 1000, busy };
}

/** Milliseconds of all processors together since the machine started. */
function processorTime(): { used: number; all: number } {
  const times = cpus().map(({ times: { user, nice, sys, irq, idle } }) => ({ used: user + nice + sys + irq, idle }));
  const used = times.reduce((sum, each) => sum + each.used, 0);
  return { used, all: times.reduce((sum, { idle }) => sum + idle, used) };
}

function table(all: readonly Row[]): string {
  const line = (cells: readonly string[]) =>
    `${cells[0]?.padEnd(12)}${cells
      .slice(1)
      .map((cell) => cell.padStart(10))
      .join('')}`;
  const body = all.map(({ name, passed, failed, unsteady = 0, seconds, busy }) =>
    line([name, ...[passed, failed, unsteady].map(String), seconds.toFixed(1), `${Math.round(busy * 100)} %`]),
  );
  return [line(['stage', 'passed', 'failed', 'unsteady', 'seconds', 'busy']), ...body].join('\n');
}
