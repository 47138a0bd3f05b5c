import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { PatientInput } from '@openprm/sdk';
import type { Page } from 'playwright-core';
import { bookingActs, inFrame, openFramed } from '../booking-acts.ts';
import { startBrowser, type TestBrowser } from '../browser.ts';
import { patientNamed } from '../patient.ts';
import { openTestPostgres, type TestPostgres } from '../postgres-database.ts';
import { bookFor, mailedCode, withAccessLog } from '../strict-host-patient.ts';
import { answerForms, askAnybody, askByLink, withSurvey } from '../strict-host-survey.ts';
import { openStrictHost, type StrictHost } from '../strict-host.ts';
import { findingsIn, type Planted } from './findings.ts';
import type { Answer } from './front.ts';
import { leaks } from './leaks.ts';
import { allowances, holdSecrets, plantedBy, sessionSecrets, typedBy, whileHeld, whileSignedIn } from './planted.ts';
import { type Trace, watchContext } from './watch.ts';

/**
 * Nothing of a patient goes anywhere but to the clinic's server and back to its owner: not into an address, a title, the console, an event, the device, a log or,
 * from a frame, into the reach of the host's page.
 */

let postgres: TestPostgres;
let host: StrictHost;
let browser: TestBrowser;

before(async () => {
  postgres = await openTestPostgres();
  host = await openStrictHost(postgres.url);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await host?.close();
  await postgres?.stop();
});

type Mode = 'frame' | 'inline';

/** A page of the clinic's site with the element, and all that it writes. */
async function open(mode: Mode) {
  host.show(mode === 'frame' ? host.framed : { body: host.body });
  const { context, page } = await browser.visit();
  const watch = await watchContext(context, host.app.url);
  const answers = keepAnswers(page);
  await openPage(mode, page);
  const place = mode === 'frame' ? inFrame(page) : page;
  return { context, page, place, watch, answers, acts: bookingActs(place) };
}

const openPage = (mode: Mode, page: Page) =>
  mode === 'frame' ? openFramed(page, host.origin) : page.goto(host.origin);

/** What the API told its owner, by the request. */
function keepAnswers(page: Page) {
  const answers: Answer[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.request().method() !== 'POST' || !pathname.startsWith('/v1/')) return;
    response.json().then(
      (body: Answer['body']) => answers.push({ path: pathname, body }),
      () => undefined,
    );
  });
  return answers;
}

async function reachForm({ acts, place }: Pick<Awaited<ReturnType<typeof open>>, 'acts' | 'place'>, family: string) {
  await acts.click(place.getByRole('radio', { name: /First visit/ }));
  await acts.click(acts.button('See times'));
  await acts.chooseFirstAvailable();
  await acts.fillIn(patientNamed(family));
  // With real keys, which a recorder on the page would hear.
  await place.getByRole('textbox', { name: /^Last name/ }).fill('');
  await place.getByRole('textbox', { name: /^Last name/ }).pressSequentially(family);
}

/** Turns the form to somebody in one's care, and types who that is. */
async function careFor({ place }: Pick<Awaited<ReturnType<typeof open>>, 'place'>, patient: PatientInput) {
  await place.getByRole('radio', { name: 'Someone I care for' }).check();
  const [year, month, day] = patient.birthDate.split('-');
  await place.getByRole('textbox', { name: /^Patient.s first name/ }).fill(patient.given);
  await place.getByRole('textbox', { name: /^Patient.s last name/ }).fill(patient.family);
  await place.getByRole('textbox', { name: /^Patient.s date of birth/ }).fill(`${month}/${day}/${year}`);
  await place.getByRole('combobox', { name: 'You are the patient’s' }).selectOption('PRN');
}

/** In the page itself the host sees what a patient sees: that is what a frame is for. */
const isSeenIn =
  (mode: Mode) =>
  ({ channel }: Trace) =>
    mode === 'frame' || channel !== 'host page';

const placeOf = (mode: Mode) => (mode === 'frame' ? 'in a frame' : 'in the page itself');
const accessLogModes: readonly Mode[] = ['frame', 'inline'];

for (const mode of ['frame', 'inline'] as const) {
  describe(`<prm-booking> ${placeOf(mode)}`, () => {
    it('books, moves and cancels, and writes nothing of it anywhere', async () => {
      const opened = await open(mode);
      const { acts, watch, answers, context } = opened;
      const family = `Gatewick${mode}`;
      await reachForm(opened, family);
      await watch.readStorage();
      await watch.readHost();
      const heldTraces = [...watch.traces];
      await acts.click(acts.button('Book this visit'));
      await acts.title().getByText('You are booked').waitFor();
      const bookedAt = watch.traces.length;
      await watch.readStorage();
      await acts.click(acts.button('Change the time'));
      await acts.chooseFirstAvailable();
      await acts.click(acts.button('Confirm the new time'));
      await acts.title().getByText('Your visit was moved').waitFor();
      await acts.click(acts.button('Cancel the visit'));
      await acts.click(acts.button('Yes, cancel the visit'));
      await acts.title().getByText('Your visit is cancelled').waitFor();
      await watch.readStorage();
      await watch.readHost();

      const planted = plantedBy(patientNamed(family), answers);
      assert.deepEqual(findingsIn(heldTraces.filter(isSeenIn(mode)), planted, whileHeld), []);
      assert.deepEqual(findingsIn(watch.traces.filter(isSeenIn(mode)), planted, whileHeld), []);
      const afterBooking = watch.traces.slice(bookedAt).filter(isSeenIn(mode));
      assert.deepEqual(findingsIn(afterBooking, planted, allowances), []);
      await context.close();
    });

    it('joins the waitlist, opens its link, and writes nothing of it anywhere', async () => {
      const { acts, place, page, watch, answers, context } = await open(mode);
      const patient = patientNamed(`Waitwick${mode}`);
      await acts.click(place.getByRole('radio', { name: /First visit/ }));
      await acts.click(acts.button('See times'));
      // nothing moves any more
      await place.getByRole('button', { description: 'First available' }).waitFor();
      await acts.click(acts.button('Join the waitlist'));
      await place.getByRole('checkbox', { name: 'Monday' }).check();
      await acts.fillIn(patient);
      await acts.click(acts.button('Join the waitlist'));
      await acts.title().getByText('You are on the waitlist').waitFor();
      await watch.readStorage();
      await watch.readHost();
      const entry = answers.find(({ path }) => path === '/v1/waitlist-entries')?.body['id'];
      assert.ok(typeof entry === 'string');
      const joined = [typedBy(patient), { what: 'an id', forms: [entry] }];
      assert.deepEqual(findingsIn(watch.traces.filter(isSeenIn(mode)), joined, allowances), []);

      const mail = await host.inbox.next(({ to }) => to === patient.email);
      const link = /http\S+#wll_\S+/.exec(mail.text)?.[0] ?? '';
      const secret = link.split('#')[1] ?? '';
      assert.ok(secret.length > 20, mail.text);
      const before = watch.traces.length;
      await page.goto(link);
      await page.getByRole('heading', { name: 'You are on the waitlist' }).waitFor();
      await watch.readStorage();
      const findings = findingsIn(
        watch.traces.slice(before).filter(({ channel, text }) => channel !== 'host page' && text !== link),
        [{ what: 'the link’s secret', forms: [secret] }, typedBy(patient)],
      );
      assert.deepEqual(findings, []);
      assert.ok(!page.url().includes(secret));
      await context.close();
    });

    it('writes nothing when everything fails', async () => {
      const opened = await open(mode);
      const { acts, watch, answers, context } = opened;
      const family = `Failwick${mode}`;
      const child = patientNamed(`Carewick${mode}`);
      await reachForm(opened, family);
      await careFor(opened, { ...child, given: `Mirawick${mode}`, birthDate: '2013-09-27' });
      for (const status of [500, 400, 409]) {
        await context.route('**/v1/appointments', (route) => route.fulfill({ status, body: 'no problem document' }));
        const answer = opened.page.waitForResponse((response) => response.status() === status);
        await acts.click(acts.button('Book this visit'));
        await answer;
        await opened.place.getByRole('button', { name: 'Book this visit', disabled: false }).waitFor();
        await context.unroute('**/v1/appointments');
      }
      await watch.readStorage();
      await watch.readHost();
      const planted = [
        typedBy(patientNamed(family)),
        {
          what: 'who they care for',
          forms: [`Carewick${mode}`, `Mirawick${mode}`, '2013-09-27', '09/27/2013', '09%2f27%2f2013', '20130927'],
        },
        holdSecrets(answers),
      ];
      assert.deepEqual(findingsIn(watch.traces.filter(isSeenIn(mode)), planted, whileHeld), []);
      await context.close();
    });
  });
}

describe('<prm-access-log>', () => {
  for (const mode of accessLogModes) {
    it(`signs in, shows what was done with the records, and signs out ${placeOf(mode)}, and writes nothing of it anywhere`, async () => {
      const family = `Logwick${mode}`;
      const patient = patientNamed(family);
      await bookFor(host, family);
      const { context, page } = await browser.visit();
      const watch = await watchContext(context, host.app.url);
      const sent: string[] = [];
      page.on('response', (response) => {
        if (response.request().method() === 'POST')
          response.text().then(
            (text) => sent.push(text),
            () => undefined,
          );
      });
      const { body, policy } = mode === 'frame' ? host.framed : host;
      host.show({ body: withAccessLog(body), policy });
      await openPage(mode, page);
      const place = mode === 'frame' ? inFrame(page, 'prm-access-log') : page;
      await place.getByRole('textbox', { name: 'E-mail' }).fill(patient.email);
      await place.getByRole('button', { name: 'Send me a code' }).click();
      const code = await mailedCode(host, patient.email);
      await place.getByRole('textbox', { name: 'Code from the mail' }).fill(code);
      await place.getByRole('button', { name: 'Sign in' }).click();
      const [year, month, day] = patient.birthDate.split('-');
      await place.getByRole('textbox', { name: 'Date of birth' }).fill(`${month}/${day}/${year}`);
      await place.getByRole('button', { name: 'Find my records' }).click();
      await place.getByRole('button', { name: 'Sign out' }).waitFor();
      await watch.readStorage();
      await watch.readHost();
      await place.getByRole('button', { name: 'Sign out' }).click();
      await place.getByText('You are signed out.').first().waitFor();
      await watch.readStorage();
      await watch.readHost();
      const planted: readonly Planted[] = [typedBy(patient), { what: 'the code', forms: [code] }, sessionSecrets(sent)];
      assert.deepEqual(findingsIn(watch.traces.filter(isSeenIn(mode)), planted, whileSignedIn), []);
      await context.close();
    });
  }
});

describe('<prm-survey>', () => {
  type Where = Mode | 'page';
  /** In a frame anybody is asked, since no link goes into one; else who has the link of a mail. */
  const ask = async (where: Where, name: string) =>
    where === 'frame' ? { ...(await askAnybody(host, name)), secret: null } : askByLink(host, name);
  const openSurvey = async (where: Where, { surveyId, secret }: Awaited<ReturnType<typeof ask>>) => {
    const { context, page } = await browser.visit();
    const watch = await watchContext(context, host.app.url);
    const { body, policy } = where === 'frame' ? host.framed : host;
    host.show({ body: withSurvey(body, secret === null ? surveyId : undefined), policy });
    const link = `${host.app.url}/survey#${secret}`;
    await (where === 'page' ? page.goto(link) : openPage(where, page));
    if (where === 'inline')
      await page.evaluate(async (given) => {
        await customElements.whenDefined('prm-survey');
        Object.assign(document.querySelector('prm-survey') ?? {}, { link: given });
      }, secret);
    return { context, page, watch, link, place: where === 'frame' ? inFrame(page, 'prm-survey') : page };
  };

  for (const where of ['frame', 'inline', 'page'] as const) {
    it(`takes answers, fails to save them and sends them, and writes nothing of it anywhere: ${where}`, async () => {
      const name = `Askwick${where}`;
      const asked = await ask(where, name);
      const { secret, answers: given } = asked;
      const { context, page, watch, link, place } = await openSurvey(where, asked);
      const saving = '**/v1/questionnaire-responses';
      await context.route(saving, (route) =>
        route.fulfill({
          status: 503,
          headers: {
            'Access-Control-Allow-Origin': '*',
            'Access-Control-Expose-Headers': 'Retry-After',
            'Retry-After': '0',
          },
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'service-unavailable', detail: route.request().postData(), title: secret }),
        }),
      );
      const next = place.getByRole('button', { name: 'Next' });
      const send = place.getByRole('button', { name: 'Send answers' });
      const failed = page.waitForResponse((response) => response.status() === 503);
      await place.getByRole('button', { name: 'Begin' }).click();
      await place.getByRole('radio', { name: given.choice }).check();
      await next.click();
      if (secret !== null) {
        await failed;
        // What could not be saved is on the device, and nothing of it can be read there.
        await place.getByText('kept on this device').waitFor();
        await watch.readStorage();
        await context.unroute(saving);
      }
      const isEnvelope = ({ channel, text }: Trace) => channel === 'storage' && text.includes('"envelope"');
      assert.equal(watch.traces.some(isEnvelope), secret !== null);
      // With real keys, which a recorder on the page would hear.
      await place.getByRole('textbox', { name: 'Tell us more.' }).pressSequentially(given.comment);
      await next.click();
      await place.getByRole('textbox', { name: 'How many?' }).fill(given.number);
      if (secret !== null) {
        await next.click();
        await place
          .locator('input[type=file]')
          .setInputFiles({ name: given.fileName, mimeType: 'text/plain', buffer: Buffer.from(given.fileText) });
        await place.getByText(given.fileName, { exact: true }).waitFor();
      }
      await watch.readStorage();
      await watch.readHost();
      await next.click();
      await send.click();
      if (secret === null) {
        await failed;
        const retry = place.getByRole('button', { name: 'Try again' });
        await retry.waitFor();
        await context.unroute(saving);
        await retry.click();
      }
      await place.getByRole('heading', { name: 'Thank you. Your answers have arrived.' }).waitFor();
      await watch.readStorage();
      await watch.readHost();
      const { questionnaireResponses } = host.clinic;
      const [{ id = '' } = {}] = (await questionnaireResponses.list({ surveyId: asked.surveyId, status: 'completed' }))
        .data;
      const planted: readonly Planted[] = [
        { what: 'an answer', forms: answerForms(given) },
        { what: 'the link’s secret', forms: secret === null ? [] : [secret] },
        { what: 'an id', forms: [id] },
        typedBy(patientNamed(name)),
      ];
      const isSeen = ({ channel, text }: Trace) => (where === 'frame' || channel !== 'host page') && text !== link;
      assert.deepEqual(findingsIn(watch.traces.filter(isSeen), planted, allowances), []);
      assert.ok(secret === null || !page.url().includes(secret));
      assert.deepEqual(
        findingsIn([{ channel: 'log', place: 'app', text: host.app.output() }], planted.slice(0, 2)),
        [],
      );

      // The gate sees in the page itself what a frame keeps from it.
      const seen = findingsIn(
        watch.traces.filter(({ channel }) => channel === 'host page'),
        planted.slice(0, 1),
      );
      assert.equal(seen.length > 0, where !== 'frame');
      const { status, response } = await questionnaireResponses.get(id);
      assert.equal(status, 'completed');
      for (const form of [given.choice, given.comment, given.number, ...(secret === null ? [] : [given.fileName])])
        assert.ok(JSON.stringify(response).includes(form), `${form} was not answered`);
      await context.close();
    });
  }
});

describe('the page of a mailed link', () => {
  it('takes the secret out of its address, and writes it nowhere', async () => {
    const { context, page } = await browser.visit();
    const family = 'Linkwick';
    await bookFor(host, family);
    const mail = await host.inbox.next(({ to }) => to === patientNamed(family).email);
    const link = /http\S+#lnk_\S+/.exec(mail.text)?.[0] ?? '';
    const secret = link.split('#')[1] ?? '';
    assert.ok(secret.length > 20, mail.text);
    const watch = await watchContext(context, host.app.url);
    await page.goto(link);
    await page.getByRole('heading', { name: 'Your visit' }).waitFor();
    await page.getByRole('button', { name: 'Change the time' }).click();
    await page.getByRole('button', { name: 'Back' }).click();
    await watch.readStorage();
    // The page's own load is the address by which it was opened.
    const findings = findingsIn(
      watch.traces.filter(({ channel, text }) => channel !== 'host page' && text !== link),
      [{ what: 'the link’s secret', forms: [secret] }, typedBy(patientNamed(family))],
    );
    assert.deepEqual(findings, []);
    assert.ok(!page.url().includes(secret));
    await context.close();
  });
});

describe('the server', () => {
  it('has written nothing of all this into its log', () => {
    const families = [
      'Gatewickframe',
      'Gatewickinline',
      'Failwickframe',
      'Failwickinline',
      'Carewickframe',
      'Carewickinline',
      'Logwickframe',
      'Logwickinline',
      'Linkwick',
    ];
    const planted = families.map((family) => typedBy(patientNamed(family)));
    assert.ok(host.app.output().length > 0);
    assert.deepEqual(findingsIn([{ channel: 'log', place: 'app', text: host.app.output() }], planted), []);
  });
});

describe('the gate itself', () => {
  for (const [channel, leak] of Object.entries(leaks)) {
    it(`finds what is written into: ${channel}`, async () => {
      host.show({ body: '', policy: "connect-src 'self'" });
      const { context, page } = await browser.visit();
      const watch = await watchContext(context, host.app.url);
      await page.goto(host.origin);
      const name = `Leakwick${channel.length}`;
      const toldOf = channel.endsWith('of a request')
        ? page.waitForRequest((request) => request.url().includes('/seen'))
        : null;
      await page.evaluate(leak, name);
      await toldOf;
      await watch.readStorage();
      await watch.readHost();
      const findings = findingsIn(watch.traces, [{ what: 'a name', forms: [name] }]);
      assert.ok(
        findings.some((finding) => finding.startsWith(channel)),
        JSON.stringify(findings),
      );
      await context.close();
    });
  }

  it('sees in the page itself what a frame keeps from it', async () => {
    const opened = await open('inline');
    await reachForm(opened, 'Opewick');
    await opened.watch.readHost();
    const findings = findingsIn(opened.watch.traces, [
      { what: 'a name', forms: ['Opewick', 'opewick@patient.example'] },
    ]);
    for (const place of ['heard', 'keys'])
      assert.ok(
        findings.some((finding) => finding.startsWith(`host page, ${place}`)),
        place,
      );
    assert.ok(findings.some((finding) => finding.startsWith('host page, document prm-booking')));
    await opened.context.close();
  });
});
