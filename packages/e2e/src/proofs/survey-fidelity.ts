import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  addEntry,
  buildResponse,
  checkForm,
  compileQuestionnaire,
  explainIssue,
  isObject,
  readValue,
  removeEntry,
  resumeForm,
  setAnswers,
  startForm,
  type FormState,
  type JsonObject,
  type Plan,
} from '@openprm/questionnaire';
import { prepareExpressions } from '@openprm/questionnaire/expressions';
import { lintQuestionnaire } from '@openprm/questionnaire/lint';
import { PrmClient } from '@openprm/sdk';
import { startApp } from '../app-process.ts';
import { Random } from '../random.ts';
import { randomForm, valueFor } from '../survey/random-form.ts';
import { type StoredForms, storeForms } from '../survey/store-forms.ts';
import type { Proof } from './proof.ts';

const seed = 20_261_122;
const acts = 20;
/** A full run stores so many of the generated forms at a server, and all published ones. */
const mostStored = 2_000;
const smallN = 500;
const context = { now: '2026-11-22T10:00:00Z' };

interface Tally {
  forms: number;
  items: number;
  acts: number;
  faultsTold: number;
  refused: number;
  notDeepEqual: number;
  dropped: number;
  notTold: number;
  notResumed: number;
  exceptions: number;
}

/**
 * Forms of all kinds, and faulty ones: what came is what leaves, and nothing is dropped without a word. OPENPRM_FORMS names a folder of published forms (*.json) to
 * be tried as well, such as those of other projects, which are not part of this one.
 */
export const proof: Proof = {
  name: 'survey-fidelity',
  summary: 'a form leaves as it came, and so does a response; every item is asked or its fault is told; nothing throws',
  smallN,
  fullN: 5_000,
  async run(n, { say }) {
    const random = new Random(seed);
    const tally: Tally = {
      forms: 0,
      items: 0,
      acts: 0,
      faultsTold: 0,
      refused: 0,
      notDeepEqual: 0,
      dropped: 0,
      notTold: 0,
      notResumed: 0,
      exceptions: 0,
    };
    const texts: string[] = [];
    for (let turn = 0; turn < n; turn++) {
      const { form, unsupported } = randomForm(random);
      if (texts.length < mostStored)
        texts.push(JSON.stringify({ ...form, url: `urn:openprm:test:generated:${turn}`, version: '1' }));
      tryForm(JSON.stringify(form), unsupported, random, tally, (line) => say(`form ${turn} of seed ${seed}: ${line}`));
    }
    const published = publishedForms();
    for (const file of published) {
      tryForm(readFileSync(file, 'utf8'), [], random, tally, (line) => say(`${path.basename(file)}: ${line}`));
    }
    const isFull = n > smallN || published.length > 0;
    const stored = isFull
      ? await storeAtServer([...texts, ...published.map((file) => readFileSync(file, 'utf8'))], say)
      : null;
    const { refused, notDeepEqual, dropped, notTold, notResumed, exceptions } = tally;
    const isClean =
      refused + notDeepEqual + dropped + notTold + notResumed + exceptions === 0 &&
      (stored?.storedOtherwise ?? 0) + (stored?.refusedWithout ?? 0) === 0;
    return {
      result: isClean && tally.faultsTold > 0 ? 'pass' : 'fail',
      figures: { ...tally, publishedForms: published.length, ...stored, seed },
    };
  },
};

async function storeAtServer(texts: readonly string[], say: (line: string) => void): Promise<StoredForms> {
  const app = await startApp();
  try {
    return await storeForms(new PrmClient({ apiUrl: app.url, key: 'sk_demo_riverside' }), texts, say);
  } finally {
    await app.stop();
  }
}

function publishedForms(): readonly string[] {
  const folder = process.env['OPENPRM_FORMS'];
  if (folder === undefined) return [];
  const files = globSync('**/*.json', { cwd: folder }).map((file) => path.join(folder, file));
  if (files.length === 0) throw new Error('OPENPRM_FORMS names a folder in which there is no *.json.');
  return files.sort();
}

function tryForm(
  text: string,
  planted: readonly string[],
  random: Random,
  tally: Tally,
  say: (line: string) => void,
): void {
  tally.forms++;
  const note = (kind: keyof Tally, line: string) => {
    tally[kind]++;
    say(`${kind}: ${line}`);
  };
  try {
    const form = JSON.parse(text) as JsonObject;
    const compiled = compileQuestionnaire(form, { expressions: prepareExpressions, context });
    if (compiled.status === 'refused') return note('refused', explainIssue(compiled.issue));
    const { plan } = compiled;
    const faults = lintQuestionnaire(form);
    tally.faultsTold += plan.issues.length;
    tally.items += plan.items.length;

    const isAskedOrTold = askedOrTold(plan);
    for (const pointer of itemPointers(form)) if (!isAskedOrTold(pointer)) note('dropped', pointer);
    for (const pointer of conditionPointers(plan)) note('dropped', pointer);
    const told = new Set(plan.unsupported.map(({ pointer }) => pointer));
    const below = notAskedBelow(plan);
    for (const pointer of planted) {
      if (!told.has(pointer) && !below.some((each) => pointer.startsWith(each))) note('notTold', pointer);
    }
    for (const { pointer } of [...plan.issues, ...plan.unsupported, ...faults]) {
      if (!isPlace(form, pointer)) note('notTold', `${pointer} is no place in the form`);
    }

    const state = answerAtRandom(plan, random, tally);
    checkForm(plan, state);
    const response = buildResponse(plan, state, { status: 'in-progress' });
    for (const linkId of answeredButDisabled(plan, state, response))
      note('notResumed', `${linkId} is disabled and sent`);
    const resumed = resumeForm(plan, JSON.parse(JSON.stringify(response)));
    // Where items depend on one another, answers that are not sent count too, and they are not resumed. What was sent is held, at least.
    const isCyclic = plan.issues.some(({ code }) => code === 'condition-cycle');
    const held = isCyclic ? allEnabled(resumed.state) : resumed.state;
    const again = buildResponse(plan, held, { status: 'in-progress' });
    if (resumed.unplaced.length > 0 || !isDeepStrictEqual(again, response))
      note('notResumed', resumed.unplaced.join(' '));
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(plan.questionnaire)), JSON.parse(text)))
      note('notDeepEqual', 'the form');
  } catch (error) {
    note('exceptions', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** The pointers of all items, by a walk of its own. */
function* itemPointers(holder: JsonObject, pointer = ''): Generator<string> {
  const list = holder['item'];
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries()) {
    const at = `${pointer}/item/${index}`;
    yield at;
    if (isObject(item)) yield* itemPointers(item, at);
  }
}

/** An item is in the plan, or a fault is told at it, or it stands below one that is not asked. */
function askedOrTold(plan: Plan): (pointer: string) => boolean {
  const planned = new Set(plan.items.map(({ pointer }) => pointer));
  const told = new Set(plan.issues.map(({ pointer }) => pointer));
  const unasked = notAskedBelow(plan);
  return (pointer) => planned.has(pointer) || told.has(pointer) || unasked.some((each) => pointer.startsWith(each));
}

/** What begins with one of these stands below an item that is told to be broken, or to have no place for answers. */
function notAskedBelow(plan: Plan): readonly string[] {
  const broken = plan.items.filter(({ type }) => type === 'broken').map(({ pointer }) => `${pointer}/item/`);
  const misplaced = plan.issues.filter(({ code }) => code === 'misplaced-items').map(({ pointer }) => `${pointer}/`);
  return [...broken, ...misplaced];
}

/** Conditions that are neither part of the plan nor told of. */
function conditionPointers(plan: Plan): readonly string[] {
  return plan.items.flatMap(({ definition, conditions, pointer, type }) => {
    const rows = definition['enableWhen'];
    if (!Array.isArray(rows) || type === 'broken' || conditions.length === rows.length) return [];
    const isTold = plan.issues.some((issue) => issue.pointer.startsWith(`${pointer}/enableWhen`));
    return isTold ? [] : [`${pointer}/enableWhen`];
  });
}

function isPlace(form: JsonObject, pointer: string): boolean {
  let at: unknown = form;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return isMissingElement(key);
    at = (at as JsonObject)[key];
  }
  return true;
}

/** What is missing has a place too: where it would stand. */
function isMissingElement(key: string): boolean {
  return ['status', 'url', 'version', 'title', 'item', 'operator', 'question', 'extension'].includes(key);
}

function answerAtRandom(plan: Plan, random: Random, tally: Tally): FormState {
  let state = startForm(plan);
  for (let act = 0; act < acts; act++) {
    const keys = [...state.nodes.keys()];
    const node = state.nodes.get(keys[random.below(keys.length)] ?? '');
    const item = node && plan.items[node.item];
    if (!node || !item || item.type === 'broken' || item.type === 'display') continue;
    tally.acts++;
    const entry = node.entries[random.below(Math.max(1, node.entries.length))];
    const count = item.repeats ? random.pick(['add', 'remove', 'answer'] as const) : 'answer';
    if (count === 'add') state = addEntry(plan, state, node.key).state;
    else if (entry && count === 'remove') state = removeEntry(plan, state, node.key, entry.id).state;
    else if (item.type !== 'group') {
      const value = readValue(valueFor(random, item.type));
      state = setAnswers(plan, state, node.key, value && random.isTrue(0.9) ? [value] : []).state;
    }
  }
  return state;
}

function allEnabled(state: FormState): FormState {
  return { ...state, nodes: new Map([...state.nodes].map(([key, node]) => [key, { ...node, isEnabled: true }])) };
}

/** linkIds that are in the response though every node of theirs is disabled. */
function answeredButDisabled(plan: Plan, state: FormState, response: JsonObject): readonly string[] {
  const sent = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isObject(value)) return;
    if (typeof value['linkId'] === 'string') sent.add(value['linkId']);
    Object.values(value).forEach(visit);
  };
  visit(response['item']);
  return [...sent].filter((linkId) => {
    const keys = state.byItem.get(plan.byLinkId.get(linkId) ?? -1) ?? [];
    return !keys.some((key) => state.nodes.get(key)?.isEnabled);
  });
}
