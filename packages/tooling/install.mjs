import { readFileSync } from 'node:fs';
import path from 'node:path';
import { npm, Stop } from './node-runtime.mjs';
import { root } from './places.mjs';

/**
 * What an install is for: `run` has no test tools, `develop` has everything.
 * @typedef {'run' | 'develop'} Purpose
 */

/** @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, dev?: boolean }} LockEntry */
/** @typedef {Record<string, LockEntry>} LockEntries */

/**
 * Brings node_modules in line with package-lock.json, and does nothing when it is already. What is there is read from
 * the list that npm itself keeps in node_modules, so an install by hand counts and one that was cut short does not.
 *
 * @param {import('./node-runtime.mjs').NodeRuntime} node
 * @param {Purpose} purpose
 * @param {(line: string) => void} say
 */
export async function ensureInstalled(node, purpose, say) {
  const wanted = entries('package-lock.json');
  if (!wanted) throw new Stop('package-lock.json is missing: this is not a complete checkout.');
  const present = entries('node_modules/.package-lock.json') ?? {};
  if (isSatisfied(wanted, present, purpose)) return;

  // Who has the test tools keeps them: `npm start` in a developer's checkout must not throw them out.
  const keepsTestTools = Object.values(present).some((entry) => entry.dev);
  const everything = purpose === 'develop' || keepsTestTools;
  say(`Installing the packages${everything ? '' : ' that the server needs'} (npm ci) ...`);
  const ended = await npm(['ci', ...(everything ? ['--include=dev'] : ['--omit=dev'])], node);
  if (ended.code !== 0) throw new Stop('npm ci failed; its message is above. Nothing was started.');
}

/**
 * @param {LockEntries} wanted
 * @param {LockEntries} present
 * @param {Purpose} purpose
 */
export function isSatisfied(wanted, present, purpose) {
  return Object.entries(wanted).every(([where, entry]) => {
    if (!where.includes('node_modules/')) return true;
    if (entry.optional || entry.devOptional) return true;
    if (entry.dev && purpose === 'run') return true;
    const found = present[where];
    return found !== undefined && found.version === entry.version && found.link === entry.link;
  });
}

/**
 * @param {string} file
 * @returns {LockEntries | undefined}
 */
function entries(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
