import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumLaunch } from './chromium-launch.ts';

const featuresIn = (args: readonly string[]) => {
  const last = args.findLast((arg) => arg.startsWith('--disable-features='));
  return last?.slice(last.indexOf('=') + 1).split(',') ?? [];
};

it('the Chromium of the tests goes without all that Playwright goes without, and heeds the list that says so', async () => {
  const launch = chromiumLaunch();
  const server = await chromium.launchServer(launch);
  try {
    const { spawnargs } = server.process();
    const ours = featuresIn(launch.args ?? []);
    const playwrights = featuresIn(spawnargs.filter((arg) => !launch.args?.includes(arg)));
    assert.ok(playwrights.length > 0, 'Playwright names no features any more');
    assert.deepEqual(
      playwrights.filter((feature) => !ours.includes(feature)),
      [],
      'Playwright turns off what chromium-launch.ts does not',
    );
    assert.deepEqual(featuresIn(spawnargs), ours, 'the last list, which is the one that counts, is ours');
  } finally {
    await server.close();
  }
});
