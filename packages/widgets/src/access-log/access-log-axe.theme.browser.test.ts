import { assert, fixture, html } from '@open-wc/testing';
import { axeFindings } from '../styles/axe-findings.fixture.ts';
import { accessLogStates } from './access-log-states.fixture.ts';
import { defineAccessLogStill } from './access-log-still.fixture.ts';

defineAccessLogStill();

// access-log-states.browser.test.ts looks at each state in the light scheme; here are the other two. In forced colours there is one scheme.
const isForced = matchMedia('(forced-colors: active)').matches;
const scheme = isForced ? 'forced' : 'dark';

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
      assert.equal(await axeFindings(element), '');
    });
  }
});
