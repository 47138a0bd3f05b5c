import { assert, expect, fixture, html } from '@open-wc/testing';
import { ref } from 'lit/directives/ref.js';
import { waitUntil } from '../wait-until.fixture.ts';
import { ConnectionError, sealedDatabase } from '@openprm/sdk';
import { buildResponse, type JsonObject, type QuestionnaireResponse } from '@openprm/questionnaire';
import { item } from '@openprm/questionnaire/builder';
import type { Draft, Drafts } from './draft.ts';
import { answer, conditionalForm } from './survey-many.fixture.ts';
import { bringToSurvey } from './host-page.fixture.ts';
import { aboutFile } from './read-attachment.ts';
import type { FileToSend, SurveyApi } from './survey-api.ts';
import { PrmSurveyElement, SurveyCompletedEvent } from './survey-element.ts';
import {
  branching,
  everything,
  experienceForm,
  type FormJson,
  formOf,
  kindForms,
  needingHost,
  paperOf,
  progressOf,
  safetyPaper,
  told,
} from './survey-forms.fixture.ts';
import type { ResponseProgress, SurveyPaper } from './survey-paper.ts';
import { beginning } from './survey-states-ways.fixture.ts';
import { defineSurveyStill } from './survey-still.fixture.ts';

defineSurveyStill();

/** A clinic of the test's own: it keeps what it is sent by the rules of the real one, and can be cut off. */
class Clinic implements SurveyApi {
  paper: SurveyPaper = paperOf(branching);
  held: ResponseProgress | null = null;
  readonly saves: QuestionnaireResponse[] = [];
  isCutOff = false;
  isDeaf = false;
  readonly #answers = new Map<string, ResponseProgress>();

  async load() {
    if (this.isCutOff) throw new ConnectionError('cut off');
    return { paper: this.paper, progress: this.held };
  }

  async save({ response }: { response: QuestionnaireResponse }, key: string): Promise<ResponseProgress> {
    if (this.isCutOff) throw new ConnectionError('cut off');
    const known = this.#answers.get(key);
    if (known) return known;
    this.saves.push(response);
    const answered = this.paper.safety.filter(({ linkId }) => JSON.stringify(response).includes(`"${linkId}"`));
    this.held = progressOf((this.held?.version ?? 0) + 1, {
      status: response.status === 'completed' ? 'completed' : 'in-progress',
      told: told(...answered.map(({ linkId }) => linkId)),
    });
    this.#answers.set(key, this.held);
    // The answer is lost, not the save.
    if (this.isDeaf) throw new ConnectionError('cut off');
    return this.held;
  }

  readonly files: string[] = [];
  async sendFile({ responseId, file }: FileToSend) {
    if (this.isCutOff) throw new ConnectionError('cut off');
    this.files.push(`${responseId} ${await file.text()}`);
    return { ...aboutFile(file), url: `/v1/${file.name}` };
  }

  /** What the device keeps, which outlives an element. */
  draft: Draft | undefined;
  async drafts(): Promise<Drafts> {
    return {
      find: async () => this.draft && [this.draft],
      hasAny: async () => this.draft !== undefined,
      open: () => undefined,
      keep: ({ plan, form, saving }, _isTyped, onKept) => {
        const response = buildResponse(plan, form, { status: 'in-progress' });
        this.draft = { response, version: saving.progress?.version ?? 0, sent: saving.sent };
        onKept();
      },
      dropOwn: () => (this.draft = undefined),
      drop: () => (this.draft = undefined),
    };
  }

  async refresh(): Promise<ResponseProgress> {
    return this.held ?? progressOf(0);
  }
}

let clinic = new Clinic();
/** How often the code behind the first words cannot be fetched. */
let failingLoads = 0;
/** How often the code behind the first question cannot be fetched. */
let failingRests = 0;
class AskedElement extends PrmSurveyElement {
  protected override async loadAsking() {
    failingLoads -= 1;
    if (failingLoads >= 0) throw new TypeError('cut off');
    return super.loadAsking();
  }

  protected override async loadLater() {
    failingRests -= 1;
    if (failingRests >= 0) throw new TypeError('cut off');
    return super.loadLater();
  }

  protected override async createApi() {
    return clinic;
  }
}
customElements.define('prm-survey-asked', AskedElement);

/** What a person does, and finds, by words. */
class Person {
  readonly element: AskedElement;
  constructor(element: AskedElement) {
    this.element = element;
  }

  get root() {
    const root = this.element.shadowRoot;
    if (!root) throw new Error('no shadow root');
    return root;
  }

  text(selector: string): string {
    return this.root.querySelector(selector)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
  }

  async press(name: string): Promise<void> {
    const named = () => [...this.root.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);
    await waitUntil(() => named() !== undefined, `there is no button "${name}" but ${this.text('.main')}`);
    named()?.click();
    await this.element.updateComplete;
  }

  give(file: File): void {
    const input = this.root.querySelector<HTMLInputElement>('input[type=file]');
    if (!input) throw new Error('nothing asks for a file');
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  async choose(name: string): Promise<void> {
    const labels = [...this.root.querySelectorAll('label')];
    const label = labels.find((each) => each.textContent?.trim() === name);
    assert.ok(label, `there is no answer "${name}"`);
    label.click();
    await this.element.updateComplete;
  }

  async write(text: string): Promise<void> {
    const input = this.root.querySelector<HTMLInputElement | HTMLTextAreaElement>('.items :is(input, textarea)');
    assert.ok(input);
    input.focus();
    for (const part of text) {
      input.value += part;
      input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await this.element.updateComplete;
    }
    assert.equal(this.root.activeElement, input, 'the focus has left what is typed in');
    assert.equal(input.value, text);
  }
}

interface Asking {
  readonly link?: string;
  readonly pace?: 'page';
  /** What the page does before the element is on it. */
  readonly prepare?: (element: AskedElement) => void;
}

async function ask(changes: Asking = {}): Promise<Person> {
  const around = await fixture<HTMLElement>(
    html`<div lang="en-US">
      <prm-survey-asked
        api-url=${location.origin}
        publishable-key="pk_test"
        survey-id="svy_knee"
        pace=${changes.pace ?? 'question'}
        .link=${changes.link ?? null}
        ${ref((element) => element instanceof AskedElement && changes.prepare?.(element))}
      ></prm-survey-asked>
    </div>`,
  );
  const element = around.querySelector<AskedElement>('prm-survey-asked');
  if (!element) throw new Error('no element');
  return new Person(element);
}

/** Whether anything was ever kept on the device is known by the place that the store makes. Tests of that store run beside these, on the same origin. */
let kept: IDBDatabaseInfo[] = [];
IDBFactory.prototype.databases = () => Promise.resolve(kept);

beforeEach(() => {
  kept = [];
  clinic = new Clinic();
  failingLoads = 0;
  failingRests = 0;
});

describe('somebody with a link', () => {
  it('reads whose the answers are, answers, looks over all of it, and sends it once', async () => {
    const person = await ask({ link: 'svl_secret' });
    const heard: string[] = [];
    person.element.addEventListener('prm-survey-completed', (event) => {
      assert.ok(event instanceof SurveyCompletedEvent);
      assert.isFalse(event.bubbles);
      heard.push(event.surveyId);
    });
    await person.press('Begin');
    await waitUntil(() => person.text('.heading').startsWith('Does your knee hurt?'));
    assert.equal(person.text('.way-words'), '1 of about 2');
    await person.choose('Yes');
    await person.press('Next');
    // It may wait for the rest.
    await waitUntil(() => person.root.activeElement?.matches('#heading') === true, 'the heading has no focus');
    assert.include(person.text('.heading'), 'How much');
    await person.choose('7');
    await person.press('Next');
    await person.write('It clicks.');
    await person.press('Next');
    assert.include(person.text('.review'), 'It clicks.');
    assert.deepEqual(heard, []);
    await person.press('Send answers');
    await waitUntil(() => heard.length > 0);
    assert.deepEqual(heard, ['svy_knee']);
    assert.equal(person.text('.heading'), 'Thank you. Your answers have arrived.');
    const last = clinic.saves.at(-1);
    assert.equal(last?.status, 'completed');
    assert.equal(clinic.saves.filter(({ status }) => status === 'completed').length, 1);
    assert.deepEqual(
      last?.item?.map(({ linkId, answer: given }) => [linkId, ...(given ?? [])]),
      [
        ['hurts', { valueBoolean: true }],
        ['pain', { valueInteger: 7 }],
        ['comment', { valueString: 'It clicks.' }],
      ],
    );
  });

  it('begins though the code of the questions could not be fetched at first', async () => {
    failingLoads = 1;
    const person = await ask({ link: 'svl_secret' });
    await person.press('Try again');
    await person.press('Begin');
    await waitUntil(() => person.text('.heading').startsWith('Does your knee hurt?'));
  });

  it('shows its first question without the rest, which is loaded behind it; what is answered meanwhile waits', async () => {
    failingRests = 1;
    const person = await ask({ link: 'svl_secret' });
    await person.press('Begin');
    await waitUntil(() => person.text('.heading').startsWith('Does your knee hurt?'));
    assert.notInclude(person.text('.main'), 'undefined');
    await waitUntil(() => person.text('.notice-title') !== '', 'that the rest is missing is not said');
    await person.choose('Yes');
    await person.press('Next');
    await waitUntil(() => !person.text('.heading').startsWith('Does your knee hurt?'), 'what was answered is lost');
    assert.equal(person.text('.notice-title'), '');
  });

  it('says that answers are saved only when they are', async () => {
    const person = await ask({ link: 'svl_secret' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('.kept') !== null);
    await person.choose('No');
    assert.equal(person.text('.kept'), '');
    clinic.isCutOff = true;
    await person.press('Next');
    await waitUntil(() => person.text('.kept') === 'Not saved at the clinic yet, kept on this device');
    clinic.isCutOff = false;
    globalThis.dispatchEvent(new Event('online'));
    await waitUntil(() => person.text('.kept') === 'Saved at the clinic');
    assert.equal(clinic.saves.length, 1);
  });

  it('sends a file by itself, says when it could not, and names it in the answers once it has arrived', async () => {
    clinic.paper = paperOf(formOf(kindForms.attachment));
    const person = await ask({ link: 'svl_secret', pace: 'page' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('input[type=file]') !== null);
    person.give(new File(['photo'], 'knee.png', { type: 'image/png' }));
    await waitUntil(() => person.text('[role=status]') === 'knee.png has arrived.');
    assert.deepEqual(clinic.files, [`${clinic.held?.id} photo`]);
    await person.press('Remove');
    clinic.isCutOff = true;
    await waitUntil(() => person.root.querySelector('input[type=file]') !== null);
    person.give(new File(['other'], 'other.png', { type: 'image/png' }));
    await waitUntil(() => person.text('.file-status') === 'Not sent');
    clinic.isCutOff = false;
    await person.press('Try again');
    await waitUntil(() => person.text('[role=status]') === 'other.png has arrived.');
    await person.press('Send answers');
    await waitUntil(() => person.text('.heading').startsWith('Thank you'));
    const sent = clinic.saves.at(-1)?.item?.[0]?.answer?.[0]?.['valueAttachment'];
    assert.deepEqual(sent, { contentType: 'image/png', title: 'other.png', size: 5, url: '/v1/other.png' });
  });

  it('goes on after a page that could not bring its answers to the clinic, and keeps nothing that is there', async () => {
    const first = await ask({ link: 'svl_secret' });
    await first.press('Begin');
    await waitUntil(() => first.root.querySelector('.kept') !== null);
    await first.choose('No');
    await waitUntil(() => clinic.draft !== undefined, 'nothing was kept');
    first.element.remove();
    assert.deepEqual(clinic.saves, []);
    kept = [{ name: sealedDatabase, version: 1 }];
    const second = await ask({ link: 'svl_secret' });
    await second.press('Go on with your answers');
    await waitUntil(() => second.text('.heading').startsWith('Anything else'), 'what was kept is not there');
    await waitUntil(() => clinic.draft === undefined, 'what the clinic has is kept');
    assert.include(JSON.stringify(clinic.saves), '"valueBoolean":false');
  });

  for (const repeats of [true, false])
    it(`leaves each of many ${repeats ? 'boxes' : 'radios'} where it is when it is chosen, and when it is taken back`, async () => {
      const options = Object.fromEntries(Array.from({ length: 40 }, (_, nth) => [`m${nth}`, `Medicine ${nth}`]));
      clinic.paper = paperOf(formOf([item.choice('drug', 'Which medicine?', { system: 'urn:x', repeats, options })]));
      clinic.held = progressOf(1, {
        response: {
          resourceType: 'QuestionnaireResponse',
          status: 'in-progress',
          item: [{ linkId: 'drug', answer: [{ valueCoding: { system: 'urn:x', code: 'm38' } }] }],
        },
      });
      const person = await ask({ link: 'svl_secret', pace: 'page' });
      await person.press('Go on with your answers');
      await waitUntil(() => person.root.querySelector('.option') !== null);
      const inputs = () => [...person.root.querySelectorAll<HTMLInputElement>('.option input')];
      const nameOf = (input: Element | null) => input?.closest('label')?.textContent?.trim();
      const shown = () => inputs().map(nameOf);
      const chosen = () =>
        inputs()
          .filter(({ checked }) => checked)
          .map(nameOf);
      const before = shown();
      assert.deepEqual(before.slice(0, 2), ['Medicine 38', 'Medicine 0']);
      const fifth = inputs()[5];
      assert.ok(fifth);
      const press = async (input: HTMLInputElement) => {
        input.focus();
        input.click();
        await person.element.updateComplete;
        assert.equal(person.root.activeElement, input);
        assert.deepEqual(shown(), before);
      };
      await press(fifth);
      assert.deepEqual(chosen(), repeats ? ['Medicine 38', 'Medicine 4'] : ['Medicine 4']);
      await press(fifth);
      assert.deepEqual(chosen(), repeats ? ['Medicine 38'] : ['Medicine 4']);
      const [first] = inputs();
      assert.ok(first);
      await press(first);
      assert.deepEqual(chosen(), repeats ? [] : ['Medicine 38']);
      await press(first);
      assert.deepEqual(chosen(), ['Medicine 38']);
    });

  it('brings a keyboard without a minus sign only where no number can be below zero', async () => {
    clinic.paper = paperOf(
      formOf([
        item.integer('frost', 'Degrees', { min: -40 }),
        item.decimal('lens', 'Dioptres'),
        item.integer('age', 'Age', { min: 0 }),
        item.decimal('height', 'Height', { min: 0.5 }),
        item.quantity('change', 'Change of weight', { units: [{ code: 'kg' }] }),
      ]),
    );
    const person = await ask({ link: 'svl_secret', pace: 'page' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('.items input') !== null);
    const inputs = [...person.root.querySelectorAll<HTMLInputElement>('.items input')];
    assert.deepEqual(
      inputs.map(({ inputMode, className }) => `${inputMode} ${className}`),
      ['text short', 'text short', 'numeric short', 'decimal short', 'text short'],
    );
  });

  it('takes a slider where it stands by a press of its handle, or by a key, and not by one of its words', async () => {
    for (const way of ['press', 'Enter', ' ']) {
      clinic = new Clinic();
      clinic.paper = paperOf(formOf([item.integer('pain', 'How much?', { control: 'slider', min: 0, max: 100 })]));
      const person = await ask({ link: 'svl_secret', pace: 'page' });
      await person.press('Begin');
      await waitUntil(() => person.root.querySelector('[type=range]') !== null);
      const slider = person.root.querySelector<HTMLInputElement>('[type=range]');
      assert.ok(slider);
      const { left, top, width, height } = slider.getBoundingClientRect();
      person.root.querySelector<HTMLElement>('.question label')?.click();
      slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
      await person.element.updateComplete;
      assert.isTrue(slider.matches('.unset'));
      slider.dispatchEvent(
        way === 'press'
          ? new MouseEvent('click', { clientX: left + width / 2, clientY: top + height / 2, bubbles: true })
          : new KeyboardEvent('keydown', { key: way, bubbles: true, cancelable: true }),
      );
      await person.element.updateComplete;
      assert.equal(slider.getAttribute('aria-valuetext'), '50', way);
      assert.isFalse(slider.matches('.unset'));
    }
  });

  it('keeps the unit that somebody chose, whatever becomes of the number beside it, and asks for it before', async () => {
    clinic.paper = paperOf(formOf(kindForms.quantity));
    const person = await ask({ link: 'svl_secret', pace: 'page' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('select') !== null);
    const unit = () => person.root.querySelector('select')?.selectedOptions[0]?.textContent?.trim();
    const number = person.root.querySelector<HTMLInputElement>('.items input');
    const units = person.root.querySelector('select');
    assert.ok(number && units);
    const write = async (text: string) => {
      number.value = text;
      number.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await person.element.updateComplete;
    };
    assert.equal(unit(), 'Choose…', 'nobody has said which unit it is');
    await write('15');
    await person.press('Send answers');
    assert.equal(person.text('.question .problem'), 'Please choose the unit of this number.');
    assert.equal(units.getAttribute('aria-invalid'), 'true');
    assert.equal(units.getAttribute('aria-label'), 'Unit: What do you weigh?');
    units.selectedIndex = 2;
    units.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await person.element.updateComplete;
    for (const text of ['', '1', '165x', '-', '165', '1,234', '165']) {
      await write(text);
      assert.equal(unit(), 'lb', `after "${text}"`);
    }
    await person.press('Send answers');
    await waitUntil(() => person.text('.heading').startsWith('Thank you'));
    const sent = clinic.saves.at(-1)?.item?.[0]?.answer?.[0]?.['valueQuantity'];
    assert.deepEqual(sent, { value: 165, unit: 'lb', system: 'http://unitsofmeasure.org', code: '[lb_av]' });
  });

  it('does not take the unit of an answer that was given before for one of the form’s', async () => {
    clinic.paper = paperOf(formOf([item.quantity('mass', 'What do you weigh?', { units: [{ code: 'kg' }] })]));
    const valueQuantity = { value: 11, unit: 'st', system: 'http://unitsofmeasure.org', code: '[stone_av]' };
    clinic.held = progressOf(1, {
      response: {
        resourceType: 'QuestionnaireResponse',
        status: 'in-progress',
        item: [{ linkId: 'mass', answer: [{ valueQuantity }] }],
      },
    });
    const person = await ask({ link: 'svl_secret', pace: 'page' });
    await person.press('Go on with your answers');
    await waitUntil(() => person.root.querySelector('select') !== null, 'another unit is taken for kg');
    const unit = () => person.root.querySelector('select')?.selectedOptions[0]?.textContent?.trim();
    assert.equal(unit(), 'st');
    const number = person.root.querySelector<HTMLInputElement>('.items input');
    assert.ok(number);
    for (const text of ['', '12']) {
      number.value = text;
      number.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await person.element.updateComplete;
      assert.equal(unit(), 'st');
    }
    await person.press('Send answers');
    await waitUntil(() => person.text('.heading').startsWith('Thank you'));
    const sent = clinic.saves.at(-1)?.item?.[0]?.answer?.[0]?.['valueQuantity'];
    assert.deepEqual(sent, { ...valueQuantity, value: 12 });
  });

  it('keeps nothing of answers without a link, and removes what was kept for one that has ended', async () => {
    clinic.paper = paperOf(branching, { mode: 'anonymous' });
    const person = await ask();
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('.kept') !== null);
    await person.choose('No');
    await person.press('Next');
    await waitUntil(() => person.text('.heading').startsWith('Anything else'));
    assert.equal(clinic.draft, undefined);
    clinic = new Clinic();
    clinic.draft = { response: {}, version: 0, sent: [] };
    clinic.held = progressOf(1, { status: 'completed' });
    await ask({ link: 'svl_secret' });
    await waitUntil(() => clinic.draft === undefined, 'it is kept still');
  });

  it('sends no name of a file in confidence, and shows it all the same', async () => {
    clinic.paper = paperOf(formOf(kindForms.attachment), { mode: 'confidential' });
    const person = await ask({ link: 'svl_secret', pace: 'page' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('input[type=file]') !== null);
    person.give(new File(['photo'], 'Dana Reyes.png', { type: 'image/png' }));
    await waitUntil(() => clinic.files.length === 1 && person.text('.file-status') === '');
    assert.equal(person.text('.file-name'), 'Dana Reyes.png');
    await person.press('Send answers');
    await waitUntil(() => person.text('.heading').startsWith('Thank you'));
    const saves = JSON.stringify(clinic.saves);
    assert.include(saves, '"contentType":"image/png"');
    assert.notInclude(saves, '"title"');
  });

  it('keeps a file inside an anonymous response, without its name', async () => {
    clinic.paper = paperOf(formOf(kindForms.attachment), { mode: 'anonymous' });
    const person = await ask({ pace: 'page' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('input[type=file]') !== null);
    person.give(new File(['photo'], 'knee.png', { type: 'image/png' }));
    await waitUntil(() => person.text('.file-name') === 'knee.png');
    await person.press('Send answers');
    await waitUntil(() => person.text('.heading').startsWith('Thank you'));
    assert.deepEqual(clinic.files, []);
    assert.include(JSON.stringify(clinic.saves), btoa('photo'));
    assert.notInclude(JSON.stringify(clinic.saves), 'knee.png');
  });

  it('loses and doubles nothing when the clinic’s answer is lost', async () => {
    const person = await ask({ link: 'svl_secret', pace: 'page' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelector('.items label') !== null);
    await person.choose('No');
    clinic.isDeaf = true;
    await person.press('Send answers');
    await waitUntil(() => person.text('.notice-title') === 'No connection to the clinic.');
    clinic.isDeaf = false;
    await person.press('Try again');
    await waitUntil(() => person.text('.heading') === 'Thank you. Your answers have arrived.');
    assert.equal(clinic.saves.length, 1);
  });
});

describe('an answer that somebody has to look at', () => {
  it('shows help in place and at once, and says that the clinic was told when it was', async () => {
    clinic.paper = { ...safetyPaper, mode: 'confidential' };
    const person = await ask({ link: 'svl_secret' });
    await person.press('Begin');
    await waitUntil(() => person.root.querySelectorAll('.matrix-row').length === 9);
    clinic.isCutOff = true;
    const row = person.root.querySelectorAll('.matrix-row')[8];
    row?.querySelectorAll<HTMLElement>('label')[1]?.click();
    await person.element.updateComplete;
    assert.include(person.text('.matrix-rows > .help'), '988');
    await waitUntil(() => person.text('.telling').startsWith('Your answer has not reached the clinic.'));
    assert.notInclude(person.text('.main'), 'alerted');
    clinic.isCutOff = false;
    globalThis.dispatchEvent(new Event('online'));
    await waitUntil(() => person.text('.telling').startsWith('The clinic has your answer'));
    assert.equal(clinic.saves[0]?.status, 'in-progress');
    await expect(person.element).to.be.accessible();
  });

  it('shows help again to who opens the link again, and no thanks', async () => {
    clinic.paper = safetyPaper;
    clinic.held = progressOf(2, { status: 'completed', told: told('phq-9-9') });
    const person = await ask({ link: 'svl_secret' });
    await waitUntil(() => person.text('.help').includes('988'));
    assert.include(person.text('.telling'), 'The clinic has your answer');
    assert.notInclude(person.text('.main'), 'Thank you');
    await expect(person.element).to.be.accessible();
  });
});

const stand = async (lang = 'en-US') => {
  const around = await fixture<HTMLElement>(
    html`<div lang=${lang}>
      <prm-survey-still api-url="/" publishable-key="pk_x" survey-id="svy_x"></prm-survey-still>
    </div>`,
  );
  const element = around.querySelector('prm-survey-still');
  if (!element?.shadowRoot) throw new Error('no element');
  return { around, element, root: element.shadowRoot };
};

describe('an answer', () => {
  it('renders its own question and those that appear or go with it, and no other', async () => {
    const { element } = await stand();
    await element.rest(beginning(paperOf(conditionalForm), 'page'));
    let appeared = 0;
    for (let turn = 0; turn < 30; turn++) {
      const state = element.shown;
      if (state.step !== 'answering') throw new Error(state.step);
      const { event, expected } = answer(state, turn);
      element.rendered = [];
      await element.rest([event]);
      assert.deepEqual(element.rendered.toSorted(), expected.toSorted(), event.key);
      appeared += expected.length - 1;
    }
    assert.isAbove(appeared, 5, 'nothing appeared');
  });

  it('is chosen in a group of native radios with one name, which a key moves through', async () => {
    const { element, root } = await stand();
    await element.rest(beginning(paperOf(formOf(kindForms.scale))));
    const radios = [...root.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    assert.equal(radios.length, 11);
    assert.equal(new Set(radios.map(({ name }) => name)).size, 1);
    assert.isTrue(radios.every(({ tabIndex }) => tabIndex === 0));
    assert.deepEqual(
      [radios[0]?.getAttribute('aria-label'), radios[10]?.getAttribute('aria-label')],
      ['0, No pain', '10, The worst pain'],
    );
  });

  it('of several has the focus when its place is added, and what stands there when it is taken away', async () => {
    clinic.paper = paperOf(formOf([...kindForms['several lines'], ...kindForms.repeats]));
    const person = await ask({ link: 'svl_secret', pace: 'page' });
    await person.press('Begin');
    await waitUntil(() => person.text('.main').includes('Add another answer'));
    const focused = () => person.root.activeElement?.id;
    const act = async (name: string, where: string) => {
      const found = [...person.root.querySelectorAll('button')].find(
        (each) => (each.ariaLabel ?? each.textContent?.trim()) === name,
      );
      assert.ok(found, name);
      found.focus();
      found.click();
      await person.element.updateComplete;
      assert.equal(focused(), where, name);
    };
    await act('Add another answer', 'q/0-1');
    await act('Add another answer', 'q/0-2');
    await act('Remove answer 2', 'q/0-1');
    await act('Remove answer 1', 'q/0');
    await act('Add another: Falls', 'q/1:1/3');
    await act('Remove no. 1: Falls', 'q/1:1/3');
  });

  it('is taken back where the question may be left out', async () => {
    const { element, root } = await stand();
    await element.rest(beginning(paperOf(formOf(kindForms.radios))));
    root.querySelectorAll<HTMLInputElement>('input')[1]?.click();
    await element.updateComplete;
    root.querySelector<HTMLElement>('.clear')?.click();
    await element.updateComplete;
    assert.equal(root.querySelectorAll('input:checked').length, 0);
  });
});

describe('the language', () => {
  it('is the host’s, for the form’s translations too, and follows it', async () => {
    const { around, element, root } = await stand();
    await element.rest(beginning(paperOf(experienceForm)));
    const heading = () => root.querySelector('#heading')?.textContent?.trim();
    assert.equal(heading(), 'How would you rate these?');
    around.lang = 'es-MX';
    await waitUntil(() => heading() === '¿Cómo calificaría lo siguiente?');
    assert.equal(root.querySelector('.primary')?.textContent?.trim(), 'Siguiente');
    around.lang = 'ar';
    await waitUntil(() => root.querySelector('.root')?.getAttribute('dir') === 'rtl');
    assert.equal(heading(), 'كيف تقيّم ما يلي؟');
  });
});

/** What is markup in a browser that reads a text as such; each would leave a mark on the page. */
const hostile = [
  '<img src=x onerror="globalThis.struck=1">',
  '<script>globalThis.struck=1</script>',
  '"><svg onload=globalThis.struck=1>',
  "javascript:globalThis.struck=1//'>",
  '<iframe srcdoc="<script>parent.struck=1</script>">',
  '<a href="javascript:globalThis.struck=1">x</a>',
  '{{constructor.constructor("globalThis.struck=1")()}}',
  '${globalThis.struck=1}',
  '<style>@import "javascript:globalThis.struck=1"</style>',
  '\u202e\u0000<b onmouseover=globalThis.struck=1>',
];

const renderings = (text: string) => [
  { url: 'http://hl7.org/fhir/StructureDefinition/rendering-xhtml', valueString: text },
  { url: 'http://hl7.org/fhir/StructureDefinition/rendering-markdown', valueMarkdown: text },
  { url: 'http://hl7.org/fhir/StructureDefinition/rendering-style', valueString: text },
];

/** Puts a text into every text of a form, and into what would be rendered as markup. */
function strike(value: unknown, text: string): unknown {
  if (Array.isArray(value)) return value.map((each) => strike(each, text));
  if (typeof value !== 'object' || value === null) return value;
  const struck = new Set(['text', 'title', 'display', 'prefix', 'valueString']);
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    struck.has(key) && typeof each === 'string' ? `${text} ${each}` : strike(each, text),
  ]);
  const made = Object.fromEntries(entries) as JsonObject;
  return 'text' in made ? { ...made, _text: { extension: renderings(text) } } : made;
}

describe('a form that needs the page around it', () => {
  const patient = { resourceType: 'Patient', name: [{ given: ['Dana'] }] };
  const expansion = { contains: [{ code: 'a', display: 'Aspirin' }, { code: 'i', display: 'Ibuprofen' }, 'no coding'] };
  const { fetch: realFetch } = globalThis;
  const { warn } = console;
  let asked: string[] = [];
  let said: string[] = [];

  /** A terminology server that answers so. */
  const serve = (answer: () => Response | Promise<Response>) => {
    globalThis.fetch = async (request) => {
      asked.push(String(request));
      return answer();
    };
  };

  beforeEach(() => {
    asked = [];
    said = [];
    console.warn = (words: unknown) => said.push(String(words));
    clinic.paper = paperOf(needingHost);
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
    console.warn = warn;
  });

  const begin = async (prepare?: (element: AskedElement) => void) => {
    const person = await ask({ link: 'svl_secret', ...(prepare && { prepare }) });
    await person.press('Begin');
    await waitUntil(() => person.text('.main').includes('Which medicine?'));
    return person;
  };
  /** What stands in the question for the name. */
  const nameOf = async (person: Person) => {
    if (!person.text('.main').includes('What shall we call you?')) await person.press('Next');
    await waitUntil(() => person.text('.main').includes('What shall we call you?'));
    return person.root.querySelector<HTMLInputElement>('.items input')?.value;
  };

  it('gets its value sets and resources by properties, asks each once, and says nothing', async () => {
    serve(() => Response.json({ expansion }));
    const person = await begin((element) => bringToSurvey(element, 'https://terms.example', patient));
    assert.deepEqual(asked, ['https://terms.example/ValueSet/$expand?url=https%3A%2F%2Fvs.example%2Fmedicines']);
    assert.deepEqual(said, []);
    await person.choose('Ibuprofen');
    assert.equal(await nameOf(person), 'Dana');
    await person.press('Next');
    await person.press('Next');
    await person.press('Send answers');
    await waitUntil(() => clinic.saves.at(-1)?.status === 'completed');
    assert.deepEqual(clinic.saves.at(-1)?.item, [
      { linkId: 'drug', text: 'Which medicine?', answer: [{ valueCoding: { code: 'i', display: 'Ibuprofen' } }] },
      { linkId: 'name', text: 'What shall we call you?', answer: [{ valueString: 'Dana' }] },
    ]);
  });

  for (const [what, prepare] of [
    ['nobody brings', undefined],
    ['cannot be fetched', (element: AskedElement) => bringToSurvey(element, 'https://terms.example', patient)],
  ] as const) {
    it(`that ${what} is said with its place, and the rest is asked`, async () => {
      serve(() => new Response(null, { status: 404 }));
      const person = await begin(prepare);
      assert.include(person.text('.main'), 'This question cannot be answered here. Its place in the form: /item/0');
      await waitUntil(() => said.length > 0);
      assert.include(
        said.join(),
        '/item/0/answerValueSet: the page did not bring answerValueSet (https://vs.example/medicines)',
      );
      assert.equal(said.join().includes('launchContext'), prepare === undefined);
      // The expression that asks for it has failed, and says where it stands.
      assert.equal(said.join().includes('/item/1/extension/0/valueExpression'), prepare === undefined);
      assert.equal(await nameOf(person), prepare ? 'Dana' : '');
    });
  }

  it('writes nothing of who answers into answers that are not given by name', async () => {
    serve(() => Response.json({ expansion }));
    for (const mode of ['confidential', 'anonymous'] as const) {
      clinic.paper = paperOf(needingHost, { mode });
      const person = await begin((element) => bringToSurvey(element, 'https://terms.example', patient));
      assert.equal(await nameOf(person), '', mode);
    }
  });
});

describe('a hostile form', () => {
  it('is shown as the text that it is, and executes nothing', async () => {
    const { element, root } = await stand();
    for (const text of hostile) {
      const form = strike(everything, text) as FormJson;
      const typed = { type: 'typed', at: 0, text, value: { type: 'string', value: text } } as const;
      await element.rest([{ type: 'left' }, ...beginning(paperOf(form), 'page')]);
      await element.rest([{ ...typed, key: '/12' }, { type: 'next-asked' }]);
      const elements = [...root.querySelectorAll('.said')].filter((each) => each.childElementCount > 0);
      assert.equal(elements.length, 0, text);
      assert.equal(
        root.querySelectorAll('script, iframe, style:not(:first-child), a:not([href^="tel:"])').length,
        0,
        text,
      );
      assert.include(root.querySelector('.items')?.textContent ?? '', text.replaceAll('\u0000', '\ufffd').slice(2));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.isUndefined(Reflect.get(globalThis, 'struck'));
  });
});
