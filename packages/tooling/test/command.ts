import { spawn } from 'node:child_process';
import { root } from '../places.mjs';

/** How a command ended, with what it printed on both outputs in the order in which it came. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** What differs from a plain run in the repository's root. */
export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Prints while it runs; otherwise the output is only kept. */
  readonly live?: boolean;
  /** After this the command is killed and has failed: a test that hangs must not hang the run. */
  readonly timeoutMs?: number;
}

/** Runs a command to its end. It never throws: a command that cannot be started has failed with the reason as output. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (options.live) process.stdout.write(chunk);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timeoutMs = options.timeoutMs ?? 15 * 60_000;
    const timer = setTimeout(() => {
      collect(Buffer.from(`\n${command} ran longer than ${timeoutMs / 1000} s and was ended.\n`));
      child.kill('SIGKILL');
    }, timeoutMs);
    const ended = (code: number) => {
      clearTimeout(timer);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      collect(Buffer.from(`${error.message}\n`));
      ended(127);
    });
    child.once('close', (code) => ended(code ?? 1));
  });
}

/** Runs this same Node. */
export function runNode(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return runCommand(process.execPath, args, options);
}
