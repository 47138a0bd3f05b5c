// Runs the stages named in the arguments, or all, and ends with one table and the line `N passed, N failed`.
import { stages } from './stages.ts';
import type { Outcome } from './outcome.ts';
import { explain, type Stage } from './stage.ts';

interface Row extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
const rows: Row[] = [];

if (unknown.length > 0) {
  console.log(`No stage is called ${unknown.join(' or ')}. The stages:`);
  for (const stage of stages) console.log(`  ${stage.name.padEnd(10)}${stage.summary}`);
  rows.push({ name: unknown.join(' '), passed: 0, failed: 1, seconds: 0 });
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
  const outcome = await stage.run().catch((error: unknown) => {
    console.log(`✗ ${stage.name} could not run: ${explain(error)}`);
    return { passed: 0, failed: 1 };
  });
  return { name: stage.name, ...outcome, seconds: (Date.now() - start) / 1000 };
}

function table(all: readonly Row[]): string {
  const line = (cells: readonly string[]) =>
    `${cells[0]?.padEnd(12)}${cells
      .slice(1)
      .map((cell) => cell.padStart(10))
      .join('')}`;
  const body = all.map((row) => line([row.name, String(row.passed), String(row.failed), row.seconds.toFixed(1)]));
  return [line(['stage', 'passed', 'failed', 'seconds']), ...body].join('\n');
}
