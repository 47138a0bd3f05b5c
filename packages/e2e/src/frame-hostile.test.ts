import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import type { BrowserContext, Page } from 'playwright-core';
import { bookingActs, inFrame, openFramed } from './booking-acts.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { patientNamed, textsWithPersonalForms } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { readEverything } from './privacy-gate/hostile-script.ts';
import { withAccessLog } from './strict-host-patient.ts';
import { askAnybody, askByLink, withSurvey } from './strict-host-survey.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/**
 * What a script on the host's page can learn and do, and what a page elsewhere can, while somebody books in a frame. Each lock is taken out once, to see
 * that the attack is one.
 */

let postgres: TestPostgres;
let host: StrictHost;
let browser: TestBrowser;
/** A page of somebody else, on an origin that the key does not have. */
let stranger: Server;
let strangerOrigin = '';
let strangerBody = '';

before(async () => {
  postgres = await openTestPostgres();
  host = await openStrictHost(postgres.url);
  browser = await startBrowser();
  stranger = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(`<!doctype html>${strangerBody}`);
  });
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  strangerOrigin = `http://localhost:${(stranger.address() as AddressInfo).port}`;
});
after(async () => {
  await browser?.close();
  await host?.close();
  await postgres?.stop();
  stranger?.closeAllConnections();
  stranger?.close();
});

describe('a script on the page that reads all it can', () => {
  /** Books under its eyes. @returns all that it has read, as texts */
  async function bookWatched(mode: 'frame' | 'inline', family: string): Promise<readonly string[]> {
    host.show(mode === 'frame' ? host.framed : { body: host.body });
    const { page, context } = await browser.visit();
    await context.addInitScript(readEverything);
    await page.goto(host.origin);
    const acts = bookingActs(mode === 'frame' ? inFrame(page) : page);
    await acts.click((mode === 'frame' ? inFrame(page) : page).getByRole('radio', { name: /First visit/ }));
    await acts.click(acts.button('See times'));
    await acts.chooseFirstAvailable();
    await acts.fillIn(patientNamed(family));
    await page.keyboard.press('Tab');
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    const texts = await page.evaluate(() => (window as unknown as { readAll: () => string[] }).readAll());
    await context.close();
    return texts;
  }
  const secrets = /\b(hld|lnk|ses|hsc)_\w+|\d{1,2}:\d{2} [AP]M|First visit|evaluation/;

  it('finds neither who books nor when nor what, nor any secret, in a frame', async () => {
    const texts = await bookWatched('frame', 'Planted');
    assert.ok(
      texts.some((text) => /"type":"size"/.test(text)),
      'it reads what comes through the port',
    );
    assert.ok(
      texts.some((text) => /prm-appointment-booked/.test(text)),
      'it reads the events',
    );
    assert.ok(
      texts.some((text) => /\/embed\/frame\/booking/.test(text)),
      'it reads the addresses',
    );
    assert.deepEqual(textsWithPersonalForms(texts, patientNamed('Planted')), []);
    assert.deepEqual(
      texts.filter((text) => secrets.test(text)),
      [],
    );
  });

  it('finds all of it where the element is in the page itself', async () => {
    const texts = await bookWatched('inline', 'Plantedinline');
    assert.ok(textsWithPersonalForms(texts, patientNamed('Plantedinline')).length > 0);
    assert.ok(texts.some((text) => secrets.test(text)));
  });
});

describe('a script on the page that knows where each option of a form stands', () => {
  /** What came through the port. */
  const heard = (page: Page) =>
    page.evaluate(() =>
      (window as unknown as { readAll: () => string[] }).readAll().filter((text) => text.startsWith('port ')),
    );
  const open = async (shown: Parameters<StrictHost['show']>[0]) => {
    host.show(shown);
    // So narrow that options stand below each other.
    const { page, context } = await browser.visit({ width: 360 });
    await context.addInitScript(readEverything);
    await openFramed(page, host.origin);
    return { page, context };
  };

  it('is told nothing of a question, nor of its options which one has the focus', async () => {
    const { surveyId, answers } = await askAnybody(host, 'Placewick');
    const options = [answers.choice, 'Nothing'];
    /** Answers the first question. @returns what the script was told meanwhile */
    const choose = async (act: (frame: ReturnType<typeof inFrame>, page: Page) => Promise<void>) => {
      const { body, policy } = host.framed;
      const { page, context } = await open({ body: withSurvey(body, surveyId), policy });
      const frame = inFrame(page, 'prm-survey');
      await frame.getByRole('button', { name: 'Begin' }).click();
      await frame.getByRole('heading', { name: 'What was it?' }).waitFor();
      await frame
        .locator('body')
        .evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))));
      const { length } = await heard(page);
      await act(frame, page);
      await frame
        .locator('body')
        .evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))));
      const told = (await heard(page)).slice(length);
      await context.close();
      return told;
    };
    const [first = '', second = ''] = options;
    const isChosen = (frame: ReturnType<typeof inFrame>, name: string) =>
      frame.getByRole('radio', { name, checked: true }).waitFor();
    const pressed = (name: string) =>
      choose(async (frame) => {
        await frame.getByText(name, { exact: true }).click();
        await isChosen(frame, name);
      });
    const typed = (keys: readonly string[], name: string) =>
      choose(async (frame, page) => {
        for (const key of keys) await page.keyboard.press(key);
        await isChosen(frame, name);
      });
    assert.deepEqual(await pressed(second), []);
    assert.deepEqual(await pressed(first), []);
    assert.deepEqual(await typed(['Tab', 'Space'], first), []);
    assert.deepEqual(await typed(['Tab', 'ArrowDown'], second), []);
    assert.deepEqual(await typed(['Tab', 'ArrowDown', 'ArrowDown'], first), []);
  });

  it('is told of times that they have the focus, and not which one', async () => {
    const { page, context } = await open(host.framed);
    const acts = bookingActs(inFrame(page));
    await acts.click(inFrame(page).getByRole('radio', { name: /First visit/ }));
    await acts.click(acts.button('See times'));
    const times = inFrame(page).locator('.times-groups button');
    await times.nth(3).waitFor();
    await times.first().focus();
    const { length } = await heard(page);
    for (let moved = 1; moved < 4; moved += 1) {
      await page.keyboard.press('ArrowRight');
      await times.and(inFrame(page).locator(':focus')).waitFor();
      assert.equal(await times.nth(moved).evaluate((time) => time.matches(':focus')), true);
    }
    assert.deepEqual((await heard(page)).slice(length), []);
    await context.close();
  });
});

describe('a script on the page that has a link of its own', () => {
  /** Opens the clinic's page with a script that puts the link into whatever settings the shell tells the frame. */
  const openWith = async (link: string, change: (body: string) => string) => {
    host.show({ body: change(host.framed.body), policy: host.framed.policy });
    const { page, context } = await browser.visit();
    await context.addInitScript((own) => {
      if (window !== window.top) return;
      const { postMessage } = MessagePort.prototype;
      MessagePort.prototype.postMessage = function (message: unknown, options?: object) {
        const values: unknown = Reflect.get(Object(message), 'values');
        const told =
          values instanceof Object ? Object.assign({}, message, { values: { ...values, link: own } }) : message;
        if (told !== message) Object.assign(window, { isTold: true });
        Reflect.apply(postMessage, this, [told, options]);
      };
    }, link);
    const asked: string[] = [];
    context.on('request', (request) => {
      if (request.headers()['authorization']?.includes(link) || request.postData()?.includes(link))
        asked.push(request.url());
    });
    await openFramed(page, host.origin);
    return { page, context, asked, isTold: () => page.evaluate(() => 'isTold' in window) };
  };
  /** What the script reads by its link. */
  const readBy = async (link: string) =>
    (await new PrmClient({ apiUrl: host.app.url, key: link }).surveyInvitations.open()).progress;

  it('reads by it nothing that is answered in a frame, nor do the other elements take it', async () => {
    const { secret } = await askByLink(host, 'Ownlink');
    const { surveyId, answers } = await askAnybody(host, 'Nobodywick');
    const survey = await openWith(secret, (body) => withSurvey(body, surveyId));
    const questions = inFrame(survey.page, 'prm-survey');
    await questions.getByRole('button', { name: 'Begin' }).click();
    await questions.getByRole('radio').first().check();
    await questions.getByRole('button', { name: 'Next' }).click();
    await questions.getByRole('textbox', { name: 'Tell us more.' }).fill(answers.comment);
    await questions.getByRole('button', { name: 'Next' }).click();
    await questions.getByRole('textbox', { name: 'How many?' }).waitFor();
    assert.ok(await survey.isTold());
    assert.equal(await readBy(secret), null);
    assert.deepEqual(survey.asked, []);
    await survey.context.close();

    const booking = await openWith(secret.replace('svl_', 'lnk_'), (body) => body);
    await inFrame(booking.page)
      .getByRole('radio', { name: /First visit/ })
      .waitFor();
    assert.ok(await booking.isTold());
    assert.deepEqual(booking.asked, []);
    await booking.context.close();

    const log = await openWith(secret.replace('svl_', 'psl_'), withAccessLog);
    await inFrame(log.page, 'prm-access-log').getByRole('textbox', { name: 'E-mail' }).waitFor();
    assert.ok(await log.isTold());
    await log.context.close();
  });

  it('leads with it to the page of links, where it stands in no address, by a press', async () => {
    const { secret } = await askByLink(host, 'Portalwick');
    const { page, context } = await browser.visit();
    // No key: the page of links needs none.
    host.show({
      body: withSurvey(host.framed.body).replace(/ publishable-key="[^"]+"/, ''),
      policy: host.framed.policy,
    });
    await page.goto(host.origin);
    const element = page.locator('prm-survey');
    await element.evaluate((given, link) => Object.assign(given, { link }), secret);
    const act = element.getByRole('button', { name: 'Continue on a private page' });
    await act.waitFor();
    assert.equal(await element.locator('iframe').count(), 0);
    const markup = await element.evaluate((given) => given.outerHTML + (given.shadowRoot?.innerHTML ?? ''));
    assert.ok(!markup.includes(secret));
    await act.click();
    await page.getByText('Your answers are seen with your name').waitFor();
    assert.equal(page.url(), `${host.app.url}/survey?key=&lang=en`);
    await context.close();
  });
});

/** Frames a booking on a stranger's page and tries to open it, as the shell would. @returns whether the frame answered */
async function frameElsewhere(prepare: (context: BrowserContext) => Promise<unknown>): Promise<boolean> {
  const { page, context } = await browser.visit();
  await prepare(context);
  strangerBody = `<title>Elsewhere</title><iframe src="${host.app.url}/embed/frame/booking?key=${host.publishableKey}"></iframe>`;
  await context.addInitScript(() => {
    if (window !== window.top) return;
    addEventListener('message', ({ data, source }) => {
      if (data?.type !== 'ready' || !source) return;
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => Object.assign(window, { answered: true }));
      port1.start();
      (source as Window).postMessage({ openprm: 1, type: 'hello' }, '*', [port2]);
      port1.postMessage({ type: 'settings', values: {} });
      Object.assign(window, { spoke: true });
    });
  });
  await page.goto(strangerOrigin);
  // What is refused is so once everything has loaded; what is not has answered by then, or soon.
  const answered = await page
    .waitForFunction(() => 'answered' in window, undefined, { timeout: 1500 })
    .then(
      () => true,
      () => false,
    );
  await context.close();
  return answered;
}

/** Takes `frame-ancestors` out of the page's headers. */
const withoutAncestors = (context: BrowserContext) =>
  context.route('**/embed/frame/**', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    headers['content-security-policy'] = (headers['content-security-policy'] ?? '').replace(/; frame-ancestors.*/, '');
    await route.fulfill({ response, headers });
  });

/** Serves a built file with a rule taken out of it. */
const without = (context: BrowserContext, file: RegExp, rules: readonly (readonly [RegExp, string])[]) =>
  context.route(file, async (route) => {
    const response = await route.fetch();
    let body = await response.text();
    for (const [rule, replacement] of rules) {
      assert.match(body, rule, 'the rule is not in the file any more');
      body = body.replace(rule, replacement);
    }
    await route.fulfill({ response, body });
  });
const frameFile = /\/embed\/frame-[\w-]+\.js$/;
const shellFile = /\/embed\/booking-shell-[\w-]+\.js$/;
const originAsked = [/&&\w+\.origins\.includes\(\w+\)&&/, '&&'] as const;

describe('a page that the key does not allow', () => {
  it('cannot frame the element: browsers refuse it, and so does the frame itself', async () => {
    assert.equal(await frameElsewhere(async () => {}), false);
    assert.equal(await frameElsewhere(withoutAncestors), false, 'by the origin of its messages');
    assert.equal(
      await frameElsewhere((context) => without(context, frameFile, [originAsked])),
      false,
      'by frame-ancestors',
    );
  });

  it('could, if neither lock were there', async () => {
    const both = async (context: BrowserContext) => {
      await withoutAncestors(context);
      await without(context, frameFile, [originAsked]);
    };
    assert.equal(await frameElsewhere(both), true);
  });
});

/** A stranger's frame on the clinic's page, or in the place of ours, asks the shell for a port. @returns whether it got one */
async function askForPort(
  place: 'beside' | 'instead',
  prepare: (context: BrowserContext) => Promise<unknown>,
): Promise<boolean> {
  const beside = place === 'beside' ? `<iframe name="ad" src="${strangerOrigin}"></iframe>` : '';
  strangerBody = `<script>
    addEventListener('message', ({ ports }) => { if (ports.length > 0) parent.postMessage('got a port', '*'); });
    setInterval(() => parent.postMessage({ openprm: 1, type: 'ready' }, '*'), 20);
  </script>`;
  host.show({
    body: host.framed.body + beside,
    policy: host.framed.policy.replace('frame-src', `frame-src ${strangerOrigin}`),
  });
  const { page, context } = await browser.visit();
  await prepare(context);
  await context.addInitScript(() => {
    addEventListener('message', ({ data }) => {
      if (data === 'got a port') Object.assign(window, { stolen: true });
      if (data?.type === 'ready') Object.assign(window, { asked: ((window as { asked?: number }).asked ?? 0) + 1 });
    });
  });
  await page.goto(host.origin);
  await inFrame(page).getByRole('radio').first().waitFor();
  if (place === 'instead') await leadAway(page);
  await page.waitForFunction(() => ((window as { asked?: number }).asked ?? 0) > 20);
  const stolen = await page.evaluate(() => 'stolen' in window);
  await context.close();
  return stolen;
}

const leadAway = (page: Page) =>
  page.locator('prm-booking iframe').evaluate((frame, origin) => {
    frame.removeAttribute('sandbox');
    (frame as HTMLIFrameElement).src = origin;
  }, strangerOrigin);

describe('a stranger’s frame on the page', () => {
  const originOfFrame = [/(\|\|\w+!==\w+)\|\|\w+!==this\.#\w+\)return/, '$1)return'] as const;
  const target = [/(\{openprm:1,type:"hello"\}),this\.#\w+,/, '$1,"*",'] as const;

  it('gets no port by saying that it is ready, neither beside ours nor in its place', async () => {
    assert.equal(await askForPort('beside', async () => {}), false);
    assert.equal(await askForPort('instead', async () => {}), false);
    assert.equal(
      await askForPort('instead', (context) => without(context, shellFile, [originOfFrame])),
      false,
      'by whom the port is for',
    );
    assert.equal(
      await askForPort('instead', (context) => without(context, shellFile, [target])),
      false,
      'by where the message came from',
    );
  });

  it('would get one, if the shell asked neither where a message came from nor said whom the port is for', async () => {
    assert.equal(await askForPort('instead', (context) => without(context, shellFile, [originOfFrame, target])), true);
  });
});
