import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { PatientInput } from '@openprm/sdk';
import { chooseFirstAvailable } from '../engines/booking-clicks.ts';
import { clickOn, fillForm, typeInto, untilHeading, untilText } from '../engines/element-clicks.ts';
import { type EnginePage, waitUntil } from '../engines/engine-page.ts';
import { openEnginePage, wantedEngines } from '../engines/open-engine-page.ts';
import { patientNamed } from '../patient.ts';
import { openTestPostgres, type TestPostgres } from '../postgres-database.ts';
import { bookFor, mailedCode, withAccessLog } from '../strict-host-patient.ts';
import { answerForms, askAnybody, askByLink, withSurvey } from '../strict-host-survey.ts';
import { daytimeZone } from '../set-up-clinic.ts';
import { openStrictHost, type StrictHost } from '../strict-host.ts';
import { askedOfOthers, gateScript, readHost, readWritten } from './engine-watch.ts';
import { type Allowance, findingsIn, type Planted } from './findings.ts';
import { type Front, type Meddle, openFront, scriptPath, tracesOf } from './front.ts';
import { cut, echo, echoAsSuccess } from './hostile-answers.ts';
import { leaks } from './leaks.ts';
import {
  allowances,
  plantedBy,
  sessionSecrets,
  timesOf,
  typedBy,
  visitTokens,
  whileHeld,
  whileSignedIn,
} from './planted.ts';
import type { Trace } from './watch.ts';

/**
 * The gate where a driver sees little of what its browser does: requests are kept by a server before the app, and by the clinic's site; what is written in the
 * page, by a script that comes before all others. Every element and mode, with every step and with servers that fail, break off and say back what they were told.
 * privacy-gate.test.ts watches Chromium from outside, too.
 */

let postgres: TestPostgres;

before(async () => {
  postgres = await openTestPostgres();
});
after(() => postgres?.stop());

/** A clinic with what watches it: one for each engine, so that they can run side by side. */
class Gate {
  readonly front: Front;
  readonly host: StrictHost;
  /** All who were here. */
  readonly everybody: PatientInput[] = [];

  private constructor(front: Front, host: StrictHost) {
    this.front = front;
    this.host = host;
  }

  static async open(postgresUrl: string): Promise<Gate> {
    const front = await openFront(gateScript);
    return new Gate(front, await openStrictHost(postgresUrl, { front, timeZone: daytimeZone() }));
  }

  async close(): Promise<void> {
    await this.host.close();
    await this.front.close();
  }

  somebody(family: string): PatientInput {
    const patient = patientNamed(family);
    this.everybody.push(patient);
    return patient;
  }

  /** A chart with the right to act for another one, and the address that both are known by. */
  async openCharts(family: string) {
    const { host } = this;
    const [parent, child] = [this.somebody(family), this.somebody(`${family}child`)];
    for (const { family: name } of [parent, child]) await bookFor(host, name);
    const [chart] = (await host.clinic.patients.search({ email: child.email })).data;
    const { given, birthDate, email } = parent;
    await host.clinic.relatedPersons.create({
      patientId: chart?.id ?? '',
      relationship: 'PRN',
      given,
      family,
      birthDate,
      email,
    });
    return { parent, child };
  }

  /** Somebody has a time on a Monday morning, until it is freed. */
  async takeTime() {
    const { clinic, place } = this.host;
    const day = 86_400_000;
    const isMonday = (date: string | number) => new Date(date).getUTCDay() === 1;
    const midnight = Math.ceil(Date.now() / day) * day;
    const monday = [2, 3, 4, 5, 6, 7, 8].map((days) => midnight + days * day).find(isMonday) ?? 0;
    const start = new Date(monday - day / 2).toISOString();
    const { healthcareServiceId } = place;
    const slots = await clinic.slots.search({ healthcareServiceId, start, days: 2, limit: 100 });
    const slot = slots.data.find((each) => isMonday(each.start.slice(0, 10)));
    if (slot === undefined) throw new Error('The clinic has no time left.');
    const { id, secret } = await clinic.holds.create({ slotId: slot.id });
    const patient = patientNamed('Freewick');
    const booked = await clinic.appointments.create({ holdId: id, holdSecret: secret, patient });
    return { start: slot.start, free: () => clinic.appointments.cancel({ id: booked.id }) };
  }

  /** Presses what a server fails at, and waits until it can be pressed again. */
  async fail(page: EnginePage, button: string, ...answers: readonly Meddle[]): Promise<void> {
    for (const answer of answers) {
      let asked = 0;
      this.front.meddle((request) => {
        const meddling = answer(request);
        asked += meddling === undefined ? 0 : 1;
        return meddling;
      });
      await clickOn(page, 'button', button);
      await waitUntil(
        page,
        `${button}, again`,
        (words) => {
          const { shadowRoot } = document.querySelector('prm-booking, prm-access-log, prm-survey') ?? {};
          const buttons = [...(shadowRoot?.querySelectorAll('button') ?? [])];
          const isFailed = (shadowRoot?.querySelectorAll('.notice').length ?? 0) > 0;
          return isFailed && buttons.some((each) => each.innerText.includes(words) && each.ariaDisabled !== 'true');
        },
        button,
      );
      assert.ok(asked > 0, `${button} asked for nothing that fails`);
    }
    this.front.meddle(null);
  }
}

const modes = ['frame', 'inline'] as const;
type Mode = (typeof modes)[number];

/** What is written from now on, wherever that is, by somebody at one page. */
class Visit {
  readonly page: EnginePage;
  readonly #gate: Gate;
  readonly #mode: Mode | 'page';
  readonly #from: { front: number; site: number; readonly reports: number; readonly answers: number };
  readonly #written: Trace[] = [];

  /** @param mode `page` for an element on a page of the app's own */
  constructor(gate: Gate, page: EnginePage, mode: Mode | 'page') {
    this.page = page;
    this.#gate = gate;
    this.#mode = mode;
    const { front, host } = gate;
    this.#from = {
      front: front.traces.length,
      site: host.requests.length,
      reports: host.reports.length,
      answers: front.answers.length,
    };
  }

  /** Opens the clinic's page, with the gate's script before all others, and looks at the element from then on. */
  async open(change: (body: string) => string = (body) => body, ownPolicy?: string): Promise<void> {
    const { body, policy } = this.#mode === 'frame' ? this.#gate.host.framed : this.#gate.host;
    const script = `<script src="${this.#gate.front.origin}${scriptPath}"></script>`;
    this.#gate.host.show({ body: script + change(body), policy: ownPolicy ?? policy });
    await this.page.goto(this.#gate.host.origin);
    if (this.#mode === 'frame') await this.page.enterFrame();
  }

  /** Types into an empty field with real keys. @param id of the field */
  async type(id: string, text: string): Promise<void> {
    if (this.#mode === 'frame') {
      // In WebKit keys go to the frame that somebody went into, and a script does not lead there.
      await this.page.leaveFrame();
      await this.page.evaluate(() =>
        document.querySelector('prm-booking, prm-access-log, prm-survey')?.shadowRoot?.querySelector('iframe')?.focus(),
      );
      await this.page.press('Tab');
      await this.page.enterFrame();
    }
    await typeInto(this.page, id, text);
  }

  get answers() {
    return this.#gate.front.answers.slice(this.#from.answers);
  }

  /** Reads all that was written until now. */
  async read(): Promise<void> {
    const origins = [this.#gate.host.origin, this.#gate.front.origin];
    this.#written.push(...(await readWritten(this.page)));
    assert.deepEqual(await askedOfOthers(this.page, origins), []);
    if (this.#mode !== 'frame') return;
    await this.page.leaveFrame();
    this.#written.push(...(await readWritten(this.page)));
    await this.readHost();
    assert.deepEqual(await askedOfOthers(this.page, origins), []);
    await this.page.enterFrame();
  }

  /** Reads all that a script of the clinic's page can reach in it. */
  async readHost(): Promise<void> {
    this.#written.push(...(await readHost(this.page)));
  }

  /** Reads what is written from now on, and forgets what was read and sent before. */
  async readAnew(): Promise<void> {
    this.#written.length = 0;
    this.#from.front = this.#gate.front.traces.length;
    this.#from.site = this.#gate.host.requests.length;
    await this.read();
  }

  /** What of this was found where it may not be, in what was read and in what was sent. */
  findings(planted: readonly Planted[], allowed: readonly Allowance[]): readonly string[] {
    const site = this.#gate.host.requests
      .slice(this.#from.site)
      .flatMap((request) => tracesOf({ ...request, isApi: false }));
    const traces = [...this.#written, ...this.#gate.front.traces.slice(this.#from.front), ...site];
    assert.ok(traces.length > 0, 'nothing was watched');
    return findingsIn(traces, planted, allowed);
  }

  /** Reports of broken policies, but for the icon that Firefox asks a site for by itself. */
  get reports(): readonly string[] {
    const toFront = this.#gate.front.traces
      .slice(this.#from.front)
      .filter(({ channel, place }) => channel === 'body of a request' && place.includes('gate-reports'))
      .map(({ text }) => text);
    return [...toFront, ...this.#gate.host.reports.slice(this.#from.reports)].filter(
      (report) => !report.includes('favicon.ico'),
    );
  }
}

/** What somebody who waits says of their time. */
const freeTimes = [
  { name: 'days', box: 'Monday' },
  { name: 'parts', box: 'Morning' },
] as const;

const wrong = { given: 'Mistakewick', birthDate: 'Nodatewick', email: 'noaddresswick' };
const mistakes: Planted = { what: 'what the patient typed first', forms: Object.values(wrong) };

describe('the gate', { concurrency: true }, () => {
  for (const engine of wantedEngines()) {
    describe(`in ${engine}`, { concurrency: 1 }, () => {
      let gate: Gate;
      let page: EnginePage;
      before(async () => {
        [gate, page] = await Promise.all([Gate.open(postgres.url), openEnginePage(engine)]);
      });
      after(async () => {
        await page?.close();
        await gate?.close();
      });
      afterEach(() => gate.front.meddle(null));

      it('the gate finds what is written where nothing may be', async () => {
        const visit = new Visit(gate, page, 'inline');
        await visit.open(() => '', `script-src ${gate.front.origin}; connect-src 'self'`);
        const name = `Leakwick${engine}`;
        for (const leak of Object.values(leaks)) await page.evaluate(leak, name);
        await waitUntil(page, 'its requests', () => performance.getEntriesByType('resource').length >= 4 || null);
        await visit.read();
        await visit.readHost();
        const found = visit.findings([{ what: 'a name', forms: [name] }], []);
        for (const channel of Object.keys(leaks))
          assert.ok(
            found.some((finding) => finding.startsWith(channel)),
            `${channel}: ${found.join('\n')}`,
          );
      });

      for (const mode of modes) {
        it(`booking writes nothing of it anywhere, in every step and failure: ${mode}`, async () => {
          const visit = new Visit(gate, page, mode);
          const patient = gate.somebody(`Book${engine}${mode}`);
          const { given, family, phone, email } = patient;
          await visit.open();
          await clickOn(page, '[type=radio]', 'First visit');
          await clickOn(page, 'button', 'See times');
          for (const view of ['Month', 'List', 'Week']) await clickOn(page, 'button.view', view);
          await chooseFirstAvailable(page);
          await untilHeading(page, 'Who is the visit for?');
          await clickOn(page, 'button', 'Book this visit');
          await waitUntil(
            page,
            'the problems',
            () => document.querySelector('prm-booking')?.shadowRoot?.querySelector('#problems')?.localName ?? null,
          );
          await fillForm(page, { ...wrong, phone });
          await clickOn(page, 'button', 'Book this visit');
          await visit.type('family', family);
          await fillForm(page, { given, birthDate: '07/19/1981', email });
          const booking = /^POST \/v1\/appointments$/;
          await gate.fail(
            page,
            'Book this visit',
            echo(422, 'validation-failed', booking),
            echo(409, 'already-exists', booking),
            echo(500, 'internal-error', booking),
            echoAsSuccess(booking),
            cut(booking),
          );
          await visit.read();
          await clickOn(page, 'button', 'Book this visit');
          await untilHeading(page, 'You are booked');
          await clickOn(page, 'button', 'Change the time');
          await chooseFirstAvailable(page);
          await gate.fail(page, 'Confirm the new time', echo(500, 'internal-error', /\/reschedule$/));
          await clickOn(page, 'button', 'Confirm the new time');
          await untilHeading(page, 'Your visit was moved');
          await clickOn(page, 'button', 'Cancel the visit');
          await gate.fail(page, 'Yes, cancel the visit', echo(403, 'permission-denied', /\/cancel$/));
          await clickOn(page, 'button', 'Yes, cancel the visit');
          await untilHeading(page, 'Your visit is cancelled');
          const planted = [...plantedBy(patient, visit.answers), mistakes];
          assert.deepEqual(visit.findings(planted, whileHeld), []);
          await visit.readAnew();
          assert.deepEqual(visit.findings(planted, allowances), []);
          assert.deepEqual(visit.reports, []);
        });

        it(`the access log writes nothing of it anywhere, in every step and failure: ${mode}`, async () => {
          const { parent, child } = await gate.openCharts(`Log${engine}${mode}`);
          const visit = new Visit(gate, page, mode);
          await visit.open((body) => withAccessLog(body));
          await waitUntil(
            page,
            'the first step',
            () => document.querySelector('prm-access-log')?.shadowRoot?.querySelector('#email')?.localName ?? null,
          );
          await visit.type('email', wrong.email);
          await clickOn(page, 'button', 'Send me a code');
          await untilText(page, 'Enter a full address');
          await fillForm(page, { email: parent.email });
          await gate.fail(page, 'Send me a code', echo(500, 'internal-error', /sign-in-codes/), cut(/sign-in-codes/));
          await clickOn(page, 'button', 'Send me a code');
          await untilHeading(page, 'Enter the code');
          const code = await mailedCode(gate.host, parent.email);
          const wrongCode = code === '13579135' ? '13579136' : '13579135';
          await fillForm(page, { code: wrongCode });
          await clickOn(page, 'button', 'Sign in');
          await untilText(page, 'That code is not right.');
          await fillForm(page, { code });
          await gate.fail(page, 'Sign in', echo(503, 'service-unavailable', /\/sessions$/));
          await clickOn(page, 'button', 'Sign in');
          await untilHeading(page, 'Find your records');
          await fillForm(page, { 'birth-date': '01/02/1903' });
          await clickOn(page, 'button', 'Find my records');
          await untilText(page, 'We found no records with this date.');
          await fillForm(page, { 'birth-date': '07/19/1981' });
          await gate.fail(page, 'Find my records', echo(422, 'validation-failed', /match$/), echoAsSuccess(/match$/));
          await clickOn(page, 'button', 'Find my records');
          await untilHeading(page, 'Whose records?');
          await clickOn(page, 'button', child.family);
          await untilHeading(page, `Who has looked at the records of ${child.given} ${child.family}`);
          await clickOn(page, 'button', 'Change');
          gate.front.meddle(echo(500, 'internal-error', /audit-events/));
          await clickOn(page, 'button', 'Yourself');
          await untilText(page, 'Something went wrong at the clinic.');
          gate.front.meddle(null);
          await clickOn(page, 'button', 'Try again');
          await untilText(page, 'That is everything that was noted.');
          const [chart] = (await gate.host.clinic.patients.search({ email: parent.email })).data;
          await gate.host.clinic.patients.get(chart?.id ?? '');
          await untilText(page, 'Looked at name and contact details');
          await clickOn(page, 'button', 'Where you are signed in');
          await untilText(page, 'You are signed in nowhere else.');
          await visit.read();
          await clickOn(page, 'button', 'Sign out');
          await untilText(page, 'You are signed out.');
          const planted: readonly Planted[] = [
            typedBy(parent),
            typedBy(child),
            { what: 'a code', forms: [code, wrongCode] },
            mistakes,
            sessionSecrets(visit.answers.map((answer) => JSON.stringify(answer))),
          ];
          assert.deepEqual(visit.findings(planted, whileSignedIn), []);
          await visit.readAnew();
          assert.deepEqual(visit.findings(planted, allowances), []);
          assert.deepEqual(visit.reports, []);
        });
      }

      for (const mode of modes) {
        it(`waiting writes nothing of it anywhere, from joining ${mode === 'frame' ? 'to an offer that is taken' : 'to leaving'}: ${mode}`, async () => {
          const patient = gate.somebody(`Wait${engine}${mode}`);
          const { given, family, phone, email } = patient;
          const taken = mode === 'frame' ? await gate.takeTime() : undefined;
          const visit = new Visit(gate, page, mode);
          await visit.open();
          await clickOn(page, '[type=radio]', 'First visit');
          await clickOn(page, 'button', 'See times');
          await clickOn(page, 'button', 'Join the waitlist');
          await untilHeading(page, 'When are you free?');
          for (const { name, box } of freeTimes) await clickOn(page, `[name=${name}]`, box);
          await visit.type('family', family);
          await fillForm(page, { given, birthDate: '07/19/1981', phone, email });
          const joining = /^POST \/v1\/waitlist-entries$/;
          await gate.fail(
            page,
            'Join the waitlist',
            echo(422, 'validation-failed', joining),
            echoAsSuccess(joining),
            cut(joining),
          );
          await clickOn(page, 'button', 'Join the waitlist');
          await untilHeading(page, 'You are on the waitlist');
          await visit.read();
          if (mode === 'frame') await page.leaveFrame();

          await taken?.free();
          const about = taken === undefined ? 'on the waitlist' : 'held for you';
          const mail = await gate.host.inbox.next(({ to, subject }) => to === email && subject.includes(about));
          const link = /http\S+#wll_\S+/.exec(mail.text)?.[0] ?? '';
          const offered = new Visit(gate, page, 'page');
          await page.goto(link);
          const [found, act, call, end] =
            taken === undefined
              ? (['You are on the waitlist', 'Leave the waitlist', /\/leave$/, 'You are off the waitlist'] as const)
              : (['A time is held for you', 'Take this time', /\/accept$/, 'You are booked'] as const);
          await untilHeading(page, found);
          if (taken === undefined) await clickOn(page, 'button', act);
          await gate.fail(page, act, echo(403, 'permission-denied', call));
          gate.front.meddle(cut(call));
          await clickOn(page, 'button', act);
          await untilText(page, 'Try again');
          gate.front.meddle(null);
          await clickOn(page, 'button', 'Try again');
          await untilHeading(page, end);
          await offered.read();

          const answers = [...visit.answers, ...offered.answers].map((answer) => JSON.stringify(answer));
          const planted: readonly Planted[] = [
            typedBy(patient),
            { what: 'a link’s secret', forms: [link.split('#')[1] ?? ''] },
            ...(taken === undefined
              ? []
              : [{ what: 'the time that is held', forms: timesOf(taken.start) }, visitTokens(answers)]),
          ];
          for (const each of [visit, offered]) {
            assert.deepEqual(each.findings(planted, allowances), []);
            assert.deepEqual(each.reports, []);
          }
        });
      }

      for (const mode of modes) {
        it(`one’s own surveys write nothing of it anywhere, from signing in to an answer: ${mode}`, async () => {
          const patient = gate.somebody(`Own${engine}${mode}`);
          const { secret, surveyId, answers: given } = await askByLink(gate.host, patient.family);
          const visit = new Visit(gate, page, mode);
          await visit.open((body) => withSurvey(body).replace('<prm-survey', '<prm-survey remember'));
          await waitUntil(
            page,
            'the first step',
            () => document.querySelector('prm-survey')?.shadowRoot?.querySelector('#email')?.localName ?? null,
          );
          await fillForm(page, { email: patient.email });
          await clickOn(page, 'button', 'Send me a code');
          await untilHeading(page, 'Enter the code');
          const code = await mailedCode(gate.host, patient.email);
          await fillForm(page, { code });
          await clickOn(page, 'button', 'Sign in');
          await untilHeading(page, 'Find your records');
          await fillForm(page, { 'birth-date': '07/19/1981' });
          await clickOn(page, 'button', 'Find my records');
          await untilHeading(page, 'Your surveys');
          await visit.read();
          await clickOn(page, 'button', 'Answer');
          await clickOn(page, 'button', 'Begin');
          await clickOn(page, '[type=radio]', given.choice);
          await clickOn(page, 'button', 'Next');
          await untilText(page, 'Tell us more.');
          await untilText(page, 'Saved at the clinic');
          await visit.read();
          const planted: readonly Planted[] = [
            { what: 'an answer', forms: answerForms(given) },
            { what: 'the link’s secret', forms: [secret] },
            { what: 'a code', forms: [code] },
            // in the page itself each script sees what a patient sees
            ...(mode === 'frame' ? [{ what: 'the title of a survey', forms: ['How it went'] }] : []),
            sessionSecrets(visit.answers.map((answer) => JSON.stringify(answer))),
            typedBy(patient),
          ];
          assert.deepEqual(visit.findings(planted, whileSignedIn), []);
          assert.deepEqual(visit.reports, []);
          const log = gate.host.app.output();
          assert.deepEqual(findingsIn([{ channel: 'log', place: 'app', text: log }], planted), []);
          const { data } = await gate.host.clinic.questionnaireResponses.list({ surveyId });
          assert.equal(data.length, 1, 'what was answered is at the clinic');
        });
      }

      for (const where of ['frame', 'page'] as const) {
        it(`a survey ${where === 'page' ? 'by the link of a mail' : 'that anybody answers'} writes nothing of it anywhere: ${where}`, async () => {
          const patient = gate.somebody(`Ask${engine}${where}`);
          const visit = new Visit(gate, page, where);
          // No link goes into a frame.
          const isByLink = where === 'page';
          const asked = isByLink
            ? await askByLink(gate.host, patient.family)
            : { ...(await askAnybody(gate.host, patient.family)), secret: null };
          const { secret, surveyId, answers: given } = asked;
          if (isByLink) await page.goto(`${gate.front.origin}/survey#${secret}`);
          else await visit.open((body) => withSurvey(body, surveyId));
          await clickOn(page, 'button', 'Begin');
          const saving = /^POST \/v1\/questionnaire-responses$/;
          const failures = [echo(500, 'internal-error', saving), cut(saving)];
          if (isByLink) gate.front.meddle(failures[0] ?? null);
          await clickOn(page, '[type=radio]', given.choice);
          await clickOn(page, 'button', 'Next');
          await untilText(page, 'Tell us more.');
          if (isByLink) gate.front.meddle(failures[1] ?? null);
          const field = await page.evaluate(
            () =>
              document.querySelector('prm-survey')?.shadowRoot?.querySelector<HTMLElement>('.items input')?.id ?? '',
          );
          await visit.type(field, given.comment);
          await visit.read();
          gate.front.meddle(null);
          await clickOn(page, 'button', 'Next');
          for (const _ of isByLink ? ['the number', 'the file'] : ['the number']) await clickOn(page, 'button', 'Next');
          if (!isByLink) await gate.fail(page, 'Send answers', ...failures);
          await clickOn(page, 'button', 'Send answers');
          await untilHeading(page, 'Thank you. Your answers have arrived.');
          await visit.read();
          const planted: readonly Planted[] = [
            { what: 'an answer', forms: answerForms(given) },
            { what: 'the link’s secret', forms: secret === null ? [] : [secret] },
            typedBy(patient),
          ];
          assert.deepEqual(visit.findings(planted, allowances), []);
          assert.deepEqual(visit.reports, []);
          const { questionnaireResponses } = gate.host.clinic;
          const [{ id = '' } = {}] = (await questionnaireResponses.list({ surveyId, status: 'completed' })).data;
          const { response } = await questionnaireResponses.get(id);
          for (const form of [given.choice, given.comment]) assert.ok(JSON.stringify(response).includes(form), form);
          const log = gate.host.app.output();
          assert.deepEqual(findingsIn([{ channel: 'log', place: 'app', text: log }], planted), []);
        });
      }

      it('the pages of mailed and of signed links write nothing of it anywhere', async () => {
        const patient = gate.somebody(`Link${engine}`);
        await bookFor(gate.host, patient.family);
        const mail = await gate.host.inbox.next(({ to }) => to === patient.email);
        const link = /http\S+#lnk_\S+/.exec(mail.text)?.[0] ?? '';
        const [chart] = (await gate.host.clinic.patients.search({ email: patient.email })).data;
        const { secret } = await gate.host.clinic.signInLinks.create({ patientId: chart?.id ?? '' });
        const visit = new Visit(gate, page, 'page');
        await page.goto(link);
        await untilHeading(page, 'Your visit');
        await clickOn(page, 'button', 'Change the time');
        await chooseFirstAvailable(page);
        await untilHeading(page, 'Move your visit?');
        await visit.read();
        await page.goto(`${gate.front.origin}/records?key=${gate.host.publishableKey}#${secret}`);
        await untilHeading(page, 'Your link from the clinic');
        await gate.fail(page, 'Continue', echo(500, 'internal-error', /from-link/));
        await clickOn(page, 'button', 'Continue');
        await untilText(page, 'Signed in as');
        await visit.read();
        const planted: readonly Planted[] = [
          typedBy(patient),
          { what: 'a link’s secret', forms: [link.split('#')[1] ?? '', secret] },
          sessionSecrets(visit.answers.map((answer) => JSON.stringify(answer))),
        ];
        assert.deepEqual(visit.findings(planted, whileSignedIn), []);
        await clickOn(page, 'button', 'Sign out');
        await untilText(page, 'You are signed out.');
        await visit.readAnew();
        assert.deepEqual(visit.findings(planted, allowances), []);
        assert.deepEqual(visit.reports, []);
      });

      it('the server has written nothing of all this into its log', () => {
        const text = gate.host.app.output();
        assert.ok(text.length > 0 && gate.everybody.length > 0);
        assert.deepEqual(
          findingsIn([{ channel: 'log', place: 'app', text }], [...gate.everybody.map(typedBy), mistakes]),
          [],
        );
      });
    });
  }
});
