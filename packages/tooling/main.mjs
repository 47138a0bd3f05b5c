import { Stop } from './node-runtime.mjs';

/**
 * Runs a script's main function, and turns what it returns or throws into the exit code.
 * What it says goes to standard error, so that standard output holds only what the command itself prints.
 *
 * @param {(say: (line: string) => void) => Promise<number>} act
 */
export async function main(act) {
  try {
    process.exitCode = await act((line) => console.error(line));
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 1;
  }
}
