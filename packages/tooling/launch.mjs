import { spawn } from 'node:child_process';
import { root } from './places.mjs';

/** How a child process ended, as this process should end when it stands in for the child. */
/** @typedef {{ code: number, signal: NodeJS.Signals | null }} Ended */

/**
 * Runs a command in the repository's root with this terminal as its own, hands on the signals that ask a process to
 * stop, and waits for the end. The child decides how to shut down. On a terminal Ctrl-C reaches the child by itself, so
 * there it is not handed on: a second interrupt would read as "stop at once".
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, shell?: boolean }} [options]
 * @returns {Promise<Ended>}
 */
export function launch(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: 'inherit',
    });
    /** @param {NodeJS.Signals} signal */
    const handOn = (signal) => void (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    for (const signal of signals) process.on(signal, handOn);
    const stopWatching = onOrphaned(() => child.kill('SIGTERM'));
    const forget = () => {
      stopWatching();
      signals.forEach((signal) => process.off(signal, handOn));
    };
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      forget();
      resolve({ code: code ?? 128 + signalNumber(signal), signal });
    });
  });
}

/**
 * npm hands a signal to the shell that it runs a script in, which dies of it and tells nobody: the server would run on
 * after `npm start` was ended. So under npm the loss of that shell counts as the signal.
 *
 * @param {() => void} act
 */
function onOrphaned(act) {
  if (!process.env['npm_lifecycle_event']) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 500);
  return () => clearInterval(timer);
}

/** Shells report a process that a signal ended as 128 + the signal's number. */
/** @param {NodeJS.Signals | null} signal */
function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[String(signal)] ?? 1;
}
