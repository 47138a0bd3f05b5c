import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rooms, testTools, type Room } from './arrow-table.ts';
import { readImports, type Import } from './imports.ts';

/**
 * Checks that imports between the packages run one way: the sources against the table in arrow-table.ts, and the
 * package.json files against it too.
 *
 * @param root the repository's root folder
 * @returns one message per violation, each with its place and what would be allowed
 */
export function checkArrows(root: string): string[] {
  return [...rooms.flatMap((room) => checkSources(root, room)), ...rooms.flatMap((room) => checkManifests(root, room))];
}

function checkSources(root: string, room: Room): string[] {
  return filesOf(root, room).flatMap((file) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    return readImports(file, source).flatMap((found) => {
      const reason = found.specifier.startsWith('.')
        ? wrongReach(room, file, found)
        : (wrongImport(room, file, found) ?? unlisted(root, room, file, found));
      return reason ? [`${file}:${found.line}: ${reason}`] : [];
    });
  });
}

function filesOf(root: string, room: Room): string[] {
  const files = globSync(`${room.path}/**/*.{ts,tsx,mts}`, {
    cwd: root,
    exclude: (name) => /(^|[\\/])(node_modules|dist)$/.test(String(name)),
  });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => roomOf(file) === room)
    .sort();
}

function roomOf(file: string): Room | undefined {
  return rooms.filter((room) => file.startsWith(`${room.path}/`)).sort((a, b) => b.path.length - a.path.length)[0];
}

/** A relative path stays in its room, or goes where the room may reach. */
function wrongReach(room: Room, file: string, { specifier, kind }: Import): string | undefined {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const isIn = (folder: string) => target.startsWith(`${folder}/`);
  if (roomOf(target) === room && isIn(ownFolder(room, file))) return undefined;
  if ((room.mayReach ?? []).some(isIn) || (isTest(file) && isIn(packageOf(room)))) return undefined;
  if ((room.mayReachLazily ?? []).some(isIn)) {
    return kind === 'static' ? `${room.path} may reach '${specifier}' only by import()` : undefined;
  }
  return `${room.path} must not reach '${specifier}' by a relative path; import the package by its name, if the table allows it`;
}

/** An example is a package of its own: it may not reach into its neighbour. */
function ownFolder(room: Room, file: string): string {
  return room.path === 'examples' ? file.split('/').slice(0, 2).join('/') : room.path;
}

function wrongImport(room: Room, file: string, { specifier, kind }: Import): string | undefined {
  const self = specifier === packageName(room) || specifier.startsWith(`${packageName(room)}/`);
  if (self && isTest(file)) return undefined;
  const allowed = [
    ...room.mayImport,
    ...(kind === 'lazy' ? (room.mayImportLazily ?? []) : []),
    ...(kind === 'type' ? (room.mayImportTypesOf ?? []) : []),
    ...(isTest(file) ? [...testTools, ...(room.mayImportInTests ?? [])] : []),
  ];
  if (allowed.some((pattern) => matches(pattern, specifier))) return undefined;
  if (kind === 'static' && (room.mayImportLazily ?? []).some((pattern) => matches(pattern, specifier))) {
    return `${room.path} may import '${specifier}' only by import()`;
  }
  return `${room.path} must not import '${specifier}'; it may import ${room.mayImport.join(', ') || 'nothing at run time'}`;
}

/** What a source imports stands in its own package.json: a stranger's install has nothing else. */
function unlisted(root: string, room: Room, file: string, { specifier }: Import): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const folder = room.path === 'examples' ? ownFolder(room, file) : packageOf(room);
  const manifest = readManifest(path.join(root, folder, 'package.json'));
  if (!manifest || isTest(file) || specifier.startsWith('node:') || manifest.name === name) return undefined;
  const listed = {
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...(folder === 'packages/e2e' ? manifest.devDependencies : {}),
  };
  return name in listed ? undefined : `${folder}/package.json does not list '${name}' among its dependencies`;
}

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function readManifest(file: string): Manifest | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

function checkManifests(root: string, room: Room): string[] {
  const files =
    room.path === 'examples' ? globSync('examples/*/package.json', { cwd: root }) : [`${packageOf(room)}/package.json`];
  return files.flatMap((file) => {
    const manifest = readManifest(path.join(root, file));
    const names = Object.keys({ ...manifest?.dependencies, ...manifest?.peerDependencies });
    const ours = names.filter((name) => name.startsWith('@openprm/') && !room.mayDependOn.includes(name));
    return ours.map(
      (name) =>
        `${file}: must not depend on ${name}; of ours it may depend on ${room.mayDependOn.join(', ') || 'nothing'}`,
    );
  });
}

function matches(pattern: string, specifier: string): boolean {
  return pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern;
}

function packageOf(room: Room): string {
  return room.path.split('/').slice(0, 2).join('/');
}

function packageName(room: Room): string {
  return `@openprm/${room.path.split('/')[1] ?? ''}`;
}

/** Fixtures are what tests of several files share. */
function isTest(file: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(file);
}
