/** What the sources of one part of the house may import. The table of docs/architecture.md, in the form of a rule. */
export interface Room {
  /** Sources under this path belong to the room; of two that match, the longer one wins. */
  readonly path: string;
  /** Packages and `node:` that its sources may import at run time. A name ending in `*` is a prefix. */
  readonly mayImport: readonly string[];
  /** Packages whose types alone it may import. */
  readonly mayImportTypesOf?: readonly string[];
  /** Packages that it may import only by `import()`, so that a page loads them when it needs them. */
  readonly mayImportLazily?: readonly string[];
  /** Other rooms whose files it may reach by a relative path. */
  readonly mayReach?: readonly string[];
  /** Other rooms whose files it may reach only by `import()`. */
  readonly mayReachLazily?: readonly string[];
  /** What its tests alone may import, besides the tools that any test may. */
  readonly mayImportInTests?: readonly string[];
  /** Our packages that its package.json may depend on, devDependencies apart. */
  readonly mayDependOn: readonly string[];
}

const lit = ['lit', 'lit/*', '@lit/*'];

export const rooms: readonly Room[] = [
  { path: 'packages/contract/src', mayImport: ['zod', 'zod/*'], mayDependOn: [] },
  {
    // What a form means, for browsers and servers alike: it imports nothing at all. fhirpath.js is what its own FHIRPath is compared with.
    path: 'packages/questionnaire/src',
    mayImport: [],
    mayImportInTests: ['fhirpath', 'fhirpath/*'],
    mayDependOn: [],
  },
  {
    path: 'packages/sdk/src',
    mayImport: [
      '@openprm/contract',
      '@openprm/contract/*',
      '@openprm/questionnaire',
      '@openprm/questionnaire/*',
      'idb-keyval',
      'jose/*',
      'eventsource-parser',
      'eventsource-parser/*',
      'zod/mini',
    ],
    mayDependOn: ['@openprm/contract', '@openprm/questionnaire'],
  },
  {
    path: 'packages/widgets/src',
    mayImport: ['@openprm/sdk', '@openprm/sdk/*', '@openprm/questionnaire', '@openprm/questionnaire/*', ...lit],
    mayDependOn: ['@openprm/sdk', '@openprm/questionnaire'],
  },
  {
    // The loader itself: a page pays for an element only when the element is on it.
    path: 'packages/embed/src',
    mayImport: [],
    mayImportLazily: ['@openprm/widgets/*'],
    mayImportTypesOf: ['@openprm/widgets/*'],
    mayReachLazily: ['packages/embed/src/elements'],
    mayDependOn: ['@openprm/widgets'],
  },
  {
    // What the loader loads: one file per element.
    path: 'packages/embed/src/elements',
    mayImport: ['@openprm/widgets/*'],
    mayDependOn: ['@openprm/widgets'],
  },
  {
    // What the page of a frame loads: the frame's end at once, the element beside it.
    path: 'packages/embed/src/frame',
    mayImport: ['@openprm/widgets/*'],
    mayReachLazily: ['packages/embed/src/elements'],
    mayDependOn: ['@openprm/widgets'],
  },
  {
    path: 'packages/server/src/core',
    mayImport: [
      '@openprm/contract',
      '@openprm/contract/*',
      '@openprm/questionnaire',
      '@openprm/questionnaire/*',
      'hono',
      'hono/*',
      'kysely',
      'kysely/*',
      'jose',
      'temporal-polyfill',
      'temporal-polyfill/*',
      'ical-generator',
      // The contract's own schemas are the rule; this is for shapes that never leave the server, such as a cursor.
      'zod/mini',
    ],
    mayDependOn: ['@openprm/contract', '@openprm/questionnaire'],
  },
  {
    path: 'packages/server/src/node',
    mayImport: [
      '@openprm/contract',
      '@openprm/contract/*',
      '@electric-sql/*',
      '@hono/node-server',
      '@hono/node-server/*',
      'hono',
      'hono/*',
      'aws4fetch',
      'jose',
      'kysely',
      'kysely/*',
      'nodemailer',
      'nodemailer/*',
      'pg',
      'pg-boss',
      'node:*',
    ],
    mayReach: ['packages/server/src/core'],
    mayDependOn: ['@openprm/contract', '@openprm/questionnaire'],
  },
  {
    path: 'packages/app/src',
    mayImport: [
      '@openprm/contract',
      '@openprm/contract/policies',
      'uqr',
      '@openprm/server/*',
      '@openprm/embed',
      '@openprm/embed/*',
      '@openprm/widgets/*',
      '@hono/*',
      'hono',
      'hono/*',
      'node:*',
    ],
    mayDependOn: ['@openprm/contract', '@openprm/server', '@openprm/embed', '@openprm/widgets'],
  },
  {
    path: 'packages/testing/src',
    mayImport: [
      '@openprm/contract',
      '@openprm/contract/*',
      '@openprm/server/core',
      'msw',
      'msw/*',
      'jose',
      'kysely',
      '@electric-sql/*',
    ],
    // A kit that the SDK cannot speak to would be worthless, so its tests speak through the SDK.
    mayImportInTests: ['@openprm/sdk'],
    mayDependOn: ['@openprm/contract', '@openprm/server'],
  },
  {
    path: 'packages/e2e/src',
    mayImport: [
      '@openprm/*',
      'fhirpath',
      'fhirpath/*',
      'playwright-core',
      'puppeteer-core',
      'axe-core',
      'ical.js',
      'pg',
      'node:*',
    ],
    mayReach: ['packages/tooling'],
    mayDependOn: [
      '@openprm/app',
      '@openprm/contract',
      '@openprm/questionnaire',
      '@openprm/sdk',
      '@openprm/server',
      '@openprm/testing',
    ],
  },
  {
    path: 'examples',
    mayImport: [
      '@openprm/sdk',
      '@openprm/widgets',
      '@openprm/widgets/*',
      '@openprm/testing',
      '@openprm/testing/*',
      'react',
      'react-dom',
      'react-dom/*',
      'msw',
      'msw/*',
      'node:*',
    ],
    mayDependOn: ['@openprm/sdk', '@openprm/widgets', '@openprm/testing'],
  },
];

/** What any test may import besides what its room may. A test never crosses into the sources of another package. */
export const testTools = [
  '@open-wc/*',
  'axe-core',
  'axe-core/*',
  'esbuild',
  'fast-check',
  'ical.js',
  'msw',
  'msw/*',
  'postal-mime',
  'smtp-server',
  'pg',
  '@electric-sql/*',
  'node:*',
  // a fault is planted by the endpoint's row
  '@openprm/contract',
  // what concerns a patient is known by the endpoint's policy
  '@openprm/contract/policies',
  '@openprm/testing',
  '@openprm/testing/*',
];
