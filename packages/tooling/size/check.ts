import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root } from '../places.mjs';
import { budgets, type Encoding } from './budgets.ts';

const folder = path.join(root, 'packages/embed/dist/cdn');

interface Chunk {
  readonly file: string;
  readonly isEntry: boolean;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

interface Size extends Record<Encoding, number> {
  readonly minified: number;
}

/**
 * Prints what each browser entry weighs, as a browser receives it, and what is loaded later.
 *
 * @returns whether all are within their budgets
 */
export function checkSizes(): boolean {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const counted = new Set<string>();
  let fits = true;
  print('entry', 'min', 'gzip', 'brotli', 'budget');
  for (const { label, entries, limit } of budgets) {
    const chunks = entries.map((name) => manifest[name]);
    if (chunks.some((chunk) => chunk === undefined)) {
      fits = false;
      console.log(`✗ ${label}: the build has no ${entries.join(', ')}`);
      continue;
    }
    const files = new Set(chunks.flatMap((chunk) => (chunk ? [chunk.file, ...chunk.imports] : [])));
    files.forEach((file) => counted.add(file));
    const size = sum([...files].map(sizeOf));
    const over = limit !== undefined && size[limit.encoding] > limit.bytes;
    fits &&= !over;
    const budget = limit ? `${over ? '✗ over ' : ''}${limit.bytes} ${limit.encoding}` : '';
    print(label, size.minified, size.gzip, size.brotli, budget);
  }
  for (const [name, chunk] of Object.entries(manifest)) {
    if (counted.has(chunk.file)) continue;
    const size = sizeOf(chunk.file);
    print(`later: ${name}`, size.minified, size.gzip, size.brotli, '');
  }
  return fits;
}

function sizeOf(file: string): Size {
  const absolute = path.join(folder, file);
  if (!existsSync(absolute)) throw new Error(`manifest.json names ${file}, which the build does not have.`);
  const bytes = readFileSync(absolute);
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
