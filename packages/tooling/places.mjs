import { fileURLToPath } from 'node:url';

/** The repository's root folder: every script here works from it, whatever folder it was called from. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** This package's folder. */
export const tooling = fileURLToPath(new URL('./', import.meta.url));

/**
 * The packages that are compiled, in no particular order: `tsc -b` orders them by their references.
 * e2e and tooling are not among them, because Node runs their TypeScript as it is.
 */
export const compiledPackages = ['contract', 'questionnaire', 'sdk', 'widgets', 'embed', 'server', 'testing', 'app'];

/** Those of them that the running app needs. `testing` needs msw, which `npm start` does not install. */
export const runningPackages = compiledPackages.filter((name) => name !== 'testing');

/** The condition in a package's `exports` under which its sources are found, not its built files. */
export const sourceCondition = 'openprm-source';
