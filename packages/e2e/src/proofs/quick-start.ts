import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { guard } from '../../../tooling/postgres/guard.ts';
import { freePort, temporaryFolder, untilReady } from '../app-process.ts';
import { copyCheckout } from '../checkout.ts';
import type { Proof } from './proof.ts';

const firstSeconds = 60;
const secondSeconds = 10;

/** `npm start` in a fresh checkout with its packages installed, as the README tells: first with nothing built and no data, then again. */
export const proof: Proof = {
  name: 'quick-start',
  summary: `npm start is ready in under ${firstSeconds} s once the packages are there, and in under ${secondSeconds} s the second time`,
  smallN: 1,
  fullN: 3,
  isTimed: true,
  async run(n, context) {
    const first: number[] = [];
    const second: number[] = [];
    for (let run = 0; run < n; run += 1) {
      const checkout = copyCheckout();
      const dataFolder = path.join(temporaryFolder(), 'data');
      first.push(await secondsToReady(checkout, dataFolder));
      second.push(await secondsToReady(checkout, dataFolder));
      context.say(`ready after ${first.at(-1)} s, the second time after ${second.at(-1)} s`);
    }
    const slowestFirstSeconds = Math.max(...first);
    const slowestSecondSeconds = Math.max(...second);
    return {
      result: slowestFirstSeconds < firstSeconds && slowestSecondSeconds < secondSeconds ? 'pass' : 'fail',
      figures: {
        slowestFirstSeconds,
        slowestSecondSeconds,
        limitFirstSeconds: firstSeconds,
        limitSecondSeconds: secondSeconds,
      },
    };
  },
};

/** From pressing Enter to the first 200 of `/healthz`; then the server is stopped, and npm ends with it. */
async function secondsToReady(checkout: string, dataFolder: string): Promise<number> {
  const port = String(await freePort());
  const bin = path.dirname(process.execPath);
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    env: {
      PATH: `${bin}${path.delimiter}${process.env['PATH']}`,
      HOME: process.env['HOME'],
      PORT: port,
      OPENPRM_DATA: dataFolder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm does not hand on signals to what a script has started, so that all of them are one group to end
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const dismiss = guard(-(child.pid ?? 0), '');
  let isReady = false;
  try {
    await untilReady({ url: `http://localhost:${port}`, ended, output: () => output });
    isReady = true;
    return Math.round((performance.now() - begun) / 100) / 10;
  } finally {
    if (isReady) stopServer(dataFolder);
    else process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    dismiss();
  }
}

/** The data folder's lock names the process that has it. */
function stopServer(dataFolder: string): void {
  process.kill(Number(readFileSync(path.join(dataFolder, 'lock'), 'utf8')), 'SIGTERM');
}
