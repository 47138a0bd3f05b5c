import { assert, fixture, html } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type Axe from 'axe-core';
import { accessLogStates } from './access-log-states.fixture.ts';
import { type AccessLogStillElement, defineAccessLogStill } from './access-log-still.fixture.ts';

defineAccessLogStill();

// A script rather than a module: it leaves itself on the page.
const { axe } = globalThis as unknown as { readonly axe: typeof Axe };

// access-log-states.browser.test.ts looks at each state in the light scheme; here are the other two. In forced colours there is one scheme.
const isForced = matchMedia('(forced-colors: active)').matches;
const scheme = isForced ? 'forced' : 'dark';

/** What axe finds, and which texts it could not tell the contrast of, so that no silence passes for readable. */
async function findingsIn(element: AccessLogStillElement): Promise<string> {
  const { violations, incomplete } = await axe.run(element, { resultTypes: ['violations', 'incomplete'] });
  const undecided = incomplete.filter(({ id }) => id === 'color-contrast');
  return [...violations, ...undecided]
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary ?? ''}`),
    )
    .join('\n');
}

describe(`with ${scheme} colours, axe finds nothing in the access log`, () => {
  for (const [name, { events }] of Object.entries(accessLogStates)) {
    it(`in "${name}"`, async () => {
      const page = await fixture<HTMLElement>(
        html`<main lang="en-US">
          <prm-access-log-still api-url=${location.origin} publishable-key="pk_test_riverside"></prm-access-log-still>
        </main>`,
      );
      page.style.colorScheme = isForced ? 'light dark' : scheme;
      const element = page.querySelector('prm-access-log-still');
      assert.ok(element);
      await element.show(events);
      assert.equal(await findingsIn(element), '');
    });
  }
});
