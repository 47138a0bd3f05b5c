import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { Random } from '../random.ts';
import { answerInPage, type PersonHabits } from './answer-in-page.ts';
import type { PagesPerson } from './pages-person.ts';

/** What becomes of two pages of one link. */
export const pairWays = ['one finishes', 'both offline', 'one left offline'] as const;
export type PairWay = (typeof pairWays)[number];

/** Two pages of one link, and what both are told to answer by. */
export interface Pair {
  readonly place: BrowserContext;
  readonly address: string;
  readonly token: string;
  readonly options: readonly string[];
  readonly questions: number;
  readonly person: PagesPerson;
  readonly random: Random;
  readonly way: PairWay;
  /** Ends a page. */
  readonly end: (page: Page, act: 'close' | 'crash') => Promise<void>;
}

const patience = 12_000;
const longPatience = 60_000;

/**
 * Somebody has a link open twice in one browser. One page loses its connection, and what is answered there stays on the device; the other loses it too, or saves what it
 * has, or sends all for good. Then the link is opened again, until a screen says that all has arrived or was sent before.
 */
export async function answerOnPages(pair: Pair): Promise<void> {
  const { random, person, way, questions } = pair;
  const deadline = performance.now() + longPatience;
  const hasFirst = random.isTrue(0.7);
  if (hasFirst) await begin(pair);
  const [forOne, forOther] = answersOfEach(random, questions, hasFirst);
  const one = await openPage(pair);
  const other = await openPage(pair);
  try {
    await one.losesConnection({ answers: forOne, isUndecided: way !== 'one finishes' || random.isTrue(0.5) });
    if (way === 'both offline') await other.losesConnection({ answers: forOther, isUndecided: true });
    const stays = way === 'one finishes' && random.isTrue(0.5);
    await one.until(() => person.hasKept(one.page, 'device'));
    if (way === 'both offline') await other.until(() => person.hasKept(other.page, 'device'));
    await wait(random.below(400));
    if (!stays) await pair.end(one.page, random.pick(['close', 'crash']));
    if (way === 'one left offline') {
      other.act({ answers: forOther, isUndecided: true });
      await other.until(() => person.hasKept(other.page, 'clinic'));
    }
    if (way === 'one finishes') {
      other.act({});
      await Promise.race([other.acting(), wait(longPatience / 2)]);
    }
    await pair.end(other.page, random.pick(['close', 'crash']));
    if (stays) {
      await one.connect();
      await Promise.race([one.acting(), wait(patience)]);
      await pair.end(one.page, 'close');
    }
  } finally {
    for (const { page } of [one, other]) await Promise.race([page.close().catch(() => undefined), wait(2000)]);
  }
  let isOver = false;
  while (!isOver && performance.now() < deadline + longPatience) {
    const last = await openPage(pair);
    last.act({ otherShare: 0.3 });
    await Promise.race([last.acting(), wait(longPatience / 2)]);
    isOver = person.hasEndedOn(last.page);
    await Promise.race([last.page.close().catch(() => undefined), wait(2000)]);
  }
}

/** The first answer is at the clinic before the link is opened twice. */
async function begin(pair: Pair): Promise<void> {
  const { page, act, until } = await openPage(pair);
  act({ answers: [1], isUndecided: true });
  await until(() => pair.person.hasKept(page, 'clinic'));
  await page.close();
  pair.person.hasBegunOn(page);
}

/** Some questions for each page: the same ones, others, or some of both. */
function answersOfEach(random: Random, questions: number, hasFirst: boolean) {
  const all = Array.from({ length: questions - 1 }, (_, at) => at + 2);
  const always = hasFirst ? [] : [1];
  const isApart = random.isTrue(0.4);
  const forOne = all.filter(() => random.isTrue(0.5));
  if (forOne.length === 0) forOne.push(2);
  const rest = isApart ? all.filter((question) => !forOne.includes(question)) : all.filter(() => random.isTrue(0.5));
  if (rest.length === 0) rest.push(3);
  return [
    [...always, ...forOne],
    [...always, ...rest],
  ] as const;
}

type Habits = Omit<PersonHabits, 'seed' | 'token' | 'options'>;

/** A page of the link at its first words. */
async function openPage({ place, address, token, options, random }: Pair) {
  const page = await place.newPage();
  await page.goto(address, { waitUntil: 'commit', timeout: patience }).catch(() => undefined);
  await page
    .locator('prm-survey')
    .locator('.footer .primary, .notice')
    .first()
    .waitFor({ timeout: patience })
    .catch(() => undefined);
  const line = await place.newCDPSession(page);
  const setOffline = async (offline: boolean) => {
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  };
  let acting: Promise<boolean> = Promise.resolve(true);
  let isOver = false;
  const act = (habits: Habits) => {
    isOver = false;
    acting = page.evaluate(answerInPage, { seed: random.below(2 ** 31), token, options, ...habits }).then(
      () => true,
      () => false,
    );
    void acting.then(() => (isOver = true));
  };
  return {
    page,
    act,
    acting: () => acting,
    /** Somebody begins, and has no connection from when answers can be sealed. */
    async losesConnection(habits: Habits) {
      const sealing = page
        .waitForResponse((answer) => answer.url().includes('/v1/sealed-items/sealing'), { timeout: patience })
        .then((answer) => answer.finished())
        .catch(() => undefined);
      act({ ...habits, waitsForOffline: true });
      await Promise.race([sealing, acting]);
      await setOffline(true).catch(() => undefined);
    },
    connect: () => setOffline(false).catch(() => undefined),
    /** Waits, but not for ever: a promise that is not made need not be held. */
    async until(isSo: () => boolean) {
      const latest = performance.now() + patience;
      while (!isSo() && !isOver && performance.now() < latest) await wait(25);
    },
  };
}
