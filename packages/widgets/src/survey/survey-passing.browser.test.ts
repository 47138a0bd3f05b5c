import { assert, fixture, html } from '@open-wc/testing';
import type { QuestionnaireResponse } from '@openprm/questionnaire';
import { waitUntil } from '../wait-until.fixture.ts';
import type { Drafts } from './draft.ts';
import type { SurveyApi } from './survey-api.ts';
import { PrmSurveyElement } from './survey-element.ts';
import { formOf, kindForms, paperOf, progressOf, told } from './survey-forms.fixture.ts';
import type { SurveyPaper } from './survey-paper.ts';

let paper: SurveyPaper;
let saves: QuestionnaireResponse[];

class PassingElement extends PrmSurveyElement {
  protected override async createApi() {
    const drafts: Drafts = {
      find: async () => undefined,
      hasAny: async () => false,
      open: () => undefined,
      keep: () => undefined,
      dropOwn: () => undefined,
      drop: () => undefined,
    };
    return {
      load: async () => ({ paper, progress: null }),
      save: async ({ response }) => {
        saves.push(response);
        return progressOf(saves.length, { told: told(...paper.safety.map(({ linkId }) => linkId)) });
      },
      drafts: async () => drafts,
    } as Partial<SurveyApi> as SurveyApi;
  }
}
customElements.define('prm-survey-passing', PassingElement);

async function ask(): Promise<ShadowRoot> {
  const element = await fixture<PassingElement>(
    html`<prm-survey-passing
      lang="en-US"
      api-url=${location.origin}
      publishable-key="pk_test"
      pace="page"
      .link=${'svl_secret'}
    ></prm-survey-passing>`,
  );
  const root = element.shadowRoot;
  assert.ok(root);
  const begin = () => [...root.querySelectorAll('button')].find((each) => each.textContent?.trim() === 'Begin');
  await waitUntil(() => begin() !== undefined);
  begin()?.click();
  const isAsked = () => root.querySelector('input') !== null && element.survey.later !== undefined;
  // All of the code comes first, file by file.
  await waitUntil(isAsked, 'nothing is asked', { timeout: 15_000 });
  return root;
}

const inputs = (root: ShadowRoot) => [...root.querySelectorAll('input')];
const helpIn = (root: ShadowRoot) => root.querySelector('.telling')?.textContent ?? '';
const valuesSent = () => saves.map(({ item }) => item?.[0]?.answer?.[0]?.['valueDecimal']);

/** What a browser does with an arrow key on a radio. */
function pressArrowTo(radio: HTMLInputElement): void {
  const options = { bubbles: true, composed: true };
  const from = radio.getRootNode() instanceof ShadowRoot ? (radio.getRootNode() as ShadowRoot).activeElement : null;
  (from ?? radio).dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', ...options }));
  radio.focus();
  radio.click();
}

/** A handle at a number, and let go of there or not. */
function drag(slider: HTMLInputElement, value: number, ...events: readonly ('input' | 'change')[]): void {
  slider.value = String(value);
  for (const type of events) slider.dispatchEvent(new Event(type, { bubbles: true }));
}

describe('A safety answer that is passed on the way to another', () => {
  const setTimer = globalThis.setTimeout;
  beforeEach(() => (saves = []));
  afterEach(() => {
    globalThis.setTimeout = setTimer;
  });

  it('by a handle tells nobody; where it is let go of it does at once', async () => {
    const [item] = kindForms.slider;
    paper = paperOf(formOf(kindForms.slider), { safety: [{ linkId: item?.linkId ?? '', atLeast: 3 }] });
    const root = await ask();
    const [slider] = inputs(root);
    assert.ok(slider?.type === 'range');
    drag(slider, Number(slider.max), 'input');
    await waitUntil(() => helpIn(root) !== '', 'help stands there at once');
    drag(slider, 1, 'input', 'change');
    await waitUntil(() => helpIn(root) === '');
    assert.deepEqual(saves, []);
    drag(slider, Number(slider.max), 'input', 'change');
    await waitUntil(() => helpIn(root).includes('alerted'));
    assert.equal(saves.length, 1);
    assert.equal(Number(valuesSent()[0]), Number(slider.max));
  });

  it('by arrow keys tells nobody; it does when it rests, or its question is left', async () => {
    const [item] = kindForms.scale;
    paper = paperOf(formOf(kindForms.scale), { safety: [{ linkId: item?.linkId ?? '', atLeast: 3 }] });
    const root = await ask();
    const [none, one] = inputs(root);
    const last = inputs(root).at(-1);
    assert.ok(none && one && last);
    none.focus();
    pressArrowTo(last);
    await waitUntil(() => helpIn(root) !== '', 'help stands there at once');
    pressArrowTo(one);
    await waitUntil(() => helpIn(root) === '');
    assert.deepEqual(saves, []);
    pressArrowTo(last);
    await waitUntil(() => saves.length === 1, 'it rests');
    await waitUntil(() => helpIn(root).includes('alerted'));
  });

  it('and left, or chosen with a finger, is sent at once', async () => {
    const [item] = kindForms.scale;
    paper = paperOf(formOf(kindForms.scale), { safety: [{ linkId: item?.linkId ?? '', atLeast: 3 }] });
    // Nothing rests.
    globalThis.setTimeout = ((run: () => void, milliseconds: number) =>
      milliseconds === 1000 ? 0 : setTimer.call(globalThis, run, milliseconds)) as typeof setTimeout;
    const root = await ask();
    const last = inputs(root).at(-1);
    const [none] = inputs(root);
    assert.ok(none && last);
    none.focus();
    pressArrowTo(last);
    last.blur();
    await waitUntil(() => saves.length === 1, 'leaving sends it');
    const other = await ask();
    const pointed = inputs(other).at(-1);
    pointed?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    pointed?.click();
    await waitUntil(() => saves.length === 2, 'it is sent');
  });
});
