/** What of a route tells which pages it answers. */
export interface PageRoute {
  /** As the router has it: `/staff/patients/:id`. */
  readonly path: string;
}

/**
 * Names a page by the route that answers it, so that what a caller wrote into an address comes into no log: `/staff/patients/…`; `another` where none does.
 *
 * @param routes all that the app answers; those with a wildcard are no pages of ours but files, the API and what stands before pages
 */
export function createPageNames(routes: readonly PageRoute[]): (path: string) => string {
  // the demo's first page is a file
  const patterns = ['/', ...routes.map(({ path }) => path)]
    .filter((path) => !path.includes('*'))
    .map((path) => path.split('/'));
  return (path) => {
    const parts = path.split('/');
    const found = patterns.find(
      (pattern) => pattern.length === parts.length && pattern.every((each, at) => answers(each, parts[at] ?? '')),
    );
    return found?.map((each) => (isParameter(each) ? '…' : each)).join('/') ?? 'another';
  };
}

const isParameter = (pattern: string) => pattern.startsWith(':');
const answers = (pattern: string, part: string) => (isParameter(pattern) ? part !== '' : pattern === part);
