import { assert, fixture, html } from '@open-wc/testing';
import { waitUntil } from '../wait-until.fixture.ts';
import { formOf, kindForms, paperOf, safetyPaper } from './survey-forms.fixture.ts';
import { beginning, points } from './survey-states-ways.fixture.ts';
import { defineSurveyStill } from './survey-still.fixture.ts';

defineSurveyStill();

/** A survey with a view of its own, as small as a page at 400 %. */
async function stand(height: number) {
  const view = await fixture<HTMLElement>(
    html`<div lang="en-US">
      <prm-survey-still api-url="/" publishable-key="pk_x" survey-id="svy_x"></prm-survey-still>
    </div>`,
  );
  view.style.cssText = `inline-size: 320px; block-size: ${height}px; overflow: auto; position: relative`;
  const element = view.querySelector('prm-survey-still');
  const root = element?.shadowRoot;
  if (!element || !root) throw new Error('no element');
  const isInView = (selector: string) => {
    const part = root.querySelector(selector)?.getBoundingClientRect();
    const { top, bottom } = view.getBoundingClientRect();
    return part !== undefined && part.top >= top - 1 && part.bottom <= bottom + 1;
  };
  return { view, element, root, isInView };
}

/** Gives the second answer to PHQ-9's last question, as somebody does who has scrolled there. */
async function chooseLast({ view, element, root }: Awaited<ReturnType<typeof stand>>) {
  const row = root.querySelectorAll('.matrix-row')[8];
  const radio = row?.querySelectorAll<HTMLInputElement>('input')[1];
  assert.ok(row && radio);
  view.scrollBy(0, radio.getBoundingClientRect().bottom - view.getBoundingClientRect().bottom + 60);
  radio.focus({ preventScroll: true });
  radio.click();
  await element.updateComplete;
  return radio;
}

describe('help that an answer brings', () => {
  it('comes into view in a small one, with its numbers, and leaves the focus on the answer', async () => {
    const survey = await stand(500);
    await survey.element.show(beginning(safetyPaper));
    const radio = await chooseLast(survey);
    await waitUntil(() => survey.isInView('.help-numbers') && survey.isInView('.help .notice-title'));
    assert.equal(survey.root.activeElement, radio);
  });

  it('moves nothing where it is in view already, nor when another answer follows', async () => {
    const survey = await stand(9000);
    await survey.element.show(beginning(safetyPaper));
    await chooseLast(survey);
    assert.isTrue(survey.isInView('.help'));
    assert.equal(survey.view.scrollTop, 0);
    survey.view.style.blockSize = '500px';
    const first = survey.root.querySelector<HTMLInputElement>('.matrix-row input');
    first?.click();
    await survey.element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(survey.view.scrollTop, 0);
  });

  it('moves nothing before anybody has acted', async () => {
    const survey = await stand(120);
    const painful = paperOf(formOf(kindForms.scale), { safety: [{ linkId: 'pain', atLeast: 8 }] });
    await survey.element.rest([...beginning(painful), points('/0', 9)]);
    assert.isFalse(survey.isInView('.help'), 'it is there, and below');
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(survey.view.scrollTop, 0);
    await survey.element.show([points('/0', 1), points('/0', 8)]);
    await waitUntil(() => survey.view.scrollTop > 0);
  });
});
