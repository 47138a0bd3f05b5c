/** How one thing is compressed on its way to a browser. */
export type Encoding = 'gzip' | 'brotli';

/** One thing that a page loads: an entry of the built manifest with all that it imports statically. */
export interface Budget {
  /** What a reader of the table knows it by. */
  readonly label: string;
  /** The chunks by their names in manifest.json; each brings its static imports. */
  readonly entries: readonly string[];
  readonly limit?: { readonly bytes: number; readonly encoding: Encoding };
  /** What it is to come down to, printed beside what it is: so many bytes, and so many above what the libraries alone weigh in the same build. */
  readonly aim?: { readonly bytes: number; readonly aboveFloor: number; readonly encoding: Encoding };
  /** Paths under `/v1` that the entry calls: a path of any other feature in its files is a mistake, and so is the summary of any endpoint. */
  readonly calls?: readonly string[];
}

const kB = 1000;

/** Every number here is a promise: `npm test` fails beyond it. What has no limit is only printed. */
export const budgets: readonly Budget[] = [
  { label: 'loader', entries: ['openprm'], limit: { bytes: 1 * kB, encoding: 'brotli' } },
  {
    label: 'booking, to the first slots',
    entries: ['openprm', 'booking'],
    limit: { bytes: 51 * kB, encoding: 'gzip' },
    aim: { bytes: 35 * kB, aboveFloor: 12 * kB, encoding: 'gzip' },
    calls: ['/v1/slots', '/v1/locations', '/v1/healthcare-services'],
  },
  { label: 'booking, all steps', entries: ['openprm', 'booking', 'booking-later'] },
  { label: 'config', entries: ['config'] },
  { label: 'lit (one chunk, shared)', entries: ['lit'] },
];
