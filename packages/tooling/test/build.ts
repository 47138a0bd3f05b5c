import { ensureBuilt } from '../build.mjs';

let built: Promise<void> | undefined;

/** Builds what is out of date; a second stage that needs the build finds it done, or fails for the same reason. */
export async function buildAll(): Promise<void> {
  const node = { execPath: process.execPath, version: process.versions.node, env: process.env };
  built ??= ensureBuilt(node, 'develop', (line) => console.log(line));
  await built;
}
