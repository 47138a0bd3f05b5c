import { assert, fixture, html } from '@open-wc/testing';
import { axeFindings } from '../styles/axe-findings.fixture.ts';
import { surveyStates } from './survey-states.fixture.ts';
import { defineSurveyStill } from './survey-still.fixture.ts';

defineSurveyStill();

// survey-states.browser.test.ts looks at each state in the light scheme; here are the other two. In forced colours there is one scheme.
const isForced = matchMedia('(forced-colors: active)').matches;
const scheme = isForced ? 'forced' : 'dark';

describe(`with ${scheme} colours, axe finds nothing in the survey`, () => {
  for (const [name, { events }] of Object.entries(surveyStates)) {
    it(`in "${name}"`, async () => {
      const page = await fixture<HTMLElement>(html`<main lang="en-US"><prm-survey-still></prm-survey-still></main>`);
      page.style.colorScheme = isForced ? 'light dark' : scheme;
      const element = page.querySelector('prm-survey-still');
      assert.ok(element);
      Object.assign(element, { apiUrl: location.origin, publishableKey: 'pk_test', surveyId: 'svy_knee' });
      await element.show(events);
      assert.equal(await axeFindings(element), '');
    });
  }
});
