import { setTimeout as wait } from 'node:timers/promises';
import { PrmClient } from '@openprm/sdk';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumLaunch } from '../chromium-launch.ts';
import { Random } from '../random.ts';
import { first } from '../set-up-clinic.ts';
import { answerInPage, type ToldAct } from '../survey/answer-in-page.ts';
import { answerOnPages, type PairWay, pairWays } from '../survey/answer-on-pages.ts';
import { AnsweringPerson } from '../survey/answering-person.ts';
import { type LossySite, openLossySite } from '../survey/lossy-site.ts';
import { PagesPerson } from '../survey/pages-person.ts';
import { anonymousPage, options, prepareQuestionsClinic, questions } from '../survey/questions-clinic.ts';
import { openDeployment, pick, type ProofDeployment } from './deployment.ts';
import type { Proof } from './proof.ts';

const seed = 20_261_124;
const browsers = 5;
const modes = ['named', 'named', 'confidential', 'anonymous'] as const;
/** In so many runs each kind of loss has been seen, and something was brought back from a device. */
const enough = 50;
const patienceMilliseconds = 60_000;
/** A page that was killed does not always say that it is gone. */
const shortPatience = 2000;

interface Asked {
  readonly mode: (typeof modes)[number];
  readonly token: string;
  readonly address: string;
  readonly random: Random;
}

/** One page at a time, or two at once. */
type Run = Asked &
  ({ readonly way: null; readonly person: AnsweringPerson } | { readonly way: PairWay; readonly person: PagesPerson });

/**
 * People answer surveys by a link or without a name on pages whose connection goes and comes, loses requests and answers and brings some late, that are loaded anew and
 * killed, while the server process is killed at times. What the screen said that the clinic has has to be there, whatever happened; and nobody's response is there twice.
 *
 * One in four has the link open in two pages of one browser: what a page said was kept is in the response, or a screen has asked which answers stay, or said that some were not sent.
 *
 * What is promised (ADR 37): answers by a link, from when the screen says that they are saved at the clinic or kept on the device; those after it as long as the page stays. Anonymous answers, once the
 * screen says that they have arrived; before it they are on the page only. Somebody whose page was killed after they had sent anonymous answers does not answer again:
 * nothing could tell them from somebody else.
 */
export const proof: Proof = {
  name: 'survey-nothing-lost',
  summary:
    'what the screen said was saved or has arrived is there, and no response is there twice, through lost connections, reloads and kills',
  smallN: 4,
  fullN: 1_000,
  async run(n, context) {
    const random = new Random(seed);
    const postgres = await context.postgres();
    const pages = new Map<string, { readonly type: string; readonly body: string }>();
    const site = await openLossySite(random, (path) => pages.get(path));
    const deployment = await openDeployment(postgres.url, 1, { OPENPRM_PUBLIC_URL: site.origin });
    site.lead(first(deployment.servers).url);
    const browser = await chromium.launch(chromiumLaunch(context.say));
    const tally = { offline: 0, endedOffline: 0, reloads: 0, closed: 0, crashed: 0, serverKills: 0, pairs: 0 };
    try {
      const clinic = await prepareQuestionsClinic(deployment, n);
      pages.set('/anonymous', anonymousPage(deployment.keys.publishableKey, clinic.surveyIds.anonymous));
      const runs = await Promise.all(
        Array.from({ length: n }, async (_, at): Promise<Run> => {
          const mode = pick(modes, at);
          const asked = {
            mode,
            token: `run${at}`,
            address: mode === 'anonymous' ? `${site.origin}/anonymous` : await clinic.linkFor(at, mode, site.origin),
            random: new Random(seed + at),
          };
          // By turns by name and in confidence.
          const isPair = at % 8 === 1 || at % 8 === 6;
          return isPair
            ? { ...asked, way: pick(pairWays, Math.floor(at / 4)), person: new PagesPerson() }
            : { ...asked, way: null, person: new AnsweringPerson(questions, mode === 'anonymous') };
        }),
      );
      const waiting = runs.values();
      let ended = 0;
      let isOpen = true;
      const disturbing = disturbServer(
        deployment,
        site,
        () => isOpen,
        n,
        () => ended,
        tally,
      );
      try {
        await Promise.all(
          Array.from({ length: Math.min(browsers, n) }, async () => {
            const place = await browser.newContext({
              locale: 'en-US',
              viewport: { width: 600, height: 700 },
              reducedMotion: 'reduce',
            });
            const people = new Map<string, Run['person']>();
            await place.exposeBinding('tellAct', ({ page }, token: string, act: ToldAct) =>
              people.get(token)?.note(act, page),
            );
            for (const run of waiting) {
              people.set(run.token, run.person);
              if (run.way === null) await answerOnce(place, run, tally);
              else {
                tally.pairs += 1;
                await answerOnPages({ place, options, questions, ...run, end: (page, act) => end(page, act, tally) });
              }
              people.delete(run.token);
              ended += 1;
              if (ended % 50 === 0) context.say(`${ended} runs`);
            }
            await place.close();
          }),
        );
      } finally {
        isOpen = false;
        await disturbing;
      }
      const found = await compare(clinicAt(deployment), Object.values(clinic.surveyIds), runs, context.say);
      const sum = (count: (person: Run['person']) => number) =>
        runs.reduce((all, { person }) => all + count(person), 0);
      for (const { token, person } of runs) for (const line of person.lost) context.say(`${token}: ${line}`);
      const figures = {
        ...tally,
        requestsLost: site.lost.requests,
        answersLost: site.lost.answers,
        answersLate: site.lost.late,
        saidToBeSaved: sum(({ keptTold }) => keptTold),
        saidToBeOnDevice: sum(({ keptHereTold }) => keptHereTold),
        broughtBackByDevice: sum(({ broughtBack }) => broughtBack),
        saidToHaveArrived: sum(({ end }) => (end === 'arrived' ? 1 : 0)),
        conflictsDecided: sum(({ conflicts }) => conflicts),
        lateTold: sum((person) => (person instanceof PagesPerson ? person.lateTold : person.end === 'late' ? 1 : 0)),
        goneWithWordsOfPairs: sum((person) => (person instanceof PagesPerson ? person.goneWithWords : 0)),
        unsavedGoneAfterReload: sum(({ unsavedGone }) => unsavedGone),
        answersLostThatWereKept: sum(({ lost }) => lost.length),
        ...found,
        seed,
      };
      const { answersLostThatWereKept, responsesLost, responsesDoubled, answeredOtherwise, arrivedWithoutLastChange } =
        figures;
      const isWhole =
        answersLostThatWereKept + responsesLost + responsesDoubled + answeredOtherwise + arrivedWithoutLastChange === 0;
      const isSeen =
        figures.saidToBeSaved > 0 &&
        (n < enough || (site.lost.answers > 0 && figures.broughtBackByDevice > 0 && figures.goneWithWordsOfPairs > 0));
      return { result: isWhole && isSeen ? 'pass' : 'fail', figures };
    } finally {
      await browser.close();
      await deployment.close();
      await site.close();
    }
  },
};

/** As the clinic, through the process that is there now. */
const clinicAt = ({ servers, keys }: ProofDeployment) =>
  new PrmClient({ apiUrl: first(servers).url, key: keys.secretKey });

/** One person, from the first page to the ending that a screen says, through what happens to their pages. */
async function answerOnce(
  place: BrowserContext,
  { mode, token, address, person, random }: Extract<Run, { way: null }>,
  tally: Tally,
): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  let disturbances = random.below(4);
  for (let load = 0; performance.now() < deadline; load++) {
    if (load > 0 && mode === 'anonymous' && person.hasSent) {
      person.end = 'left';
      return;
    }
    const page = await place.newPage();
    try {
      person.reload();
      if (!(await opened(page, address))) continue;
      const acting = page.evaluate(answerInPage, { seed: random.below(2 ** 31), token, options }).then(
        () => true,
        () => false,
      );
      let isOver = false;
      void acting.then(() => (isOver = true));
      while (disturbances > 0) {
        await Promise.race([acting, wait(50 + random.below(700))]);
        if (isOver) break;
        disturbances -= 1;
        const act = random.pick(['offline', 'offline', 'ends offline', 'reload', 'close', 'crash'] as const);
        if (act === 'ends offline') {
          // In the midst of the answers, and long enough for somebody to go on and to be told what becomes of it.
          await Promise.race([acting, person.hasAnswered(1 + random.below(questions))]);
          if (isOver) break;
          tally.endedOffline += 1;
          await place.setOffline(true);
          await Promise.race([acting, wait(500 + random.below(3000))]);
          await end(page, random.pick(['reload', 'close', 'crash'] as const), tally);
          // A crashed page takes no order any more: those that come after it have the connection.
          await Promise.race([page.close().catch(() => undefined), wait(shortPatience)]);
          await place.setOffline(false).catch(() => undefined);
          break;
        }
        if (act !== 'offline') {
          await end(page, act, tally);
          break;
        }
        tally.offline += 1;
        await place.setOffline(true);
        await wait(50 + random.below(500));
        await place.setOffline(false);
      }
      await Promise.race([acting, wait(Math.max(0, deadline - performance.now()))]);
      if (person.end !== null) return;
    } finally {
      await Promise.race([page.close().catch(() => undefined), wait(shortPatience)]);
    }
  }
}

/** A page that could not be had is asked for again. */
const opened = (page: Page, address: string): Promise<boolean> =>
  page.goto(address, { waitUntil: 'commit' }).then(
    () => true,
    () => false,
  );

/** A reload ends what the page did as a new visit does; a closed page may still send what it had begun, and a crashed one ends in the middle of it. */
async function end(page: Page, act: 'reload' | 'close' | 'crash', tally: Tally): Promise<void> {
  switch (act) {
    case 'reload':
      tally.reloads += 1;
      return void (await page.reload({ waitUntil: 'commit' }).catch(() => undefined));
    case 'close':
      tally.closed += 1;
      return Promise.race([page.close(), wait(shortPatience)]);
    case 'crash': {
      tally.crashed += 1;
      const crashed = Promise.race([page.waitForEvent('crash'), wait(shortPatience)]);
      const session = await page.context().newCDPSession(page);
      void session.send('Page.crash').catch(() => undefined);
      await crashed;
    }
  }
}

interface Tally {
  offline: number;
  endedOffline: number;
  reloads: number;
  closed: number;
  crashed: number;
  serverKills: number;
  pairs: number;
}

/** Kills the server process once for each hundred runs, and starts another. */
async function disturbServer(
  deployment: ProofDeployment,
  site: LossySite,
  isOpen: () => boolean,
  n: number,
  ended: () => number,
  tally: Tally,
): Promise<void> {
  const kills = Math.floor(n / 100);
  while (isOpen() && tally.serverKills < kills) {
    await wait(100);
    if (ended() < (tally.serverKills + 0.5) * 100) continue;
    tally.serverKills += 1;
    await first(deployment.servers).kill9();
    deployment.servers.splice(0, 1, await deployment.startServer());
    site.lead(first(deployment.servers).url);
  }
}

/** What the clinic has, against what was sent and what the screens said. */
async function compare(
  clinic: PrmClient,
  surveyIds: readonly string[],
  runs: readonly Run[],
  say: (line: string) => void,
) {
  const found = {
    responses: 0,
    responsesLost: 0,
    responsesDoubled: 0,
    answeredOtherwise: 0,
    arrivedWithoutLastChange: 0,
    notEnded: 0,
    anonymousLeft: 0,
    anonymousLeftAndThere: 0,
  };
  const stored = new Map<string, (readonly string[])[]>();
  for (const surveyId of surveyIds) {
    for await (const { id, status } of await clinic.questionnaireResponses.list({ surveyId, limit: 100 })) {
      if (status !== 'completed') continue;
      found.responses++;
      const values = answersOf((await clinic.questionnaireResponses.get(id)).response);
      const token = values[0]?.split(' ')[0] ?? '';
      stored.set(token, [...(stored.get(token) ?? []), values]);
    }
  }
  for (const { token, person, mode } of runs) {
    const own = stored.get(token) ?? [];
    if (own.length > 1) found.responsesDoubled++;
    if (person.end === null) found.notEnded++;
    if (person.end === 'left') {
      found.anonymousLeft++;
      found.anonymousLeftAndThere += own.length;
    }
    const [values] = own;
    if (values && person instanceof PagesPerson) person.settle(values);
    if (!values) {
      if (person.end === 'left' || person.end === null) continue;
      found.responsesLost++;
      say(`${token} (${mode}): the screen said that the answers are there, and they are not`);
      continue;
    }
    const sent = person.sentAs(values);
    if (sent === 'none') found.answeredOtherwise++;
    else if (sent === 'before' && person.end === 'arrived') found.arrivedWithoutLastChange++;
    if (sent !== 'last')
      say(`${token} (${mode}, ${person.end}): stored ${values.join(' | ')}, ${sent} of what was sent`);
  }
  return found;
}

/** The answers by question, in words; empty where there is none. */
function answersOf(response: object): string[] {
  const items = Reflect.get(response, 'item') as readonly StoredItem[] | undefined;
  return Array.from({ length: questions }, (_, at) => {
    const [answer] = items?.find(({ linkId }) => linkId === `q${at + 1}`)?.answer ?? [];
    return answer?.valueString ?? answer?.valueCoding?.display ?? '';
  });
}

interface StoredItem {
  readonly linkId: string;
  readonly answer?: readonly { readonly valueString?: string; readonly valueCoding?: { readonly display?: string } }[];
}
