import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  Appointments,
  Consents,
  createTransport,
  QuestionnaireResponses,
  Questionnaires,
  ResponseAttachments,
  SurveyInvitations,
  Surveys,
} from '@openprm/sdk';
import type { FrameLocator } from 'playwright-core';
import { type AppProcess, startApp } from './app-process.ts';
import { inFrame } from './booking-acts.ts';
import { findBarriers } from './accessibility.ts';
import { openMail } from './demo-pages.ts';
import { openStaff } from './staff-sign-in.ts';
import { startBrowser, type TestBrowser, type Visit } from './browser.ts';

const secretKey = 'sk_demo_riverside';

describe('somebody answers a survey', () => {
  let app: AppProcess;
  let browser: TestBrowser;
  const api = () => createTransport({ apiUrl: app.url, credential: secretKey });
  const visits: Visit[] = [];
  const visit = async () => {
    const opened = await browser.visit();
    visits.push(opened);
    return opened;
  };

  before(async () => {
    app = await startApp();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  const completed = async (surveyId: string) =>
    (await new QuestionnaireResponses(api()).list({ surveyId, status: 'completed' })).data;

  /** A link for the patient of a visit that nobody has been asked about. */
  async function linkTo(surveyId: string, nth: number): Promise<string> {
    const { data } = await new Appointments(api()).list({ limit: 20 });
    const appointment = data[nth] ?? assert.fail('the demo has too few visits');
    const made = await new SurveyInvitations(api()).create({ surveyId, appointmentId: appointment.id });
    return made.secret;
  }

  it('without a name on the clinic’s page, by keys alone', async () => {
    const { page } = await visit();
    await page.goto(`${app.url}/survey.html`);
    const frame: FrameLocator = inFrame(page, 'prm-survey');
    await frame.getByText('Your answers are anonymous').waitFor();
    await frame.getByRole('button', { name: 'Begin' }).focus();
    await page.keyboard.press('Enter');
    await frame.getByRole('heading', { name: 'How would you rate these?' }).waitFor();
    for (let row = 0; row < 7; row++) {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      for (let step = 0; step < row % 5; step++) await page.keyboard.press('ArrowRight');
    }
    assert.equal(await frame.getByRole('radio', { checked: true }).count(), 7);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await frame.getByRole('textbox', { name: /anything you would like to tell us/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('The stairs are steep.');
    for (const name of ['Next', 'Send answers']) {
      const button = frame.getByRole('button', { name });
      await button.waitFor();
      while (!(await button.evaluate((each) => each.matches(':focus')))) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    }
    await frame.getByRole('heading', { name: 'Thank you. Your answers have arrived.' }).waitFor();
    const [response, ...others] = await completed('svy_demosuggestions');
    assert.equal(others.length, 0);
    assert.equal(response?.patient, null);
    const whole = await new QuestionnaireResponses(api()).get(response?.id ?? '');
    assert.match(JSON.stringify(whole.response), /The stairs are steep\./);
  });

  it('by the link of a mail, goes on with it elsewhere, and is asked once', async () => {
    const secret = await linkTo('svy_demovisit', 3);
    const first = await visit();
    await first.page.goto(`${app.url}/survey#${secret}`);
    assert.equal(new URL(first.page.url()).hash, '');
    await first.page.getByText('Your answers are seen with your name').waitFor();
    await first.page.getByRole('button', { name: 'Begin' }).click();
    const rows = first.page.getByRole('radiogroup');
    await rows.first().waitFor();
    await rows.nth(0).getByRole('radio', { name: 'Good', exact: true }).check();
    await first.page.getByRole('button', { name: 'Next' }).click();
    await first.page.getByText('Saved at the clinic').waitFor();

    const second = await visit();
    await second.page.goto(`${app.url}/survey#${secret}`);
    await second.page.getByRole('button', { name: 'Go on with your answers' }).click();
    await second.page.getByRole('button', { name: 'Back' }).click();
    await second.page
      .getByRole('radiogroup')
      .nth(0)
      .getByRole('radio', { name: 'Good', exact: true, checked: true })
      .waitFor();
    await second.page.getByRole('button', { name: 'Next' }).click();
    await second.page.getByRole('button', { name: 'Next' }).click();
    await second.page.getByRole('button', { name: 'Send answers' }).click();
    await second.page.getByRole('heading', { name: 'Thank you. Your answers have arrived.' }).waitFor();

    const third = await visit();
    await third.page.goto(`${app.url}/survey#${secret}`);
    await third.page.getByRole('group', { name: 'You have answered these questions already.' }).waitFor();
  });

  it('and gets help at once where an answer asks for it, and hears that the clinic was told when it was', async () => {
    const secret = await linkTo('svy_demofeelings', 4);
    const { page } = await visit();
    await page.goto(`${app.url}/survey#${secret}`);
    await page.getByRole('button', { name: 'Begin' }).click();
    const rows = page.getByRole('radiogroup');
    await rows.first().waitFor();
    await page.route('**/v1/questionnaire-responses**', (route) => route.abort());
    await rows.nth(8).getByRole('radio', { name: 'Several days' }).check();
    await page.getByRole('group', { name: 'You do not have to be alone with this.' }).waitFor();
    await page.getByText('Nobody there knows of it yet.').first().waitFor();
    await page.unroute('**/v1/questionnaire-responses**');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('its staff were alerted').first().waitFor();
    await page.getByRole('link', { name: '988' }).waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Send answers' }).click();
    await page.getByRole('heading', { name: 'Your answers have arrived.' }).waitFor();
    assert.equal(await page.getByText('Thank you').count(), 0);
    await page.getByRole('link', { name: '988' }).waitFor();
  });

  it('who was just seen is asked by a mail that says nothing, and declines further ones by a press', async () => {
    const appointments = new Appointments(api());
    const { data } = await appointments.list({ limit: 20 });
    const seen = data[6] ?? assert.fail('the demo has too few visits');
    await appointments.arrive(seen.id);
    await appointments.fulfil(seen.id);
    const { page } = await visit();
    const link = page.getByRole('article').getByRole('link', { name: /\/unsubscribe(\?lang=[\w-]+)?#svl_/ });
    await openMail(page, app.url, 'A few questions from Riverside Physical Therapy', seen.patient?.email ?? '');
    assert.doesNotMatch(await page.getByRole('article').innerText(), new RegExp(seen.patient?.family ?? 'Reyes'));
    await page.goto((await link.getAttribute('href')) ?? '');
    assert.equal(new URL(page.url()).hash, '');
    const decline = page.getByRole('button', { name: 'Send me no more of these' });
    await decline.waitFor();
    assert.deepEqual(await findBarriers(page), []);
    await decline.click();
    await page.getByText('You get no more mails with questions.').waitFor();
    const consents = new Consents(api());
    const decisions = async () =>
      (await consents.list({ patientId: seen.patient?.id ?? '' })).data.map(({ decision }) => decision);
    assert.deepEqual(await decisions(), ['deny']);
    await page.getByRole('button', { name: 'Send them again' }).click();
    await page.getByText('You may get mails with questions again.').waitFor();
    assert.deepEqual(await decisions(), ['permit', 'deny']);
  });

  it('and staff see the task that it opened while their page is open, take it on and close it', async () => {
    const { page } = await visit();
    await openStaff(page, app.url, 'clinician');
    await page.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'Tasks' }).click();
    await page.getByText('Up to date').waitFor();
    assert.deepEqual(await findBarriers(page), []);
    const tasks = page.getByRole('listitem').filter({ hasText: 'Safety answer: look at it now' });
    const before = await tasks.count();
    const as = createTransport({ apiUrl: app.url, credential: await linkTo('svy_demofeelings', 7) });
    const { told } = await new QuestionnaireResponses(as).create({
      surveyId: 'svy_demofeelings',
      response: {
        resourceType: 'QuestionnaireResponse',
        status: 'in-progress',
        item: [
          {
            linkId: 'phq-9-9',
            answer: [{ valueCoding: { system: 'urn:openprm:codes:frequency-two-weeks', code: 'nearly-every-day' } }],
          },
        ],
      },
    });
    assert.equal(told.length, 1);
    await tasks.nth(before).waitFor();
    await tasks.last().getByRole('link').first().click();
    await page.getByRole('button', { name: 'I take it on' }).click();
    await page.getByText('has it').waitFor();
    await page.getByRole('button', { name: 'I have reached them just now' }).click();
    await page.getByText('first contact after 0 min').waitFor();
    assert.deepEqual(await findBarriers(page), []);
    await page.getByRole('textbox', { name: 'Note' }).fill('Spoke with them; seen today.');
    await page.getByRole('button', { name: 'Close the task' }).click();
    await page.getByRole('alert').getByText('say what came of it').waitFor();
    await page.getByLabel('What came of it').selectOption('helped');
    await page.getByRole('button', { name: 'Close the task' }).click();
    await page.getByText('Closed. Thank you.').waitFor();
    assert.equal(await tasks.count(), before);
  });

  it('and loses nothing that the clinic has not confirmed when the page ends without a connection, and nobody reads it on the device', async () => {
    const secret = await linkTo('svy_demovisit', 9);
    const { page } = await visit();
    /** Waits until the device keeps something, or nothing, and gives it. */
    const kept = async (isSomething: boolean): Promise<string> => {
      const found = await page.waitForFunction(async (isWanted) => {
        const opened = await new Promise<IDBDatabase>((resolve, reject) => {
          const opening = indexedDB.open('openprm-sealed');
          opening.addEventListener('success', () => resolve(opening.result));
          opening.addEventListener('error', () => reject(new Error('the device cannot be read')));
        });
        const [store = ''] = opened.objectStoreNames;
        const all = await new Promise<unknown[]>((resolve) => {
          const getting = opened.transaction(store).objectStore(store).getAll();
          getting.addEventListener('success', () => resolve(getting.result));
        });
        opened.close();
        const envelopes = all.map((each) => JSON.stringify(each)).filter((each) => each.includes('"envelope"'));
        return envelopes.length > 0 === isWanted ? { all: envelopes.join() } : null;
      }, isSomething);
      return (await found.jsonValue())?.all ?? '';
    };
    const asked = page.getByRole('radiogroup').first();
    const good = asked.getByRole('radio', { name: 'Good', exact: true });
    await page.goto(`${app.url}/survey#${secret}`);
    const sealing = page.waitForResponse('**/v1/sealed-items/sealing');
    await page.getByRole('button', { name: 'Begin' }).click();
    await good.waitFor();
    await (await sealing).finished();
    await page.context().setOffline(true);
    await good.check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Not saved at the clinic yet, kept on this device').waitFor();
    assert.doesNotMatch(await kept(true), /good|answer|questionnaire|svy_/i);
    await page.goto('about:blank');
    await page.context().setOffline(false);
    await page.goto(`${app.url}/survey#${secret}`);
    await page.getByRole('button', { name: 'Go on with your answers' }).click();
    // The first question without an answer is asked.
    await page.getByText('Saved at the clinic', { exact: true }).waitFor();
    await kept(false);
    await page.getByRole('button', { name: 'Back' }).click();
    assert.ok(await good.isChecked());
  });

  it('with a photograph, which goes by itself and again after it failed', async () => {
    const [survey] = (await new Surveys(api()).list()).data;
    const { id: questionnaireId } = await new Questionnaires(api()).create({
      questionnaire: {
        resourceType: 'Questionnaire',
        url: 'https://riverside.example/forms/photograph',
        version: '1',
        status: 'active',
        title: 'Your knee',
        item: [{ linkId: 'photo', type: 'attachment', text: 'A photograph of your knee', required: true }],
      },
    });
    const organizationId = survey?.organizationId ?? assert.fail('the demo has no survey');
    const { id: surveyId } = await new Surveys(api()).create({
      organizationId,
      questionnaireId,
      name: 'Your knee',
      mode: 'named',
      readers: ['owner'],
      minutes: 1,
    });
    const { page } = await visit();
    await page.goto(`${app.url}/survey#${await linkTo(surveyId, 8)}`);
    await page.getByRole('button', { name: 'Begin' }).click();
    const content = Buffer.from('PLANTED'.repeat(150_000));
    await page.route('**/attachments/*', (route) => route.abort());
    await page
      .getByLabel('A photograph of your knee')
      .setInputFiles({ name: 'knee.png', mimeType: 'image/png', buffer: content });
    const again = page.getByRole('button', { name: 'Try again: knee.png' });
    await again.waitFor();
    await page.unroute('**/attachments/*');
    await again.click();
    await page.getByText('knee.png has arrived.').waitFor();
    await page
      .getByRole('button', { name: 'Next' })
      .or(page.getByRole('button', { name: 'Send answers' }))
      .click();
    await page.getByRole('heading', { name: 'Thank you. Your answers have arrived.' }).waitFor();
    const [response] = await completed(surveyId);
    const { response: whole } = await new QuestionnaireResponses(api()).get(response?.id ?? '');
    const id = /attachments\/(fil_\w+)/.exec(JSON.stringify(whole))?.[1] ?? assert.fail(JSON.stringify(whole));
    const { attachment } = await new ResponseAttachments(api()).get({ responseId: response?.id ?? '', id });
    assert.deepEqual(
      [attachment.contentType, Buffer.compare(Buffer.from(attachment.data, 'base64'), content)],
      ['image/png', 0],
    );
  });

  it('and nothing of it was told to the console or to another origin', () => {
    for (const { record } of visits.slice(0, 2)) {
      assert.deepEqual(record.errors, []);
      assert.deepEqual(record.violations, []);
      assert.ok(record.requests.every((address) => address.startsWith(app.url) && !/svl_|stairs/.test(address)));
    }
  });
});
