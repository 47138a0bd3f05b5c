import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { startBrowser, type TestBrowser } from './browser.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { askConditional, sweepBooking, sweepSurvey, toldApart, twoPeople, twoWays } from './proofs/height-sweep.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/** What a frame's height, scrolling and messages tell a script of the host's page that varies width, font size and look: nothing of what is typed, shown or answered. */

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

/** Serves the script of the frame with a rule taken out of it. */
const without = (rule: RegExp, replacement: string) => (context: BrowserContext) =>
  context.route(/\/embed\/frame-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    assert.match(body, rule, 'the rule is not in the file any more');
    await route.fulfill({ response, body: body.replace(rule, replacement) });
  });
/** All is public. */
const heights = without(/isPersonal:(\w+)=>\{/g, 'isPersonal:$1=>{return!1;');
/** Each new question is told. */
const chapters = without(/chapterOf:\w+=>[\w.]+/, 'chapterOf:void 0');

const [short, long] = twoPeople;
const [none, much] = twoWays;
/** The proof looks at all of them. */
const every = 5;

describe('a script on the page that varies width, font size and look', { timeout: 280_000 }, () => {
  it('sees no difference between two people who book, move and cancel; it would, if the height were that of what is shown', async () => {
    const one = await sweepBooking(browser, host, short, { every });
    assert.deepEqual(toldApart(one, await sweepBooking(browser, host, long, { every })), []);
    const looking = { every, prepare: heights };
    const found = toldApart(
      await sweepBooking(browser, host, short, looking),
      await sweepBooking(browser, host, long, looking),
    );
    assert.ok(found.length > 0);
  });

  it('sees no difference between two ways to answer, whatever opens; it would, if heights or each new question were told', async () => {
    const surveyId = await askConditional(host);
    const find = async (prepare?: (context: BrowserContext) => Promise<unknown>) => {
      const looking = prepare ? { every, prepare } : { every };
      return toldApart(
        await sweepSurvey(browser, host, surveyId, none, looking),
        await sweepSurvey(browser, host, surveyId, much, looking),
      );
    };
    assert.deepEqual(await find(), []);
    assert.ok((await find(heights)).length > 0);
    assert.ok((await find(chapters)).length > 0);
  });
});
