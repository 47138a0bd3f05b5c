import { assert, expect, fixture, html } from '@open-wc/testing';
import { layoutFaults } from '../../styles/layout-faults.fixture.ts';
import { layoutPlaces } from '../../styles/layout-places.fixture.ts';
import { waitUntil } from '../../wait-until.fixture.ts';
import { type OwnStateFixture, ownStates } from './own-states.fixture.ts';
import { defineOwnSurveysStill, type OwnSurveysStillElement } from './own-still.fixture.ts';

defineOwnSurveysStill();

async function stand(state: OwnStateFixture, lang = 'en-US') {
  const around = await fixture<HTMLElement>(
    html`<div lang=${lang}>
      <prm-survey-own-still api-url=${location.origin} publishable-key="pk_test_riverside" .state=${state}>
      </prm-survey-own-still>
    </div>`,
  );
  const element = around.querySelector('prm-survey-own-still');
  const root = element?.shadowRoot;
  if (!element || !root) throw new Error('no element');
  await element.walk();
  return { around, element, root };
}

/** Waits until nothing is on its way, as far as a state lets it come. */
const settled = (element: OwnSurveysStillElement, hears: string) =>
  waitUntil(
    () =>
      element.shadowRoot?.querySelector('[role=status]')?.textContent.trim() === hears &&
      (hears === 'Loading…' || !element.shadowRoot.querySelector('.bone')),
    hears,
  );

describe('the list of one’s own surveys', () => {
  for (const [name, state] of Object.entries<OwnStateFixture>(ownStates)) {
    it(`"${name}" is accessible, says what is new, and has the focus where it belongs`, async () => {
      const { element, root } = await stand(state);
      await settled(element, state.hears);
      if (state.focus === null) assert.ok(!root.activeElement || state.presses.length > 0);
      else await waitUntil(() => root.activeElement === root.querySelector(state.focus ?? ''), state.focus);
      assert.equal(root.querySelectorAll('[role=status], [role=alert], [aria-live]').length, 1);
      await expect(element).to.be.accessible();
    });
  }

  it('opens one by an act that looks as the one that begins it, in the dark too', async () => {
    for (const scheme of ['light', 'dark']) {
      const look = async (state: OwnStateFixture, selector: string) => {
        const { around, element, root } = await stand(state);
        around.style.colorScheme = scheme;
        await settled(element, state.hears);
        await waitUntil(() => root.querySelector(selector) !== null, selector);
        const { color, backgroundColor, borderTopColor } = getComputedStyle(root.querySelector(selector) ?? around);
        return [color, backgroundColor, borderTopColor];
      };
      const begins = await look(ownStates['one opened'], '.footer .primary');
      assert.deepEqual(await look(ownStates.ready, '.own-survey .primary'), begins, scheme);
    }
  });

  it('leaves the answers that are not saved only when somebody says so', async () => {
    const { element, root } = await stand(ownStates['back, and answers are not saved']);
    await waitUntil(() => root.querySelectorAll('.notice .button').length === 2);
    const acts = () => [...root.querySelectorAll<HTMLElement>('.notice .button')];
    acts()[0]?.click();
    await element.updateComplete;
    assert.ok(root.querySelector('input[type=radio]:checked'), 'the answer is still there');
    root.querySelector<HTMLElement>('#back')?.click();
    await element.updateComplete;
    acts()[1]?.click();
    await settled(element, '3 surveys are waiting for you.');
    assert.ok(root.querySelector('.own-survey'));
  });

  it('tells its page that somebody is signed in, and nothing else', async () => {
    const told: Event[] = [];
    const around = await fixture<HTMLElement>(html`<div lang="en-US"></div>`);
    const element = document.createElement('prm-survey-own-still');
    Object.assign(element, { apiUrl: location.origin, publishableKey: 'pk_test_riverside', state: ownStates.ready });
    for (const type of ['prm-signed-in', 'prm-signed-out', 'prm-survey-completed'])
      element.addEventListener(type, (event) => told.push(event));
    around.append(element);
    await settled(element, ownStates.ready.hears);
    assert.deepEqual(
      told.map(({ type, bubbles }) => [type, bubbles]),
      [['prm-signed-in', false]],
    );
    assert.deepEqual(
      Object.keys(told[0] ?? {}).filter((key) => key !== 'isTrusted'),
      [],
    );
  });

  it('chooses with the keyboard, in the order that is read', async () => {
    const { root } = await stand(ownStates.ready);
    await waitUntil(() => root.querySelectorAll('.own-survey button').length === 3);
    const names = [...root.querySelectorAll('.own-survey button')].map((each) =>
      each.textContent?.replaceAll(/\s+/g, ' ').trim(),
    );
    assert.deepEqual(names, [
      'Go on Your knee',
      'Answer How you have felt in the last two weeks, and what kept you from doing what you like to do',
      'Answer Your visit',
    ]);
  });
});

describe('nothing of the list is cut off, and nothing scrolls sideways', () => {
  for (const { width, fontSize, lang } of layoutPlaces) {
    it(`${width} px wide, with text of ${fontSize} px, in ${lang}`, async () => {
      for (const name of ['ready', 'empty', 'of a child', 'one opened', 'more failed'] as const) {
        const { around, root } = await stand(ownStates[name], lang);
        around.style.inlineSize = `${width}px`;
        around.style.fontSize = `${fontSize}px`;
        await waitUntil(() => root.querySelector('.root')?.getAttribute('lang') === lang.split('-')[0]);
        await waitUntil(() => !root.querySelector('.bone'));
        assert.deepEqual(layoutFaults(root), [], name);
        around.remove();
      }
    });
  }
});
