import { ensureBuilt } from '../build.mjs';

let built: Promise<void> | undefined;

/** Builds what is out of date; a second stage that needs the build finds it done, or fails for the same reason. */
export function buildAll(): Promise<void> {
  built ??= ensureBuilt({ execPath: process.execPath, version: process.versions.node, env: process.env }, console.log);
  return built;
}
