/** How one thing is compressed on its way to a browser. */
export type Encoding = 'gzip' | 'brotli';

/** One thing that a page loads: an entry of the built manifest with all that it imports statically. */
export interface Budget {
  /** What a reader of the table knows it by. */
  readonly label: string;
  /** The chunks by their names in manifest.json; each brings its static imports. */
  readonly entries: readonly string[];
  readonly limit?: { readonly bytes: number; readonly encoding: Encoding };
  /** Paths under `/v1` that the entry calls: a path of any other feature in its files is a mistake, and so is the summary of any endpoint. */
  readonly calls?: readonly string[];
}

const kB = 1000;

/** Every number here is a promise: `npm test` fails beyond it. What has no limit is only printed. */
export const budgets: readonly Budget[] = [
  { label: 'loader', entries: ['openprm'], limit: { bytes: 1 * kB, encoding: 'brotli' } },
  {
    label: 'booking, to the first slots',
    entries: ['openprm', 'booking', 'booking-api'],
    limit: { bytes: 25.8 * kB, encoding: 'gzip' },
    calls: ['/v1/slots'],
  },
  { label: 'shell of a frame, booking', entries: ['booking-shell'], limit: { bytes: 7.1 * kB, encoding: 'gzip' } },
  {
    label: 'shell of a frame, access log',
    entries: ['access-log-shell'],
    limit: { bytes: 6.8 * kB, encoding: 'gzip' },
  },
  // With a constant height for each of its paces.
  { label: 'shell of a frame, survey', entries: ['survey-shell'], limit: { bytes: 6.9 * kB, encoding: 'gzip' } },
  { label: 'page of a frame, without its element', entries: ['frame'] },
  { label: 'booking, all steps', entries: ['openprm', 'booking', 'booking-api', 'booking-later'] },
  {
    label: 'access log, sign-in included',
    entries: ['openprm', 'access-log'],
    // Words for every act that touches a patient's data, surveys' among them; and the way to where one is signed in, whose part is loaded when it is asked for. And what is said of entries that cannot be read.
    limit: { bytes: 35.7 * kB, encoding: 'gzip' },
  },
  {
    label: 'survey, before the first question',
    entries: ['openprm', 'survey'],
    limit: { bytes: 19.6 * kB, encoding: 'gzip' },
    calls: ['/v1/surveys', '/v1/survey-invitations', '/v1/questionnaire-responses'],
  },
  {
    // A form that begins with what is chosen from; the rest is loaded behind its first question. It may also be no more than 10 kB above its floor: see floor.ts and ADR 37.
    label: 'survey, to the first question',
    entries: ['openprm', 'survey', 'survey-asking'],
    limit: { bytes: 30.977 * kB, encoding: 'gzip' },
    calls: ['/v1/surveys', '/v1/survey-invitations', '/v1/questionnaire-responses'],
  },
  {
    // The same where a form has conditions, initial answers or patterns.
    label: 'survey, to the first question of a form with conditions',
    entries: ['openprm', 'survey', 'survey-asking', 'prepare-with-host'],
    limit: { bytes: 37.9 * kB, encoding: 'gzip' },
    calls: ['/v1/surveys', '/v1/survey-invitations', '/v1/questionnaire-responses'],
  },
  {
    // With what sends a safety answer while somebody decides between answers: there at once, since a connection may be gone by then. And what sends it beside a text that is too long, and not when it was only passed.
    label: 'survey, with all that it asks by',
    entries: ['openprm', 'survey', 'survey-asking', 'survey-later'],
    limit: { bytes: 66.5 * kB, encoding: 'gzip' },
    calls: ['/v1/surveys', '/v1/survey-invitations', '/v1/questionnaire-responses'],
  },
  {
    // Signing in, the list, and its own way to the clinic's system: for elements that name no survey alone.
    label: 'the list of surveys of who is signed in',
    entries: ['own-surveys'],
    limit: { bytes: 36 * kB, encoding: 'gzip' },
  },
  { label: 'config', entries: ['config'] },
  { label: 'lit (one chunk, shared)', entries: ['lit'] },
];
