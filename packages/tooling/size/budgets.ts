/** How one thing is compressed on its way to a browser. */
export type Encoding = 'gzip' | 'brotli';

/** One thing that a page loads: an entry of the built manifest with all that it imports statically. */
export interface Budget {
  /** What a reader of the table knows it by. */
  readonly label: string;
  /** The chunks by their names in manifest.json; each brings its static imports. */
  readonly entries: readonly string[];
  readonly limit?: { readonly bytes: number; readonly encoding: Encoding };
}

const kB = 1000;

/** Every number here is a promise: `npm test` fails beyond it. What has no limit is only printed. */
export const budgets: readonly Budget[] = [
  { label: 'loader', entries: ['openprm'], limit: { bytes: 1 * kB, encoding: 'brotli' } },
  // All steps are in one chunk so far; with the later ones loaded when they are needed, this comes down to 35 kB.
  { label: 'booking, all steps', entries: ['booking'], limit: { bytes: 56 * kB, encoding: 'gzip' } },
  { label: 'config', entries: ['config'] },
  { label: 'lit (one chunk, shared)', entries: ['lit'] },
];
