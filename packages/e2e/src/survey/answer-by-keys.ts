import assert from 'node:assert/strict';
import { type EnginePage, type KeyName, waitUntil } from '../engines/engine-page.ts';

/** A key, or what is typed. */
type Act = KeyName | `type ${string}`;

/** What somebody does from the heading of a question of each kind, and what is answered then. */
const rows: Readonly<Record<string, readonly [acts: readonly Act[], answers: readonly string[]]>> = {
  boolean: [['Tab', 'Space'], ['Yes']],
  scale: [['Tab', 'Space', 'ArrowRight', 'ArrowRight'], ['2']],
  radios: [['Tab', 'Space', 'ArrowDown'], ['Right']],
  checkboxes: [
    ['Tab', 'Space', 'Tab', 'Space'],
    ['On stairs', 'At night'],
  ],
  list: [['Tab', 'ArrowDown', 'ArrowDown'], ['Month 2']],
  search: [
    ['Tab', 'type number 17', 'Tab', 'Space'],
    ['number 17', 'Medicine number 17'],
  ],
  'own words': [
    ['Tab', 'Space', 'Tab', 'Tab', 'type Judo'],
    ['Running', 'Judo'],
  ],
  number: [['Tab', 'type 42'], ['42']],
  slider: [['Tab', 'ArrowRight'], ['moved']],
  date: [['Tab', 'type 11022026'], ['2026-11-02']],
  // Firefox goes on by itself after a year of four digits, Chromium takes six.
  dateTime: [['Tab', 'type 11022026', 'ArrowRight', 'type 1030AM'], ['2026-11-02T10:30']],
  time: [['Tab', 'type 1030AM'], ['10:30']],
  line: [['Tab', 'type stiff'], ['stiff']],
  url: [['Tab', 'type https://example.org/knee'], ['https://example.org/knee']],
  text: [['Tab', 'type I fell.', 'Enter', 'type Twice.'], ['I fell.\nTwice.']],
  'several lines': [
    ['Tab', 'type one', 'Tab', 'Enter', 'type two'],
    ['one', 'two'],
  ],
  quantity: [
    ['Tab', 'type 70.5', 'Tab', 'ArrowDown', 'ArrowDown'],
    ['70.5', 'lb'],
  ],
  // What opens then is the system's own.
  attachment: [['Tab', 'Space'], ['asked for a file']],
  group: [['Tab', 'Space'], ['Left']],
  repeats: [
    ['Tab', 'type 11022026', 'Tab', 'Tab', 'type I slipped.', 'Tab', 'Enter', 'type 11032026'],
    ['2026-11-02', 'I slipped.', '2026-11-03', ''],
  ],
  matrix: [
    ['Tab', 'Space', 'Tab', 'Space', 'ArrowRight'],
    ['Good', 'Bad'],
  ],
};
/** Nothing is answered there. */
const unasked = ['display', 'fixed', 'inert'];

/**
 * Answers a question of each kind with the keyboard alone, on the page of all states.
 *
 * @param url of the demo
 * @throws naming the kind whose answer is another one, or that has no row here
 */
export async function answerByKeys(page: EnginePage, url: string): Promise<void> {
  await page.goto(`${url}/states`);
  await waitUntil(page, 'the questions', () => {
    const stills = [...document.querySelectorAll('[id^="survey-answering-"] prm-survey-still')];
    return stills.length > 40 && stills.every((each) => each.shadowRoot?.querySelector('.items'));
  });
  // the lists of one's own surveys walk to their states by themselves, and would take the focus with them
  await page.evaluate(() => {
    for (const list of document.querySelectorAll('prm-survey-own-still')) list.closest('section')?.remove();
  });
  const kinds = await page.evaluate(() =>
    [...document.querySelectorAll('#states > section > h2')].flatMap(
      ({ textContent }) => /^survey, answering: (.+), answered$/.exec(textContent)?.[1] ?? [],
    ),
  );
  assert.deepEqual([...Object.keys(rows), ...unasked].sort(), [...new Set([...kinds, ...unasked])].sort());
  for (const [kind, [acts, answers]] of Object.entries(rows)) {
    const id = `survey-answering-${kind.replaceAll(' ', '-')}`;
    await page.evaluate((section) => {
      const root = document.querySelector(`#${section} prm-survey-still`)?.shadowRoot;
      const file = root?.querySelector<HTMLInputElement>('input[type=file]');
      file?.addEventListener('click', (event) => {
        event.preventDefault();
        file.dataset['asked'] = 'asked for a file';
      });
      root?.querySelector<HTMLElement>('#heading')?.focus();
    }, id);
    const isAhead = page.engine === 'firefox' && kind === 'dateTime';
    for (const act of acts.filter((each) => !isAhead || each !== 'ArrowRight'))
      await (act.startsWith('type ') ? page.type(act.slice(5)) : page.press(act as KeyName));
    assert.deepEqual(await page.evaluate(readAnswers, id), answers, `${page.engine}: ${kind}`);
  }
}

/** Runs in the page: what is answered in a section of it. */
function readAnswers(section: string): readonly string[] {
  const root = document.querySelector(`#${section} prm-survey-still`)?.shadowRoot;
  const inputs = root?.querySelectorAll<HTMLInputElement>('.items :is(input, textarea, select)') ?? [];
  return [...inputs].flatMap((each) => {
    if (each.localName === 'select') return [each.querySelector(':checked')?.textContent?.trim() ?? ''];
    if (each.type === 'file') return [each.dataset['asked'] ?? ''];
    if (each.type === 'range') return [each.classList.contains('unset') ? '' : 'moved'];
    if (each.type !== 'radio' && each.type !== 'checkbox') return [each.value];
    return each.checked ? [each.closest('label')?.textContent?.trim() ?? ''] : [];
  });
}
