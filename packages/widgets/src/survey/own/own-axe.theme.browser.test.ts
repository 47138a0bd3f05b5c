import { assert, fixture, html } from '@open-wc/testing';
import { axeFindings } from '../../styles/axe-findings.fixture.ts';
import { waitUntil } from '../../wait-until.fixture.ts';
import { type OwnStateFixture, ownStates } from './own-states.fixture.ts';
import { defineOwnSurveysStill } from './own-still.fixture.ts';

defineOwnSurveysStill();

// own-states.browser.test.ts looks at each state in the light scheme; here are the other two. In forced colours there is one scheme.
const isForced = matchMedia('(forced-colors: active)').matches;
const scheme = isForced ? 'forced' : 'dark';

describe(`with ${scheme} colours, axe finds nothing in the list of one’s own surveys`, () => {
  for (const [name, state] of Object.entries<OwnStateFixture>(ownStates)) {
    it(`in "${name}"`, async () => {
      const page = await fixture<HTMLElement>(
        html`<main lang="en-US">
          <prm-survey-own-still api-url=${location.origin} publishable-key="pk_test_riverside" .state=${state}>
          </prm-survey-own-still>
        </main>`,
      );
      page.style.colorScheme = isForced ? 'light dark' : scheme;
      const element = page.querySelector('prm-survey-own-still');
      assert.ok(element);
      await element.walk();
      const root = element.shadowRoot;
      await waitUntil(
        () =>
          root?.querySelector('[role=status]')?.textContent.trim() === state.hears &&
          (state.hears === 'Loading…' || !root.querySelector('.bone')),
        state.hears,
      );
      assert.equal(await axeFindings(element), '');
    });
  }
});
