import type { Page, Response } from 'playwright-core';
import type { PatientInput } from '@openprm/sdk';
import { bookingActs, inFrame, openFramed } from '../booking-acts.ts';
import { startBrowser, type TestBrowser } from '../browser.ts';
import { plantedPerson, plantedWord } from '../planted-person.ts';
import { findingsIn, type Planted } from '../privacy-gate/findings.ts';
import { tracesOf } from '../privacy-gate/front.ts';
import { readEverything } from '../privacy-gate/hostile-script.ts';
import type { Trace } from '../privacy-gate/watch.ts';
import { mailedCode, withAccessLog } from '../strict-host-patient.ts';
import { askAnybody, withSurvey } from '../strict-host-survey.ts';
import { openStrictHost, type StrictHost } from '../strict-host.ts';
import { askConditional, linesOf, sweepBooking, sweepSurvey, toldApart, twoPeople, twoWays } from './height-sweep.ts';
import type { Proof } from './proof.ts';

/** Every so many visits, somebody signs in with one of them, and somebody is asked a survey. */
const others = { signInEvery: 4, askEvery: 4 };

/**
 * People who book in a frame on a clinic's page, sign in there and answer what they are asked, while a script of that page reads all that it can reach, after each step. What is planted: what
 * they type, also what they type wrong, and the secrets, ids and times that the server tells them. One of them does so in the page itself, where the script has to
 * find it. Before that, two people who differ in all that they type and answer: a script that varies width, font size and look sees the same of both.
 */
export const proof: Proof = {
  name: 'planted-in-frame',
  summary:
    "a script on the host's page that reads all it can reach reads nothing that is typed, shown or told in a frame, and the frame's height tells nobody from anybody",
  smallN: 24,
  fullN: 1000,
  async run(n, context) {
    const host = await openStrictHost((await context.postgres()).url);
    const browser = await startBrowser();
    try {
      const heights = await compareHeights(browser, host);
      heights.apart.forEach(context.say);
      const planted: Planted[] = [];
      const texts: string[] = [];
      const count = () => new Set(planted.flatMap(({ forms }) => forms)).size;
      let visits = 0;
      let signIns = 0;
      let surveys = 0;
      while (count() < n) {
        const patient = plantedPerson();
        const booked = await book(browser, host, patient, 'frame');
        visits += 1;
        planted.push(...booked.planted);
        texts.push(...booked.texts);
        if (visits % others.signInEvery === 1) {
          const signedIn = await signIn(browser, host, patient);
          signIns += 1;
          planted.push(...signedIn.planted);
          texts.push(...signedIn.texts);
        }
        if (visits % others.askEvery === 1) {
          const asked = await answer(browser, host, 'frame');
          surveys += 1;
          planted.push(...asked.planted);
          texts.push(...asked.texts);
        }
        if (visits % 20 === 0) context.say(`${count()} planted`);
      }
      const site = host.requests.flatMap((request) => tracesOf({ ...request, isApi: false }));
      const found = findingsIn([...texts.map(seen), ...site], planted);
      for (const finding of found) context.say(finding);
      const events = texts.filter((text) => text.includes('prm-appointment-booked')).length;

      const control = await book(browser, host, plantedPerson(), 'inline');
      const asked = await answer(browser, host, 'inline');
      const typed = [...control.planted, ...asked.planted].filter(({ what }) => what === 'what was typed');
      const controlFindings = findingsIn([...control.texts, ...asked.texts].map(seen), typed);
      const isControlFound = typed.every(({ forms }) =>
        controlFindings.some((finding) => finding.toLowerCase().includes(forms[0]?.toLowerCase() ?? 'nothing')),
      );
      const figures = {
        planted: count(),
        visits,
        signIns,
        surveys,
        textsRead: texts.length,
        requestsToTheSite: host.requests.length,
        eventsHeard: events,
        found: found.length,
        controlFound: isControlFound,
        momentsCompared: heights.compared,
        toldApart: heights.apart.length,
      };
      const completed = texts.filter((text) => text.includes('prm-survey-completed')).length;
      const isHeard = events >= visits && surveys > 0 && completed >= surveys;
      const isProved =
        heights.apart.length === 0 &&
        heights.compared > 0 &&
        found.length === 0 &&
        isControlFound &&
        isHeard &&
        count() >= n;
      return { result: isProved ? 'pass' : 'fail', figures };
    } finally {
      await browser.close();
      await host.close();
    }
  },
};

/** What tells two people apart by what the page can see of the frame. */
async function compareHeights(browser: TestBrowser, host: StrictHost) {
  const surveyId = await askConditional(host);
  const booked = [];
  for (const patient of twoPeople) booked.push(await sweepBooking(browser, host, patient));
  const answered = [];
  for (const way of twoWays) answered.push(await sweepSurvey(browser, host, surveyId, way));
  const [[one = [], other = []], [none = [], much = []]] = [booked, answered];
  return {
    compared: linesOf(one) + linesOf(none),
    apart: [...toldApart(one, other), ...toldApart(none, much)],
  };
}

interface Reading {
  readonly planted: readonly Planted[];
  /** All that the script has read. */
  readonly texts: readonly string[];
}

const seen = (text: string): Trace => ({ channel: 'host page', place: 'read', text });

/** The clinic's page with a script on it that reads. @param body of the page */
async function open(
  browser: TestBrowser,
  host: StrictHost,
  page: Parameters<StrictHost['show']>[0],
  mode: 'frame' | 'inline',
) {
  host.show(page);
  const visit = await browser.visit();
  await visit.context.addInitScript(readEverything);
  const told: Promise<string>[] = [];
  visit.page.on('response', (response) => {
    if (isTold(response, host)) told.push(response.text().catch(() => ''));
  });
  await (mode === 'frame' ? openFramed(visit.page, host.origin) : visit.page.goto(host.origin));
  const read = () => visit.page.evaluate(() => (window as unknown as { readAll: () => string[] }).readAll());
  return { ...visit, read, told: async () => (await Promise.all(told)).join('\n') };
}

const isTold = (response: Response, host: StrictHost) =>
  response.request().method() === 'POST' && response.url().startsWith(`${host.app.url}/v1/`);

/** Books a visit, with a mistake on the way. */
async function book(
  browser: TestBrowser,
  host: StrictHost,
  patient: PatientInput,
  mode: 'frame' | 'inline',
): Promise<Reading> {
  const { page, context, read, told } = await open(
    browser,
    host,
    mode === 'frame' ? host.framed : { body: host.body },
    mode,
  );
  const place = mode === 'frame' ? inFrame(page) : page;
  const acts = bookingActs(place);
  const mistake = plantedWord();
  await acts.click(place.getByRole('radio', { name: /First visit/ }));
  await acts.click(acts.button('See times'));
  await acts.chooseFirstAvailable();
  await place.getByRole('textbox', { name: /^Date of birth/ }).fill(mistake);
  await acts.click(acts.button('Book this visit'));
  await read();
  await acts.fillIn(patient);
  await typeAgain(page, place.getByRole('textbox', { name: /^Last name/ }), patient.family);
  await read();
  await acts.click(acts.button('Book this visit'));
  await acts.title().getByText('You are booked').waitFor();
  const texts = await read();
  const answers = await told();
  await context.close();
  const [year, month, day] = patient.birthDate.split('-');
  const typed = [
    [patient.given],
    [patient.family],
    [`${month}/${day}/${year}`],
    [patient.phone],
    [patient.email],
    [mistake],
  ].map((forms) => ({ what: 'what was typed', forms }));
  return { planted: [...typed, ...secretsIn(answers)], texts };
}

/** Signs in to see the access log, with a code of a mail. */
async function signIn(browser: TestBrowser, host: StrictHost, patient: PatientInput): Promise<Reading> {
  const { body, policy } = host.framed;
  const { page, context, read, told } = await open(browser, host, { body: withAccessLog(body), policy }, 'frame');
  const frame = inFrame(page, 'prm-access-log');
  const [year, month, day] = patient.birthDate.split('-');
  await frame.getByRole('textbox', { name: 'E-mail' }).fill(patient.email);
  await frame.getByRole('button', { name: 'Send me a code' }).click();
  const code = await mailedCode(host, patient.email);
  await typeAgain(page, frame.getByRole('textbox', { name: 'Code from the mail' }), code);
  await read();
  await frame.getByRole('button', { name: 'Sign in' }).click();
  await frame.getByRole('textbox', { name: 'Date of birth' }).fill(`${month}/${day}/${year}`);
  await frame.getByRole('button', { name: 'Find my records' }).click();
  await frame.getByRole('button', { name: 'Sign out' }).waitFor();
  await frame.getByRole('listitem').first().waitFor();
  const texts = await read();
  const answers = await told();
  await context.close();
  return { planted: [{ what: 'a code', forms: [code] }, ...secretsIn(answers)], texts };
}

/** Answers a survey that anybody on the page is asked: no other is answered in a frame. */
async function answer(browser: TestBrowser, host: StrictHost, mode: 'frame' | 'inline'): Promise<Reading> {
  const { surveyId, answers: given } = await askAnybody(host, plantedWord());
  const { body, policy } = mode === 'frame' ? host.framed : host;
  const { page, context, read, told } = await open(browser, host, { body: withSurvey(body, surveyId), policy }, mode);
  const place = mode === 'frame' ? inFrame(page, 'prm-survey') : page;
  const next = place.getByRole('button', { name: 'Next' });
  await place.getByRole('button', { name: 'Begin' }).click();
  await place.getByRole('radio', { name: given.choice }).check();
  await next.click();
  await typeAgain(page, place.getByRole('textbox', { name: 'Tell us more.' }), given.comment);
  await read();
  await next.click();
  await place.getByRole('textbox', { name: 'How many?' }).fill(given.number);
  await read();
  await next.click();
  await place.getByRole('button', { name: 'Send answers' }).click();
  await place.getByRole('heading', { name: 'Thank you. Your answers have arrived.' }).waitFor();
  const texts = await read();
  const ids = [...new Set((await told()).match(/\bqrs_[\w.-]{6,}/g) ?? [])];
  await context.close();
  return {
    planted: [
      ...[given.choice, given.comment, given.number].map((form) => ({ what: 'what was typed', forms: [form] })),
      ...ids.map((id) => ({ what: 'an id', forms: [id] })),
    ],
    texts,
  };
}

/** With real keys, which a recorder on the page would hear. */
async function typeAgain(page: Page, field: ReturnType<Page['locator']>, text: string): Promise<void> {
  await field.fill('');
  await field.focus();
  await page.keyboard.type(text);
}

/** Secrets, ids and times in what the server told, but for the appointment's id, which its event tells the page. */
function secretsIn(answers: string): readonly Planted[] {
  const find = (what: string, pattern: RegExp) =>
    [...new Set(answers.match(pattern) ?? [])].map((form) => ({ what, forms: [form] }));
  const [appointment] = /"id":"(apt_[^"]+)"/.exec(answers)?.slice(1) ?? [];
  return [
    ...find('a secret', /(?<="(?:secret|token|handle)":")[^"]{16,}/g),
    ...find('an id', /\b(?:hld|pat|slot|sgn|ses|per)_[\w.-]{6,}/g).filter(({ forms }) => forms[0] !== appointment),
    ...find('a time', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d/g),
  ];
}
