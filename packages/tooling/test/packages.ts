import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binary } from '../lint/format.ts';
import { root } from '../places.mjs';
import { runCommand, runNode } from './command.ts';
import type { Outcome } from './outcome.ts';
import { countChecks, type Check } from './stage.ts';

/** A package that is published, as its package.json says. */
interface Published {
  readonly name: string;
  readonly folder: string;
  readonly exports: readonly string[];
  readonly peers: readonly string[];
}

/** These touch the page as soon as they are imported, so that Node cannot import them. */
const onlyInBrowsers = new Set(['@openprm/embed']);

/**
 * Packs every public package, checks the tarballs with publint and attw, installs them together into an empty folder
 * as a stranger would, and imports every export there.
 */
export async function checkPackages(): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'openprm-packages-'));
  chmodSync(folder, 0o755);
  try {
    return await countChecks(checks(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* checks(folder: string): AsyncGenerator<Check> {
  const published = findPublished();
  const tarballs: string[] = [];
  for (const { name, folder: source } of published) {
    yield {
      name: `${name} packs`,
      run: async () => {
        const { code, output } = await runCommand('npm', [
          'pack',
          '--json',
          '--pack-destination',
          folder,
          `./${source}`,
        ]);
        const tarball = tarballName(name, output);
        if (code === 0 && tarball) tarballs.push(path.join(folder, tarball));
        return code === 0 ? undefined : output;
      },
    };
  }
  for (const tarball of tarballs) {
    const name = path.basename(tarball);
    yield {
      name: `publint ${name}`,
      run: () => mustPass([binary('publint', 'src/cli.js'), 'run', tarball, '--strict']),
    };
    yield {
      name: `attw ${name}`,
      run: () =>
        mustPass([
          binary('@arethetypeswrong/cli', 'dist/index.js'),
          tarball,
          '--profile',
          'esm-only',
          '--format',
          'ascii',
        ]),
    };
  }
  const stranger = path.join(folder, 'stranger');
  yield {
    name: 'the tarballs install into an empty folder',
    run: () => install(folder, stranger, published, tarballs),
  };
  for (const { name, exports } of published.filter((each) => !onlyInBrowsers.has(each.name))) {
    for (const subpath of exports) {
      const specifier = path.posix.join(name, subpath);
      yield {
        name: `import '${specifier}' in Node`,
        run: () => mustPass(['--input-type=module', '-e', `await import(${JSON.stringify(specifier)})`], stranger),
      };
    }
  }
}

function findPublished(): Published[] {
  return globSync('packages/*/package.json', { cwd: root })
    .sort()
    .flatMap((file) => {
      const manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
      if (manifest['private']) return [];
      const subpaths = Object.keys(manifest['exports'] as object).filter(
        (key) => !key.includes('*') && !key.endsWith('.json') && !key.endsWith('.css'),
      );
      const peers = Object.entries((manifest['peerDependencies'] ?? {}) as Record<string, string>).map(
        ([name, range]) => `${name}@${range}`,
      );
      return [{ name: String(manifest['name']), folder: path.dirname(file), exports: subpaths, peers }];
    });
}

function tarballName(name: string, output: string): string | undefined {
  const match = new RegExp(`"filename":\\s*"(?:.*/)?(${name.replace('@', '').replace('/', '-')}-[^"/]+\\.tgz)"`).exec(
    output,
  );
  return match?.[1];
}

/** npm's own cache usually has what they depend on: `npm ci` fetched it before. */
async function install(folder: string, stranger: string, published: readonly Published[], tarballs: readonly string[]) {
  if (tarballs.length < published.length) return 'not every package was packed';
  await runCommand('mkdir', ['-p', stranger]);
  writeFileSync(path.join(stranger, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const wanted = [...tarballs, ...published.flatMap((each) => each.peers)];
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  const { code, output } = await runCommand('npm', ['install', ...flags, ...wanted], { cwd: stranger });
  return code === 0 ? undefined : output;
}

async function mustPass(args: readonly string[], cwd = root): Promise<string | undefined> {
  const { code, output } = await runNode(args, { cwd });
  return code === 0 ? undefined : output;
}
