import { assert, fixture, html } from '@open-wc/testing';
import fc from 'fast-check';
import { itemTypes } from '@openprm/questionnaire';
import { stepsOf } from './form-steps.ts';
import { shownAt } from './item-kinds.ts';
import { type FormJson, paperOf } from './survey-forms.fixture.ts';
import { beginning } from './survey-states-ways.fixture.ts';
import { defineSurveyStill } from './survey-still.fixture.ts';

defineSurveyStill();

/** How many forms are made in each engine. */
const runs = 170;

const controls = [
  'slider',
  'drop-down',
  'check-box',
  'autocomplete',
  'htable',
  'gtable',
  'page',
  'help',
  'lower',
  'likert',
  'nonsense',
];
const core = 'http://hl7.org/fhir/StructureDefinition/';
const control = fc.constantFrom(...controls).map((code) => ({
  url: `${core}questionnaire-itemControl`,
  valueCodeableConcept: { coding: [{ code }] },
}));
const limit = fc.constantFrom(
  { url: `${core}minValue`, valueInteger: 0 },
  { url: `${core}maxValue`, valueInteger: 10 },
  { url: `${core}minOccurs`, valueInteger: 2 },
  { url: `${core}maxOccurs`, valueInteger: 3 },
  { url: `${core}questionnaire-hidden`, valueBoolean: true },
  { url: `${core}questionnaire-unit`, valueCoding: { code: 'kg' } },
);
const option = fc.oneof(
  fc.nat(20).map((valueInteger) => ({ valueInteger })),
  fc
    .constantFrom('a', 'b', 'c', 'd')
    .map((code) => ({ valueCoding: { system: 's', code, display: `Option ${code}` } })),
  fc.string().map((valueString) => ({ valueString })),
  fc.constant({ valueMoney: 3 }),
);

/** An item of any type, right and wrong ones, with items below it. */
const item: fc.Arbitrary<object> = fc.letrec<{ readonly item: object }>((tie) => ({
  item: fc.record(
    {
      type: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...itemTypes) }, fc.constantFrom('hologram', 7, null)),
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      prefix: fc.string({ maxLength: 3 }),
      required: fc.boolean(),
      repeats: fc.boolean(),
      readOnly: fc.constantFrom(true, false, false, false),
      extension: fc.array(fc.oneof(control, limit), { maxLength: 3 }),
      answerOption: fc.array(option, { maxLength: 14 }),
      enableWhen: fc.array(
        fc.record({
          question: fc.nat(12).map(String),
          operator: fc.constantFrom('exists', '=', '!='),
          answerBoolean: fc.boolean(),
        }),
        { maxLength: 1 },
      ),
      item: fc.array(tie('item'), { maxLength: 2, depthIdentifier: 'items' }),
    },
    { requiredKeys: ['type'] },
  ),
})).item;

/** Gives each item the linkId of its place. */
function named(items: readonly object[]): FormJson {
  let count = 0;
  const name = (each: object): object => ({
    linkId: String(count++),
    ...each,
    ...('item' in each && Array.isArray(each.item) && { item: (each.item as readonly object[]).map(name) }),
  });
  return { resourceType: 'Questionnaire', url: 'urn:openprm:test:generated', item: items.map(name) };
}

describe('a generated form', () => {
  it('is shown whole, on a page and question by question, without an exception and without dropping a question', async () => {
    const element = await fixture<HTMLElementTagNameMap['prm-survey-still']>(
      html`<prm-survey-still lang="en-US" api-url="/" publishable-key="pk_x" survey-id="svy_x"></prm-survey-still>`,
    );
    const root = element.shadowRoot;
    assert.ok(root);
    const { error } = console;
    const said: unknown[] = [];
    console.error = (...words: unknown[]) => said.push(words);
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 4, size: 'small' }), async (items) => {
          const paper = paperOf(named(items));
          await element.rest([{ type: 'left' }, ...beginning(paper, 'page')]);
          const state = element.shown;
          assert.ok(state.step === 'answering');
          const { plan, form } = state;
          const words = root.querySelector('.items')?.textContent?.replaceAll(/\s+/g, ' ') ?? '';
          const [page] = stepsOf(plan, form, 'page');
          const isOnPage = (key: string) => page?.shown.some((each) => key === each || key.startsWith(`${each}:`));
          const isHidden = (key: string) => !shownAt(plan, form, key);
          for (const key of form.nodes.keys()) {
            const above = [...form.nodes.keys()].filter((other) => key.startsWith(`${other}:`));
            if (!isOnPage(key) || isHidden(key) || above.some(isHidden)) continue;
            const found = shownAt(plan, form, key)?.item;
            const text: unknown = found?.type === 'broken' ? found.pointer : found?.definition['text'];
            if (typeof text === 'string') assert.include(words, text.replaceAll(/\s+/g, ' ').trim(), found?.pointer);
          }
          await element.rest([{ type: 'next-asked' }, { type: 'left' }, ...beginning(paper)]);
          for (let step = 0; step < 3; step++) await element.rest([{ type: 'next-asked' }]);
          assert.deepEqual(said, []);
        }),
        { numRuns: runs },
      );
    } finally {
      console.error = error;
    }
  }).timeout(60_000);
});
