import type { BrowserContext, Page } from 'playwright-core';
import type { PatientInput } from '@openprm/sdk';
import { bookingActs, inFrame, openFramed } from '../booking-acts.ts';
import type { TestBrowser } from '../browser.ts';
import { withSurvey } from '../strict-host-survey.ts';
import type { StrictHost } from '../strict-host.ts';

/** What a script of the host's page could see at one moment of a visit, while it varied what it may vary: a line for each, to be compared as text. */
export interface Seen {
  readonly moment: string;
  readonly lines: readonly string[];
}

/** Two people who differ in all that they type. */
export const twoPeople: readonly [PatientInput, PatientInput] = [
  {
    given: 'Al',
    family: 'Ili',
    birthDate: '1991-01-11',
    phone: '+1 555 111 1111',
    email: 'il@i.example',
    language: 'en',
  },
  {
    given: 'Wilhelmina Maximiliana Gwendolyn',
    family: 'Mummenwommerswammer-Quandamookawallah',
    birthDate: '1948-10-28',
    phone: '+1 555 484 0608',
    email: 'wilhelmina.mummenwommerswammer.quandamooka@mammoth-womens-wellness.example',
    language: 'en',
  },
];

/** Two ways to answer {@link conditionalForm}: nothing opens and little is said, or a question and help open and much is said. */
export const twoWays = [
  { opens: 'No', choice: 'None', comment: 'No.' },
  {
    opens: 'Yes',
    choice: 'More than I can say in a few words, and on most days of most weeks',
    comment: 'Much '.repeat(60),
  },
] as const;

type Way = (typeof twoWays)[number];

/** What the script varies: the frame's width and the font size in CSS pixels, and the look. */
const variations = [
  ...Array.from({ length: 16 }, (_, step) => ({
    width: 280 + Math.round((step * 920) / 15),
    fontSize: 16,
    scheme: 'light',
  })),
  ...[12.5, 19, 27.25, 40].map((fontSize) => ({ width: 480, fontSize, scheme: 'light' })),
  { width: 640, fontSize: 16, scheme: 'dark' },
] as const;

/** Makes a survey in which an answer opens a question. @returns its id */
export async function askConditional({ clinic, place }: StrictHost): Promise<string> {
  const coding = (display: string) => ({ valueCoding: { system: 'urn:sweep', code: display.slice(0, 8), display } });
  const questionnaire = {
    resourceType: 'Questionnaire',
    url: 'urn:sweep:conditional',
    version: '1',
    status: 'active',
    title: 'How it goes',
    item: [
      { linkId: 'opens', type: 'choice', text: 'Is there more?', answerOption: ['Yes', 'No'].map(coding) },
      {
        linkId: 'opened',
        type: 'string',
        text: 'What more is there?',
        enableWhen: [{ question: 'opens', operator: '=', answerCoding: coding('Yes').valueCoding }],
      },
      {
        linkId: 'choice',
        type: 'choice',
        text: 'How much?',
        answerOption: twoWays.map(({ choice }) => coding(choice)),
      },
      { linkId: 'comment', type: 'text', text: 'Tell us.' },
    ],
  };
  const form = await clinic.questionnaires.create({ questionnaire });
  const { id } = await clinic.surveys.create({
    organizationId: place.organizationId,
    questionnaireId: form.id,
    name: 'How it goes',
    mode: 'anonymous',
    readers: ['owner'],
    minutes: 2,
  });
  return id;
}

/** What a script can read of the frame without asking anybody: its own messages, and where its page and a box around the frame are scrolled to. */
function watchFrame(): void {
  if (window !== window.top) return;
  const heard: string[] = [];
  const { addEventListener: listen } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: [never]) {
    if (this instanceof MessagePort)
      listen.call(this, 'message', (event) => {
        const { type: kind, top, bottom, blockSize } = (event as MessageEvent).data as Record<string, unknown>;
        heard.push(`${kind} ${top ?? ''} ${bottom ?? ''} ${blockSize ?? ''}`);
      });
    return listen.call(this, type, ...rest);
  };
  Object.assign(window, {
    look: () => {
      const element = document.querySelector('prm-booking, prm-survey');
      const { height = 0 } = element?.shadowRoot?.querySelector('iframe')?.getBoundingClientRect() ?? {};
      const { scrollTop = 0, scrollLeft = 0 } = document.querySelector('#box') ?? {};
      return [height, scrollX, scrollY, scrollLeft, scrollTop, heard.splice(0).join(', ')].join(' | ');
    },
  });
}

/** How a visit is gone through: without a driver's scrolling, which a script would see. */
interface Walk {
  readonly page: Page;
  readonly frame: ReturnType<typeof inFrame>;
  press(name: string | RegExp, role?: 'button' | 'radio'): Promise<void>;
  type(name: RegExp, text: string): Promise<void>;
  /** Varies what can be varied, and keeps what was seen. */
  watch(moment: string): Promise<void>;
}

async function walk(
  browser: TestBrowser,
  host: StrictHost,
  tags: string,
  { prepare, every = 1 }: Looking,
  go: (walked: Walk) => Promise<void>,
): Promise<readonly Seen[]> {
  const tag = tags.includes('<prm-survey') ? 'prm-survey' : 'prm-booking';
  // The box is what a script makes to learn of each place that the browser scrolls to.
  const boxed = tags.replace(`<${tag}`, `<div id="box" class="box"><${tag}`).replace(`</${tag}>`, `</${tag}></div>`);
  const style =
    '<style>.box { inline-size: 1240px; block-size: 120px; overflow: auto } body { block-size: 3000px }</style>';
  host.show({ body: style + boxed, policy: `${host.framed.policy}; style-src 'unsafe-inline'` });
  const { page, context } = await browser.visit({ width: 1280 });
  try {
    await prepare?.(context);
    await context.addInitScript(watchFrame);
    await openFramed(page, host.origin);
    const frame = inFrame(page, tag);
    const element = frame.locator(tag);
    const seen: Seen[] = [];
    await go({
      page,
      frame,
      press: (name, role = 'button') =>
        element
          .getByRole(role, { name, exact: typeof name === 'string' })
          .evaluate((target: HTMLElement) => target.click()),
      type: (name, text) =>
        element.getByRole('textbox', { name }).evaluate((field, value) => {
          (field as HTMLInputElement).value = value;
          for (const type of ['input', 'change'])
            field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
        }, text),
      watch: async (moment) => {
        const lines: string[] = [];
        for (const variation of variations.filter((_, index) => index % every === 0)) {
          await page.evaluate(({ width, fontSize, scheme }) => {
            const host = document.querySelector<HTMLElement>('prm-booking, prm-survey');
            host?.style.setProperty('width', `${width}px`);
            host?.style.setProperty('--prm-font-size', `${fontSize}px`);
            document.documentElement.style.colorScheme = scheme;
          }, variation);
          await frame
            .locator(`:root[style*="font-size: ${variation.fontSize}px"][style*="color-scheme: ${variation.scheme}"]`)
            .waitFor({ state: 'attached' });
          // What follows from it in the frame is told by its next frame but one, and is shown by the page's.
          for (const place of [frame.locator(':root'), page.locator(':root')])
            await place.evaluate(
              () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(next)))),
            );
          const line = await page.evaluate(() => (window as unknown as { look: () => string }).look());
          lines.push(`${Object.values(variation).join(' ')}: ${line}`);
        }
        seen.push({ moment, lines });
      },
    });
    return seen;
  } finally {
    await context.close();
  }
}

/** How a page is looked at. */
interface Looking {
  /** Prepares the browser, before the page is opened. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
  /** Every so many of the variations; all by default. */
  readonly every?: number;
}

/** One person books, moves and cancels under the eyes of such a script. */
export const sweepBooking = (
  browser: TestBrowser,
  host: StrictHost,
  patient: PatientInput,
  looking: Looking = {},
): Promise<readonly Seen[]> =>
  walk(browser, host, host.framed.body, looking, async ({ frame, press, type, watch }) => {
    const title = (text: string) => bookingActs(frame).title().getByText(text).waitFor();
    await press(/First visit/, 'radio');
    await press('See times');
    const first = frame.getByRole('button', { description: 'First available' });
    await first.evaluate((target: HTMLElement) => target.click());
    await frame.getByRole('textbox', { name: /^First name/ }).waitFor();
    const [year, month, day] = patient.birthDate.split('-');
    await type(/^First name/, patient.given);
    await type(/^Last name/, patient.family);
    await type(/^Mobile phone/, patient.phone);
    await type(/^Date of birth/, `${month}/${day}/${year}`);
    await type(/^E-mail/, patient.email);
    await watch('details');
    await press('Book this visit');
    await title('You are booked');
    await watch('booked');
    await press('Change the time');
    await first.evaluate((target: HTMLElement) => target.click());
    await frame.getByRole('button', { name: 'Confirm the new time' }).waitFor();
    await watch('to be moved');
    await press('Confirm the new time');
    await title('Your visit was moved');
    await watch('moved');
    await press('Cancel the visit');
    await press('Yes, cancel the visit');
    await title('Your visit is cancelled');
    await watch('cancelled');
  });

/** One person answers under its eyes. @param surveyId of {@link askConditional} */
export const sweepSurvey = (
  browser: TestBrowser,
  host: StrictHost,
  surveyId: string,
  way: Way,
  looking: Looking = {},
): Promise<readonly Seen[]> =>
  walk(browser, host, withSurvey(host.framed.body, surveyId), looking, async ({ frame, press, type, watch }) => {
    const asked = (name: string) => frame.getByRole('heading', { name }).waitFor();
    await press('Begin');
    await asked('Is there more?');
    await press(way.opens, 'radio');
    await press('Next');
    if (way.opens === 'Yes') {
      await asked('What more is there?');
      await type(/What more/, 'That.');
      await press('Next');
    }
    await asked('How much?');
    await press(way.choice, 'radio');
    await watch('a question');
    await press('Next');
    await asked('Tell us.');
    await type(/Tell us/, way.comment);
    await watch('a text');
    await press('Next');
    await frame.getByRole('button', { name: 'Send answers' }).waitFor();
    await watch('review');
    await press('Send answers');
    await frame.getByRole('heading', { name: /Thank you/ }).waitFor();
    await watch('sent');
  });

/** The lines in which two people are told apart. */
export const toldApart = (one: readonly Seen[], other: readonly Seen[]): readonly string[] =>
  one.flatMap(({ moment, lines }, index) =>
    lines.flatMap((line, place) => {
      const beside = other[index]?.lines[place] ?? 'nothing';
      return line === beside ? [] : [`${moment}, ${line} / ${beside}`];
    }),
  );

/** How many moments and variations were looked at. */
export const linesOf = (seen: readonly Seen[]): number => seen.reduce((sum, { lines }) => sum + lines.length, 0);
