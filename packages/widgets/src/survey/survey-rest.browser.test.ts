import { assert, fixture, html } from '@open-wc/testing';
import { waitUntil } from '../wait-until.fixture.ts';
import type { SurveyApi } from './survey-api.ts';
import { PrmSurveyElement } from './survey-element.ts';
import { branching, everything, formOf, kindForms, paperOf, progressOf } from './survey-forms.fixture.ts';
import type { ResponseProgress, SurveyPaper } from './survey-paper.ts';

let paper: SurveyPaper;
let progress: ResponseProgress | null;
/** How often the code behind the first question cannot be fetched. */
let failing = 0;
/** That code comes when this is fulfilled. */
let gate: Promise<void>;

class WaitingElement extends PrmSurveyElement {
  protected override async loadLater() {
    failing -= 1;
    if (failing >= 0) throw new TypeError('cut off');
    await gate;
    return super.loadLater();
  }

  protected override async createApi() {
    return { load: async () => ({ paper, progress }) } as Partial<SurveyApi> as SurveyApi;
  }
}
customElements.define('prm-survey-waiting', WaitingElement);

async function ask({ pace = 'question', isKnown = false } = {}): Promise<ShadowRoot> {
  const element = await fixture<WaitingElement>(
    html`<prm-survey-waiting
      lang="en-US"
      api-url=${location.origin}
      publishable-key="pk_test"
      survey-id="svy_knee"
      pace=${pace}
      .link=${isKnown ? 'svl_secret' : null}
    ></prm-survey-waiting>`,
  );
  assert.ok(element.shadowRoot);
  return element.shadowRoot;
}

const textIn = (root: ShadowRoot, selector: string) => root.querySelector(selector)?.textContent?.trim() ?? '';

async function press(root: ShadowRoot, name: string): Promise<void> {
  const named = () => [...root.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);
  await waitUntil(() => named() !== undefined, `there is no button "${name}"`);
  named()?.click();
}

/** Where everything is that can be seen, and all that a style can say of it; names of colours and lengths are not seen. */
const looksOf = (root: ShadowRoot) =>
  [...root.querySelectorAll('.root, .root *')].flatMap((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (style.opacity === '0') return [];
    const name = `${element.localName}.${element.className}`;
    const seen = [...style].filter((property) => !property.startsWith('--'));
    return [
      `${name} ${[x, y, width, height].join()}`,
      ...seen.map((property) => `${name} ${property}: ${style.getPropertyValue(property)}`),
    ];
  });

describe('What comes behind the first question', () => {
  beforeEach(() => {
    paper = paperOf(branching, { mode: 'anonymous' });
    progress = null;
    failing = 0;
    gate = Promise.resolve();
  });

  const { boolean, scale, radios, checkboxes } = kindForms;
  for (const [name, form] of [
    ['yes or no', formOf(boolean)],
    ['a scale', formOf(scale)],
    ['one of some options', formOf(radios)],
    ['several of some options', formOf(checkboxes)],
    ['a page of them', formOf([...boolean, ...scale, ...radios, ...checkboxes])],
  ] as const) {
    it(`changes nothing of what is seen of it: ${name}`, async () => {
      paper = paperOf(form, { mode: 'anonymous' });
      let open = () => {};
      gate = new Promise((resolve) => (open = resolve));
      const root = await ask({ pace: 'page' });
      await press(root, 'Begin');
      await waitUntil(() => root.querySelector('.question') !== null);
      const sheets = root.adoptedStyleSheets.length;
      const before = looksOf(root);
      open();
      await waitUntil(() => root.adoptedStyleSheets.length > sheets, 'the rest has not come');
      const after = looksOf(root);
      assert.isAbove(before.length, 1000);
      assert.deepEqual(
        after.filter((look, at) => look !== before[at]),
        [],
      );
      assert.equal(after.length, before.length);
      root.querySelector('input')?.click();
      await waitUntil(() => root.querySelector(':checked') !== null);
    });
  }

  it('is waited for by a form that begins with anything else, and shows it whole', async () => {
    paper = paperOf(everything, { mode: 'anonymous' });
    const root = await ask({ pace: 'page' });
    await press(root, 'Begin');
    await waitUntil(() => root.querySelector('textarea') !== null);
  });

  for (const [name, form, linkId] of [
    ['yes or no', formOf(boolean), 'hurts'],
    ['a scale', formOf(scale), 'pain'],
    ['one of some options', formOf(radios), 'gender'],
  ] as const) {
    it(`is there before an answer can be given that help stands beside: ${name}`, async () => {
      paper = paperOf(form, { mode: 'anonymous', safety: [{ linkId, atLeast: 1 }] });
      let open = () => {};
      gate = new Promise((resolve) => (open = resolve));
      const root = await ask({ pace: 'page' });
      await press(root, 'Begin');
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.isNull(root.querySelector('input'));
      open();
      await waitUntil(() => root.querySelector('input') !== null);
    });
  }

  it('cannot be fetched: nothing is asked that help stands beside, and another try is offered', async () => {
    paper = paperOf(formOf(boolean), { mode: 'anonymous', safety: [{ linkId: 'hurts', atLeast: 1 }] });
    failing = 1;
    const root = await ask({ pace: 'page' });
    await waitUntil(() => textIn(root, '.notice-title') === 'No connection to the clinic.');
    assert.isNull(root.querySelector('input'));
    await press(root, 'Try again');
    await press(root, 'Begin');
    await waitUntil(() => root.querySelector('input') !== null);
  });

  for (const [name, arrange, words] of [
    [
      'that everything is answered',
      () => (progress = progressOf(4, { status: 'completed' })),
      'You have answered these questions already.',
    ],
    [
      'that a personal link is needed',
      () => (paper = paperOf(branching, { mode: 'named' })),
      'These questions are answered by a personal link.',
    ],
  ] as const) {
    it(`says ${name}; while it cannot be fetched that is said, with another try`, async () => {
      arrange();
      failing = 1;
      const root = await ask({ isKnown: progress !== null });
      await waitUntil(() => textIn(root, '.notice-title') === 'No connection to the clinic.');
      assert.equal(textIn(root, '[role=status]'), 'No connection to the clinic.');
      await press(root, 'Try again');
      await waitUntil(() => textIn(root, '.notice-title') === words);
      assert.equal(textIn(root, '[role=status]'), words);
      await waitUntil(() => root.activeElement?.className === 'notice-title', 'the focus is lost');
    });
  }
});
