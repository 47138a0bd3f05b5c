import { assert, expect, fixture, html } from '@open-wc/testing';
import { item } from '@openprm/questionnaire/builder';
import { waitUntil } from '../wait-until.fixture.ts';
import { formOf, paperOf } from './survey-forms.fixture.ts';
import { beginning } from './survey-states-ways.fixture.ts';
import { defineSurveyStill, type SurveyStillElement } from './survey-still.fixture.ts';

defineSurveyStill();

const paper = paperOf(
  formOf([item.decimal('distance', 'How far can you walk?'), item.text('comment', 'Anything else?')]),
);

/** Somebody who is asked for a number, in a language. */
async function ask(lang: string) {
  const around = await fixture<HTMLElement>(
    html`<div lang=${lang}>
      <prm-survey-still api-url=${location.origin} publishable-key="pk_test" survey-id="svy_knee"></prm-survey-still>
    </div>`,
  );
  const element = around.querySelector<SurveyStillElement>('prm-survey-still');
  const root = element?.shadowRoot;
  if (!element || !root) throw new Error('no element');
  await element.show(beginning(paper));
  const field = () => {
    const input = root.querySelector('input');
    if (!input) throw new Error('nothing to type in');
    return input;
  };
  await waitUntil(() => root.querySelector('input') !== null, 'the question');
  const type = async (text: string) => {
    const input = field();
    input.focus();
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await element.updateComplete;
  };
  const goOn = async () => {
    root.querySelector<HTMLElement>('.footer .primary')?.click();
    await element.updateComplete;
  };
  /** What is said of the field beside it. */
  const said = () =>
    (field().getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => root.getElementById(id)?.textContent?.trim())
      .join(' ');
  const answer = () => {
    const { shown } = element;
    return 'form' in shown && shown.form && 'nodes' in shown.form
      ? shown.form.nodes.get('/0')?.entries[0]?.value?.value
      : undefined;
  };
  return { element, root, field, type, goOn, said, answer };
}

describe('a number that can be read in two ways', () => {
  for (const [lang, typed, words] of [
    ['es-ES', '1.234', 'Escriba 1234 o 1,234, para que se lea de una sola manera.'],
    ['en-US', '1,234', 'Please write 1234 or 1.234, so that it can be read in one way only.'],
  ] as const) {
    it(`is asked about beside its field and in the summary, and is no answer before (${lang})`, async () => {
      const { element, root, field, type, goOn, said, answer } = await ask(lang);
      await type(typed);
      assert.equal(answer(), undefined);
      await goOn();
      assert.equal(field().value, typed, 'what was typed stays');
      assert.equal(field().getAttribute('aria-invalid'), 'true');
      assert.include(said(), words);
      const summary = root.activeElement?.closest('.notice, [role=group], section') ?? root.activeElement;
      assert.include(summary?.textContent ?? '', words, 'the summary has the focus and says it too');
      await expect(element).to.be.accessible();

      await type('1234');
      assert.equal(answer(), 1234);
      assert.notInclude(said(), words);
      assert.notEqual(field().getAttribute('aria-invalid'), 'true');
      await goOn();
      await waitUntil(() => root.querySelector('textarea') !== null, 'the next question');
    });
  }
});
