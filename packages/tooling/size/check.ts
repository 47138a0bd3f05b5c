import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { endpointRows } from '../../contract/src/policies.ts';
import { root } from '../places.mjs';
import { budgets, type Encoding } from './budgets.ts';
import { bundleFloor, floors } from './floor.ts';

const folder = path.join(root, 'packages/embed/dist/cdn');

interface Chunk {
  readonly file: string;
  readonly isEntry: boolean;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

export interface Size extends Record<Encoding, number> {
  readonly minified: number;
}

/** What was weighed. */
export interface Sizes {
  /** Whether all are within their budgets, and hold nothing of another feature. */
  readonly fits: boolean;
  /** By the budgets' labels. */
  readonly entries: Readonly<Record<string, Size>>;
  /** What the libraries and rows alone weigh, by the budget that is measured from it. */
  readonly floors: Readonly<Record<string, Size>>;
}

/** Prints what each browser entry weighs, as a browser receives it, what the libraries alone would weigh, and what is loaded later. */
export async function checkSizes(): Promise<Sizes> {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const counted = new Set<string>();
  const entriesFound: Record<string, Size> = {};
  let fits = true;
  print('entry', 'min', 'gzip', 'brotli', 'budget');
  for (const budget of budgets) {
    const { label, entries } = budget;
    const chunks = entries.map((name) => manifest[name]);
    if (chunks.some((chunk) => chunk === undefined)) {
      fits = false;
      console.log(`✗ ${label}: the build has no ${entries.join(', ')}`);
      continue;
    }
    const files = [...new Set(chunks.flatMap((chunk) => (chunk ? [chunk.file, ...chunk.imports] : [])))];
    files.forEach((file) => counted.add(file));
    const size = sum(files.map((file) => sizeOf(read(file))));
    entriesFound[label] = size;
    const { limit, calls } = budget;
    const isOver = limit !== undefined && size[limit.encoding] > limit.bytes;
    const strangers = calls ? strangersIn(files.map((file) => read(file).toString()).join('\n'), calls) : [];
    fits &&= !isOver && strangers.length === 0;
    const allowed = limit ? `${isOver ? '✗ over ' : ''}${limit.bytes} ${limit.encoding}` : '';
    print(label, size.minified, size.gzip, size.brotli, allowed);
    if (strangers.length > 0) console.log(`✗ ${label}: holds of other features ${strangers.join(', ')}`);
  }
  const floorsFound: Record<string, Size> = {};
  for (const floor of floors) {
    const size = sizeOf(Buffer.from(await bundleFloor(floor)));
    floorsFound[floor.of] = size;
    const above = (entriesFound[floor.of]?.gzip ?? Infinity) - size.gzip;
    const isOver = above > floor.most;
    fits &&= !isOver;
    const allowed = `${isOver ? '✗ ' : ''}${above} gzip below ours, budget ${floor.most}`;
    print(floor.label, size.minified, size.gzip, size.brotli, allowed);
  }
  for (const [name, chunk] of Object.entries(manifest)) {
    if (counted.has(chunk.file)) continue;
    const size = sizeOf(read(chunk.file));
    print(`later: ${name}`, size.minified, size.gzip, size.brotli, '');
  }
  return { fits, entries: entriesFound, floors: floorsFound };
}

/** Paths of rows that are not called, and summaries, which are for documents and never for a browser. */
function strangersIn(code: string, calls: readonly string[]): readonly string[] {
  const isCalled = (row: string) => calls.some((own) => row === own || row.startsWith(`${own}/`));
  const paths = new Set(endpointRows.map((row) => row.path).filter((row) => !isCalled(row)));
  const summaries = endpointRows.map(({ summary }) => summary);
  return [...paths, ...summaries].filter((text) => code.includes(text));
}

function read(file: string): Buffer {
  const absolute = path.join(folder, file);
  if (!existsSync(absolute)) throw new Error(`manifest.json names ${file}, which the build does not have.`);
  return readFileSync(absolute);
}

function sizeOf(bytes: Buffer): Size {
  const gzip = gzipSync(bytes, { level: 9 }).length;
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  return { minified: bytes.length, gzip, brotli };
}

/** Each file is compressed by itself on its way, so the sum is of compressed sizes. */
function sum(sizes: readonly Size[]): Size {
  const add = (key: keyof Size) => sizes.reduce((total, size) => total + size[key], 0);
  return { minified: add('minified'), gzip: add('gzip'), brotli: add('brotli') };
}

function print(label: string, ...cells: readonly (string | number)[]): void {
  const [minified, gzip, brotli, budget] = cells.map(String);
  console.log(
    `${label.padEnd(34)}${minified?.padStart(9)}${gzip?.padStart(9)}${brotli?.padStart(9)}  ${budget}`.trimEnd(),
  );
}
