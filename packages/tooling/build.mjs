// npm run build: compiles every package (tsc -b) and bundles the browser entries (rollup), if anything changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { main } from './main.mjs';
import { findNode, Stop } from './node-runtime.mjs';
import { compiledPackages, root, runningPackages, tooling } from './places.mjs';

/** @typedef {import('./install.mjs').Purpose} Purpose */

/** What each purpose builds: the packages, and the projects from which `tsc -b` reaches them. */
const scopes = {
  run: { packages: runningPackages, projects: ['packages/app', 'packages/embed'] },
  develop: { packages: compiledPackages, projects: ['.'] },
};
const require = createRequire(import.meta.url);

/**
 * Builds, unless the sources and settings are those of the last build and its files are all still there.
 *
 * @param {import('./node-runtime.mjs').NodeRuntime} node
 * @param {Purpose} purpose
 * @param {(line: string) => void} say
 * @throws {Stop} when a package does not compile or bundle
 */
export async function ensureBuilt(node, purpose, say) {
  const { packages, projects } = scopes[purpose];
  const inputs = hashInputs(packages);
  const last = readStamp(purpose);
  if (last?.inputs === inputs && last.outputs === listOutputs(packages)) return;

  // Read before the build: what changes while it runs is for the next one. What builds everything builds what runs.
  const inputsOfRun = hashInputs(scopes.run.packages);
  say('Building the packages ...');
  rmSync(stampFile(purpose), { force: true });
  removeStaleOutputs(packages);
  const compiled = await launch(node.execPath, [typescriptCompiler(), '-b', '--pretty', ...projects], {
    env: node.env,
  });
  if (compiled.code !== 0) throw new Stop('The packages do not compile; the reasons are above.');
  const bundled = await launch(node.execPath, [rollup(), '--config', 'rollup.config.mjs', '--silent'], {
    env: node.env,
  });
  if (bundled.code !== 0) throw new Stop('The browser files could not be bundled; the reason is above.');
  if (purpose === 'develop') writeStamp('develop', inputs);
  writeStamp('run', inputsOfRun);
}

/** The path of TypeScript 7's compiler, whichever folder npm put it in. */
export function typescriptCompiler() {
  return path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
}

function rollup() {
  return path.join(path.dirname(require.resolve('rollup/package.json')), 'dist/bin/rollup');
}

/**
 * One hash over everything that a build reads. Tests are left out: they are checked, not built.
 *
 * @param {readonly string[]} packages
 */
function hashInputs(packages) {
  const hash = createHash('sha256').update(process.platform);
  for (const file of inputFiles(packages)) hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** @param {readonly string[]} packages */
function inputFiles(packages) {
  const settings = readdirSync(tooling).filter((name) => /^(tsconfig\..*json|build\.mjs)$/.test(name));
  return [
    'package-lock.json',
    'rollup.config.mjs',
    'tsconfig.json',
    ...settings.map((name) => `packages/tooling/${name}`),
    ...packages.flatMap((name) => [
      `packages/${name}/package.json`,
      `packages/${name}/tsconfig.json`,
      ...filesUnder(`packages/${name}/src`).filter((file) => !isTest(file)),
    ]),
  ];
}

/**
 * The built files with their sizes: enough to notice that one was deleted or cut short.
 *
 * @param {readonly string[]} packages
 */
function listOutputs(packages) {
  const files = packages.flatMap((name) => filesUnder(`packages/${name}/dist`));
  const listed = files.map((file) => `${file} ${statSync(path.join(root, file)).size}`);
  return createHash('sha256').update(listed.join('\n')).digest('hex');
}

/**
 * `tsc -b` leaves the output of a source that was renamed or deleted, and a package would publish it.
 *
 * @param {readonly string[]} packages
 */
function removeStaleOutputs(packages) {
  for (const name of packages) {
    for (const file of filesUnder(`packages/${name}/dist`)) {
      const [, stem] = /^packages\/[^/]+\/dist\/(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file) ?? [];
      if (!stem || /^(cdn|states)\//.test(stem)) continue;
      if (!existsSync(path.join(root, `packages/${name}/src/${stem}.ts`))) rmSync(path.join(root, file));
    }
  }
}

/** @param {string} file */
function isTest(file) {
  return /\.(test|fixture)\.ts$/.test(file);
}

/**
 * @param {string} folder relative to the root
 * @returns {string[]} sorted, so that the same tree always gives the same hash
 */
function filesUnder(folder) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** @param {Purpose} purpose */
function stampFile(purpose) {
  return path.join(tooling, `.cache/build-${purpose}.json`);
}

/**
 * @param {Purpose} purpose
 * @returns {{ inputs: string, outputs: string } | undefined}
 */
function readStamp(purpose) {
  try {
    return JSON.parse(readFileSync(stampFile(purpose), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {Purpose} purpose
 * @param {string} inputs
 */
function writeStamp(purpose, inputs) {
  mkdirSync(path.dirname(stampFile(purpose)), { recursive: true });
  const stamp = { inputs, outputs: listOutputs(scopes[purpose].packages) };
  writeFileSync(stampFile(purpose), JSON.stringify(stamp));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async (say) => {
    const node = await findNode(say);
    await ensureInstalled(node, 'develop', say);
    await ensureBuilt(node, 'develop', say);
    return 0;
  });
}
