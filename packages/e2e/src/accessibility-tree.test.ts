import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readAccessibility } from './accessibility-tree.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

/**
 * What a screen reader is told of each step, in English. A file that differs fails; `OPENPRM_WRITE_TREES=1` writes the files anew, for people to read
 * the difference.
 */
const folder = fileURLToPath(new URL('./accessibility-trees/', import.meta.url));
const isWriting = process.env['OPENPRM_WRITE_TREES'] === '1';

/** Files by the state of `/states` that they show. */
const steps: Readonly<Record<string, string>> = {
  closed: 'closed',
  'opening-failed': 'opening: failure connection',
  'opening-link-over': 'opening: failure credential',
  what: 'what: missing none',
  'what-missing': 'what: missing healthcare-service',
  rules: 'rules: nothing applies',
  'rules-one': 'rules: one line',
  'rules-emergency': 'rules: stop emergency',
  'rules-crisis': 'rules: stop crisis',
  'rules-seen': 'rules: stop seen',
  'when-early': 'when: times before the rest',
  'when-stalled': 'when: a press whose code cannot be had',
  'when-loading': 'when: availability loading',
  'when-week': 'when: view week',
  'when-month': 'when: view month',
  'when-list': 'when: view list',
  'when-held': 'when: holding held',
  'when-taken': 'when: holding lost',
  'when-two-zones': 'when: two zones',
  'when-nothing-open': 'when: nothing open at all',
  'when-perhaps-booked': 'when: a booking may have arrived',
  who: 'who: holding held',
  'who-looking': 'who: looking who is signed in',
  'who-signed-in': 'who: signed in',
  'who-signed-in-acting': 'who: signed in, for somebody they act for',
  'who-signed-in-new': 'who: signed in, for somebody new',
  'who-session-ended': 'who: failure session-ended',
  'who-right-ended': 'who: failure right-ended',
  'who-unclear': 'who: failure unclear',
  'who-received': 'who: failure already-received',
  'who-interrupted': 'who: failure interrupted',
  'who-cared-for': 'who: for somebody cared for, answers are wrong',
  'who-known': 'who: for somebody who was booked before',
  'who-not-eligible': 'who: failure not-eligible',
  'who-problems': 'who: answers are wrong',
  'who-sending': 'who: sending sending',
  'who-uncertain': 'who: failure connection',
  'who-taken': 'who: holding lost',
  'who-ending-soon': 'who: the held time ends soon',
  'who-ended': 'who: the held time has ended',
  booked: 'appointment: news booked',
  'booked-for-other': 'appointment: for somebody cared for',
  appointment: 'appointment: news none',
  'appointment-video': 'appointment: by video, in two zones',
  'appointment-over': 'appointment: over',
  confirm: 'confirm: holding held',
  moved: 'appointment: news rescheduled',
  cancel: 'cancel: sending unsent',
  cancelled: 'appointment: news cancelled',
  waitlist: 'waitlist: sending unsent',
  'waitlist-problems': 'waitlist: answers are wrong',
  'waitlist-dates-past': 'waitlist: wrongDates past',
  'waitlist-dates-order': 'waitlist: wrongDates order',
  'waitlist-joined': 'waiting: news joined',
  'waitlist-waiting': 'waiting: news none',
  'waitlist-offer': 'waiting: an offer',
  'waitlist-too-late': 'waiting: news too-late',
  'waitlist-declined': 'waiting: news declined',
  'waitlist-leaving': 'waiting: to be left',
  'waitlist-left': 'waiting: news left',
  'waitlist-booked': 'waiting: entry booked',
  'survey-intro': 'survey, intro: confidential',
  'survey-questions': 'survey, answering: a page with everything',
  'survey-problems': 'survey, answering: a page with problems',
  'survey-file-failed': 'survey, answering: file failed',
  'survey-file-refused': 'survey, answering: file refused',
  'survey-help': 'survey, answering: help not-told',
  'survey-review': 'survey, review: ready',
  'survey-sent': 'survey, sent: after help, told',
  'survey-list': 'surveys of who is signed in, ready',
};

let app: AppProcess;
let browser: TestBrowser;
let treeOf: (selector: string) => Promise<string>;
/** Names of the booking's states, as the page lists them. */
let booking: readonly string[];
/** Kinds of questions of a survey, of which the page shows one each. */
let kinds: readonly string[];

before(async () => {
  app = await startApp();
  browser = await startBrowser();
  const { page } = await browser.visit();
  await page.goto(`${app.url}/states`);
  // month and list are loaded when they are first shown
  await page.waitForLoadState('networkidle');
  await page.getByRole('grid').first().waitFor();
  treeOf = await readAccessibility(page);
  const names = await page.evaluate(() =>
    [...document.querySelectorAll('#states > section > h2')].map(({ textContent }) => textContent),
  );
  booking = names.filter((name) => !/^(access log|survey|surveys of who is signed in), /.test(name));
  kinds = names.flatMap((name) => /^survey, answering: (.+), answered$/.exec(name)?.[1] ?? []);
  if (isWriting) mkdirSync(folder, { recursive: true });
});
after(async () => {
  await browser?.close();
  await app?.stop();
});

/**
 * The role and the question of each kind as the page with all of them asks it. `native` has no state of its own that Chromium tells of: its name says that it is
 * required, and it is a group or a button.
 */
const questions: Readonly<Record<string, { readonly role: string; readonly name: string; readonly native?: true }>> = {
  boolean: { role: 'radiogroup', name: 'Does your knee hurt?' },
  scale: { role: 'radiogroup', name: 'How strong is the pain?' },
  radios: { role: 'radiogroup', name: 'Which knee?' },
  checkboxes: { role: 'group', name: 'When does it hurt?', native: true },
  list: { role: 'combobox', name: 'Since which month?' },
  search: { role: 'group', name: 'Which medicine do you take?', native: true },
  'own words': { role: 'group', name: 'Which sport do you do?', native: true },
  number: { role: 'textbox', name: 'How old are you?' },
  slider: { role: 'slider', name: 'How heavy does it feel?' },
  date: { role: 'Date', name: 'Since which day?' },
  dateTime: { role: 'DateTime', name: 'When did you fall?' },
  time: { role: 'InputTime', name: 'At what time is it worst?' },
  line: { role: 'textbox', name: 'One word for it' },
  url: { role: 'textbox', name: 'A page about it' },
  text: { role: 'textbox', name: 'What happened?' },
  'several lines': { role: 'group', name: 'Who has treated it?', native: true },
  quantity: { role: 'textbox', name: 'What do you weigh?' },
  attachment: { role: 'button', name: 'A photo of it' },
  // Asked by questions of the kinds above, each with its own state.
  group: { role: 'radiogroup', name: 'Which knee?' },
  repeats: { role: 'Date', name: 'On which day?' },
  matrix: { role: 'radiogroup', name: 'Climbing stairs' },
};
/** Nothing is answered there. */
const unasked = ['display', 'fixed', 'inert'];

/** What follows from an appointment or a wait, and what leaves nothing to send. */
const isEnding = (name: string) => /^(appointment|waiting): news |^who: failure (unclear|already-received)$/.test(name);

const stepOf = (name: string) => name.split(':')[0];

describe('what a screen reader is told', () => {
  it('is written down for each step of a booking, and for each of its endings', () => {
    const written = Object.values(steps);
    const withoutStep = booking.filter((name) => !written.some((each) => stepOf(each) === stepOf(name)));
    const withoutEnding = booking.filter((name) => isEnding(name) && !written.includes(name));
    assert.deepEqual({ withoutStep, withoutEnding }, { withoutStep: [], withoutEnding: [] });
    assert.ok(booking.filter(isEnding).length >= 11);
  });

  it('is the question, its help, that it is required, and what is wrong, of each kind of question', async () => {
    assert.deepEqual([...Object.keys(questions), ...unasked].sort(), [...new Set([...kinds, ...unasked])].sort());
    const read = async (state: string) =>
      (await treeOf(`#survey-answering-a-page-with-${state} prm-survey-still`)).split('\n').map((line) => line.trim());
    const [plain, wrong] = [await read('everything'), await read('problems')];
    const faults = Object.entries(questions).flatMap(([kind, { role, name, native }]) => {
      const tells = (line: string) =>
        line.startsWith(`${role} "${name} (required)" (`) && line.includes(`Why we ask: ${name}`);
      const before = plain.find(tells);
      const after = wrong.find(tells);
      const summary = `button "${name} – Please answer this question."`;
      return [
        before && !/invalid|Please answer/.test(before) ? [] : `${kind}: ${before}`,
        after && /Please answer this question\.\)/.test(after) ? [] : `${kind}, unanswered: ${after}`,
        native || after?.includes('[invalid true]') ? [] : `${kind} is not told to be wrong: ${after}`,
        wrong.includes(summary) ? [] : `${kind}: no ${summary}`,
      ].flat();
    });
    assert.deepEqual(faults, []);
  });

  for (const [name, state] of Object.entries(steps)) {
    it(`of "${state}"`, async () => {
      const id = state.replaceAll(/[^a-zA-Z]+/g, '-');
      const text = `${await treeOf(`#${id} :is(prm-booking-still, prm-survey-still, prm-survey-own-still)`)}\n`;
      const file = `${folder}${name}.txt`;
      if (isWriting) writeFileSync(file, text);
      assert.equal(text, readFileSync(file, 'utf8'), `${file} says otherwise; OPENPRM_WRITE_TREES=1 writes it anew`);
    });
  }
});
