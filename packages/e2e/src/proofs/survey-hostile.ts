import { readFileSync } from 'node:fs';
import { PrmClient } from '@openprm/sdk';
import { startApp } from '../app-process.ts';
import { type EnginePage, waitUntil } from '../engines/engine-page.ts';
import { openEnginePage, wantedEngines } from '../engines/open-engine-page.ts';
import { openSpeedSite } from '../speed-site.ts';
import { hostileForm, hostileTexts } from '../survey/hostile-form.ts';
import type { Proof } from './proof.ts';

/** So many texts are on one page, each in all places. */
const together = 13;
const surveyId = 'svy_demosuggestions';

/** What a page has after a form was shown and everything on it was touched. */
interface Seen {
  readonly struck: number;
  /** Elements and attributes that no form of this element has. */
  readonly foreign: readonly string[];
  /** Texts that are on the screen as they are. */
  readonly shown: number;
  readonly piped: number;
  readonly problems: number;
}

/**
 * Hostile texts in every text that a form has, in the real element on a page without any policy, in three engines: each is shown as the text that it is. In the end the
 * same page is made to take them for markup, to see that they would have struck. OPENPRM_TEXTS names a JSON file with a list of more texts, such as those of other
 * projects, which are not part of this one.
 */
export const proof: Proof = {
  name: 'survey-hostile',
  summary:
    'hostile texts in titles, questions, options, extensions and piped answers execute nothing in three engines, without a policy too',
  smallN: together,
  fullN: hostileTexts.length,
  async run(n, context) {
    const file = process.env['OPENPRM_TEXTS'];
    const others: unknown = file === undefined ? [] : JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(others)) throw new Error('OPENPRM_TEXTS names a file that is no list.');
    const step = Math.max(1, Math.floor(hostileTexts.length / n));
    const own = hostileTexts.filter((_, at) => at % step === 0).slice(0, n);
    const texts = [...own, ...others.filter((each): each is string => typeof each === 'string' && each.trim() !== '')];
    const groups = Array.from({ length: Math.ceil(texts.length / together) }, (_, at) =>
      texts.slice(at * together, (at + 1) * together),
    );

    const app = await startApp();
    const paper = await new PrmClient({ apiUrl: app.url, key: 'pk_demo_riverside' }).surveys.getForm(surveyId);
    let form = '';
    const site = await openSpeedSite(app.url, (path) => {
      if (path.startsWith('/form')) return { type: 'text/html; charset=utf-8', body: page };
      return path.startsWith(`/v1/surveys/${surveyId}`) ? { type: 'application/json', body: form } : undefined;
    });
    const figures = {
      texts: texts.length,
      engines: 0,
      forms: 0,
      struck: 0,
      foreign: 0,
      shown: 0,
      piped: 0,
      problems: 0,
      notShown: 0,
      struckIfMarkup: 0,
    };
    try {
      // A small one is tried in one engine: the element's own tests do the same with a few texts in each.
      for (const name of n < hostileTexts.length ? (['chromium'] as const) : wantedEngines()) {
        const engine = await openEnginePage(name);
        figures.engines++;
        try {
          for (const [at, group] of groups.entries()) {
            form = JSON.stringify({ ...paper, questionnaire: hostileForm(group) });
            const seen = await show(engine, `${site.origin}/form${at}`);
            figures.forms++;
            figures.struck += seen.struck;
            figures.foreign += seen.foreign.length;
            figures.shown += seen.shown;
            figures.piped += seen.piped;
            figures.problems += seen.problems;
            if (seen.piped < group.length || seen.problems < group.length) figures.notShown++;
            for (const each of seen.foreign) context.say(`${name}: ${each}`);
          }
          form = JSON.stringify({ ...paper, questionnaire: hostileForm(own.slice(0, together)) });
          await show(engine, `${site.origin}/form`);
          figures.struckIfMarkup += await plantMarkup(engine);
        } finally {
          await engine.close();
        }
        context.say(`${name}: ${figures.forms} forms so far, ${figures.struck} struck`);
      }
      const isSafe = figures.struck + figures.foreign + figures.notShown === 0;
      return { result: isSafe && figures.struckIfMarkup === figures.engines ? 'pass' : 'fail', figures };
    } finally {
      await site.close();
      await app.stop();
    }
  },
};

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hostile</title>
<script>globalThis.struck = 0; for (const name of ['alert', 'confirm', 'prompt', 'print']) globalThis[name] = () => (globalThis.struck = 1);</script>
<script type="module" src="/embed/openprm.js"></script></head>
<body><prm-survey isolation="inline" pace="page" publishable-key="pk_demo_riverside" survey-id="${surveyId}"></prm-survey></body></html>`;

/** Shows a form, asks for it to be sent, so that what is wrong is told with its texts too, touches everything, and looks. */
async function show(engine: EnginePage, address: string): Promise<Seen> {
  await engine.goto(address);
  await waitUntil(engine, 'the questions', () => {
    const root = document.querySelector('prm-survey')?.shadowRoot;
    if (root?.querySelector('.items .item')) return true;
    root?.querySelector<HTMLElement>('.footer .primary[aria-disabled=false]')?.click();
    return false;
  });
  await engine.evaluate(() => {
    document.querySelector('prm-survey')?.shadowRoot?.querySelector<HTMLElement>('form .footer .primary')?.click();
  });
  await waitUntil(engine, 'what is wrong', () => {
    return (document.querySelector('prm-survey')?.shadowRoot?.querySelectorAll('.problem').length ?? 0) > 0;
  });
  await engine.evaluate(() => {
    const root = document.querySelector('prm-survey')?.shadowRoot;
    for (const each of root?.querySelectorAll('*') ?? []) {
      for (const type of ['mouseover', 'focus', 'load', 'error', 'toggle', 'slotchange'])
        each.dispatchEvent(new Event(type));
    }
  });
  return engine.evaluate(() => {
    const root = document.querySelector('prm-survey')?.shadowRoot;
    const own = new Set(
      'a b bdi button div fieldset form h2 h3 input label legend li ol option p progress select slot span style textarea ul'.split(
        ' ',
      ),
    );
    const all = [...(root?.querySelectorAll('*') ?? [])];
    const foreign = all.flatMap((each) => [
      ...(own.has(each.localName) && each.namespaceURI === 'http://www.w3.org/1999/xhtml'
        ? []
        : [`<${each.localName}>`]),
      ...[...each.attributes]
        .filter(
          ({ name, value }) => name.startsWith('on') || name === 'srcdoc' || /^\s*(javascript|data):/i.test(value),
        )
        .map(({ name }) => `${each.localName} ${name}`),
      ...(each.localName === 'a' && !(each.getAttribute('href') ?? '#').startsWith('#')
        ? [`a ${each.getAttribute('href')}`]
        : []),
      ...(each.localName === 'style' && each.closest('.items') ? ['a style among the questions'] : []),
    ]);
    const said = all.filter(({ localName }) => localName === 'bdi').map(({ textContent }) => textContent ?? '');
    return {
      struck: (globalThis as unknown as { struck: number }).struck,
      foreign,
      shown: said.length,
      piped: said.filter((text) => text.startsWith('Piped: ') && text.length > 7).length,
      problems: root?.querySelectorAll('.problem').length ?? 0,
    };
  });
}

/** Takes the texts of the form that is shown for markup, as an element would that trusted them. @returns 1 once they struck */
async function plantMarkup(engine: EnginePage): Promise<number> {
  await engine.evaluate(() => {
    for (const each of document.querySelector('prm-survey')?.shadowRoot?.querySelectorAll('bdi') ?? [])
      each.innerHTML = each.textContent ?? '';
  });
  await waitUntil(engine, 'a strike', () => (globalThis as unknown as { struck: number }).struck === 1);
  return 1;
}
