import { aTimeout, assert, expect, fixture, html } from '@open-wc/testing';
import { waitUntil } from '../wait-until.fixture.ts';
import { layoutFaults } from '../styles/layout-faults.fixture.ts';
import { layoutPlaces } from '../styles/layout-places.fixture.ts';
import { surveyStates } from './survey-states.fixture.ts';
import type { SurveyStateFixture } from './survey-states-ways.fixture.ts';
import { defineSurveyStill, type SurveyStillElement } from './survey-still.fixture.ts';

defineSurveyStill();

async function stand(lang = 'en-US') {
  const around = await fixture<HTMLElement>(
    html`<div lang=${lang}>
      <prm-survey-still api-url=${location.origin} publishable-key="pk_test_riverside" survey-id="svy_knee">
      </prm-survey-still>
    </div>`,
  );
  const element = around.querySelector('prm-survey-still');
  const root = element?.shadowRoot;
  if (!element || !root) throw new Error('no element');
  return { around, element, root };
}

/** Shows a state, and tells what its last event did. */
async function show({ events }: SurveyStateFixture) {
  const said: string[] = [];
  const { error, warn } = console;
  console.error = console.warn = (...words: unknown[]) => said.push(words.map(String).join(' '));
  const { element, root } = await stand();
  await element.show(events.slice(0, -1));
  const before = root.activeElement;
  const region = root.querySelector('[role=status]');
  assert.ok(region);
  const heard: string[] = [];
  const listener = new MutationObserver(() => heard.push(region.textContent.trim()));
  listener.observe(region, { subtree: true, childList: true, characterData: true });
  const silent = region.textContent.trim();
  await element.show(events.slice(-1));
  await aTimeout(0);
  listener.disconnect();
  Object.assign(console, { error, warn });
  return { element, root, said, before, heard, silent };
}

describe('the state of the survey', () => {
  for (const [name, state] of Object.entries(surveyStates)) {
    it(`"${name}" is accessible, says what is new once, and has the focus where it belongs`, async () => {
      const { element, root, said, before, heard, silent } = await show(state);
      assert.deepEqual(said, [], 'the console is not quiet');
      assert.equal(root.querySelector('[role=status]')?.textContent.trim(), state.hears);
      assert.deepEqual(heard, silent === state.hears ? [] : [state.hears], 'not said once');
      assert.equal(root.querySelectorAll('[role=status], [role=alert], [aria-live]').length, 1);
      const step = name.split(':')[0];
      assert.equal(element.shown.step, step);
      if (state.focus !== null) {
        assert.ok(root.activeElement, 'nothing has the focus');
        assert.equal(root.activeElement, root.querySelector(state.focus));
      } else assert.ok(root.activeElement === null || root.activeElement === before);
      await expect(element).to.be.accessible();
    });
  }
});

/** Waits for the texts of the language, which are loaded the first time. */
async function speak(around: HTMLElement, element: SurveyStillElement, lang: string) {
  around.lang = lang;
  const [language = ''] = lang.split('-');
  await waitUntil(() => element.shadowRoot?.querySelector('.root')?.getAttribute('lang') === language);
  await element.updateComplete;
}

describe('nothing of the survey is cut off, and nothing scrolls sideways', () => {
  for (const { width, fontSize, lang } of layoutPlaces) {
    it(`${width} px wide, with text of ${fontSize} px, in ${lang}`, async () => {
      const { around, element, root } = await stand();
      around.style.inlineSize = `${width}px`;
      around.style.fontSize = `${fontSize}px`;
      await element.rest([]);
      await speak(around, element, lang);
      for (const [name, { events }] of Object.entries(surveyStates)) {
        await element.rest([{ type: 'left' }, ...events]);
        await element.updateComplete;
        assert.equal(layoutFaults(root).join('\n'), '', name);
      }
    });
  }
});
