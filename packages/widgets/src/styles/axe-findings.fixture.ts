import 'axe-core/axe.min.js';
import type Axe from 'axe-core';

// A script rather than a module: it leaves itself on the page.
const { axe } = globalThis as unknown as { readonly axe: typeof Axe };

/** What axe finds, and which texts it could not tell the contrast of, so that no silence passes for readable. */
export async function axeFindings(element: Element): Promise<string> {
  const { violations, incomplete } = await axe.run(element, { resultTypes: ['violations', 'incomplete'] });
  const undecided = incomplete.filter(({ id }) => id === 'color-contrast');
  return [...violations, ...undecided]
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary ?? ''}`),
    )
    .join('\n');
}
