import { startBrowser } from '../browser.ts';
import { bookingActs } from '../booking-acts.ts';
import { type PageChanges, pageChanges, watchInventory } from '../page-inventory.ts';
import { patientNamed } from '../patient.ts';
import { openStrictHost, type StrictHost } from '../strict-host.ts';
import type { Proof } from './proof.ts';

/** What the loader brings to a page, and nothing else of it may stay. */
const publicTags = new Set(['prm-booking', 'prm-config']);

/**
 * Passes what may stand in the way, joins the waitlist, books, changes and cancels, in all views and languages, on a page of another origin than the app's whose policy allows nothing but the app, then removes the element, and
 * compares what the page is with what it was before its first script.
 */
export const proof: Proof = {
  name: 'reports',
  summary:
    "on a strict host's page nothing is reported, nobody else is asked, and nothing global is changed by rules, waitlist, booking, change and cancel",
  smallN: 1,
  fullN: 30,
  async run(n, context) {
    const host = await openStrictHost((await context.postgres()).url);
    const browser = await startBrowser();
    await askFirst(host);
    const tally = {
      runs: 0,
      requests: 0,
      requestsToOthers: 0,
      policyViolations: 0,
      reportsReceived: 0,
      globalsChanged: 0,
      documentChanges: 0,
      otherTags: 0,
      listenersLeft: 0,
      timersLeft: 0,
      errors: 0,
    };
    try {
      for (let round = 0; round < n; round += 1) {
        const visit = await browser.visit(round % 2 === 0 ? {} : { colorScheme: 'dark', width: 320 });
        await watchInventory(visit.context);
        await visit.page.goto(host.origin);
        const { changes, record } = await bookChangeAndCancel(host, visit, round);
        const origins = [host.origin, host.app.url];
        const others = record.requests.filter((url) => !origins.includes(new URL(url).origin));
        const otherTags = changes.tags.filter((tag) => !publicTags.has(tag));
        tally.runs += 1;
        tally.requests += record.requests.length;
        tally.requestsToOthers += others.length;
        tally.policyViolations += record.violations.length;
        tally.globalsChanged += changes.globals.length;
        tally.documentChanges += changes.document.length;
        tally.otherTags += otherTags.length;
        tally.listenersLeft += changes.listeners.length;
        tally.timersLeft += changes.timers.length;
        tally.errors += record.errors.length;
        const found = [
          ...others,
          ...record.violations,
          ...changes.globals,
          ...changes.document,
          ...otherTags,
          ...changes.listeners,
          ...changes.timers,
          ...record.errors,
        ];
        if (found.length > 0) context.say(`round ${round}: ${found.join('\n  ')}`);
        await visit.context.close();
      }
      tally.reportsReceived = host.reports.length;
      for (const report of host.reports) context.say(report);
    } finally {
      await browser.close();
      await host.close();
    }
    const { runs, requests, ...faults } = tally;
    const isClean = runs === n && requests > 0 && Object.values(faults).every((count) => count === 0);
    return { result: isClean ? 'pass' : 'fail', figures: tally };
  },
};

/** What stands in the way of the visit has to be looked at before its times. */
async function askFirst({ clinic }: StrictHost): Promise<void> {
  const { data } = await clinic.healthcareServices.list();
  const redFlags = [
    { text: 'Both legs are getting weak or numb', advice: 'emergency' as const },
    { text: 'You fell in the last two weeks', advice: 'clinic' as const },
  ];
  for (const { id } of data) await clinic.healthcareServices.update({ id, redFlags });
}

type Visit = Awaited<ReturnType<Awaited<ReturnType<typeof startBrowser>>['visit']>>;

async function bookChangeAndCancel(host: StrictHost, { page, record }: Visit, round: number) {
  const acts = bookingActs(page);
  await acts.click(page.getByRole('radio', { name: /First visit/ }));
  await acts.click(acts.button('See times'));
  const numb = page.getByRole('checkbox', { name: 'Both legs are getting weak or numb' });
  await numb.check();
  await page.getByText('Please get help now.').first().waitFor();
  await numb.uncheck();
  const none = acts.button('None of these apply: see times');
  await acts.click(none);
  await page.getByRole('button', { description: 'First available' }).waitFor();
  await acts.click(acts.button('Join the waitlist'));
  await page.getByRole('checkbox', { name: 'Monday' }).check();
  await acts.fillIn(patientNamed(`Waits${round}`));
  await acts.click(acts.button('Join the waitlist'));
  await acts.title().getByText('You are on the waitlist').waitFor();
  await acts.click(acts.button('See open times'));
  await acts.click(page.getByRole('radio', { name: /First visit/ }));
  await acts.click(acts.button('See times'));
  await acts.click(none);
  for (const view of ['Month', 'List', 'Week']) await acts.click(acts.button(view));
  for (const language of ['es', 'ar', 'en']) {
    await page.evaluate((lang) => (document.documentElement.lang = lang), language);
    await page.locator(`prm-booking .root[lang=${language}]`).waitFor();
  }
  await acts.chooseFirstAvailable();
  await acts.fillIn(patientNamed(`Strict${round}`));
  await acts.click(acts.button('Book this visit'));
  await acts.title().getByText('You are booked').waitFor();
  const file = page.waitForEvent('download');
  await acts.click(acts.button('Add to calendar'));
  await (await file).cancel();
  await acts.click(acts.button('Change the time'));
  await acts.chooseFirstAvailable();
  await acts.click(acts.button('Confirm the new time'));
  await acts.title().getByText('Your visit was moved').waitFor();
  await acts.click(acts.button('Cancel the visit'));
  await acts.click(acts.button('Yes, cancel the visit'));
  await acts.title().getByText('Your visit is cancelled').waitFor();

  const { data } = await host.clinic.appointments.list({ limit: 200 });
  if (!data.some(({ patient, status }) => patient?.family === `Strict${round}` && status === 'cancelled')) {
    throw new Error('The clinic does not have what the page says.');
  }
  await page
    .locator('prm-booking')
    .evaluate((element) => element.replaceWith(Object.assign(document.createElement('p'), { id: 'gone' })));
  await page.locator('#gone').waitFor({ state: 'attached' });
  const changes: PageChanges = await pageChanges(page);
  const isOurAct = (line: string) => line === '+ body > p#gone' || line === '- body > prm-booking#';
  // The address of the downloaded file is given back after a minute.
  const isFileAddress = (timer: string) => timer === 'timeout 60000';
  return {
    record,
    changes: {
      ...changes,
      document: changes.document.filter((line) => !isOurAct(line)),
      timers: changes.timers.filter((timer) => !isFileAddress(timer)),
    },
  };
}
