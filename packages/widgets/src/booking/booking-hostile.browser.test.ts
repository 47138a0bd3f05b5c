import { assert, fixture, html } from '@open-wc/testing';
import { layoutFaults } from '../styles/layout-faults.fixture.ts';
import { bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

/** Style sheets as pages have them, cut down to what could reach an element in a shadow root. */
const pages = {
  'a page that unsets everything': '* { all: unset !important; }',
  'a page whose every element is styled': `
    * { margin: 0 !important; padding: 9px !important; border: 3px solid red !important; box-sizing: content-box !important;
      text-transform: uppercase !important; letter-spacing: 0.4em !important; line-height: 3 !important; text-align: right !important;
      font-style: italic !important; font-variant: small-caps !important; font-weight: 900 !important; white-space: nowrap !important;
      word-spacing: 2em !important; text-indent: 3em !important; text-shadow: 2px 2px red !important; word-break: break-all !important;
      color: red !important; -webkit-text-fill-color: red !important; cursor: wait !important; hyphens: auto !important;
      list-style: square !important; display: inline-flex !important; float: left !important; }
    button, input { all: revert !important; width: 7px !important; }`,
  Bootstrap: `
    *, *::before, *::after { box-sizing: border-box; }
    body { margin: 0; font-family: system-ui; font-size: 1rem; font-weight: 400; line-height: 1.5; color: #212529;
      background-color: #fff; -webkit-text-size-adjust: 100%; }
    h1, h2, h3 { margin-top: 0; margin-bottom: .5rem; font-weight: 500; line-height: 1.2; }
    p { margin-top: 0; margin-bottom: 1rem; } a { color: #0d6efd; }
    button { border-radius: 0; } input, button { margin: 0; font-family: inherit; font-size: inherit; line-height: inherit; }
    .card { position: relative; display: flex; flex-direction: column; border: 1px solid rgba(0,0,0,.125); }
    .row { display: flex; margin-right: -12px; margin-left: -12px; } .progress { height: 1rem; overflow: hidden; }
    .badge { color: #fff; } .button, .field, .time, .day { display: none; } [role="button"] { cursor: pointer; }`,
  'Tailwind’s preflight': `
    *, ::after, ::before { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; }
    html { line-height: 1.5; -webkit-text-size-adjust: 100%; tab-size: 4; font-family: ui-sans-serif, system-ui; }
    h1, h2, h3 { font-size: inherit; font-weight: inherit; } a { color: inherit; text-decoration: inherit; }
    ol, ul { list-style: none; } img, svg { display: block; vertical-align: middle; }
    button, input { font: inherit; letter-spacing: inherit; color: inherit; border-radius: 0; background-color: transparent; opacity: 1; }
    [hidden]:where(:not([hidden="until-found"])) { display: none !important; }`,
} as const;

const looked = [
  'what: holding none',
  'when: slots ready',
  'who: answers are wrong',
  'appointment: news booked',
] as const;

/** A thing inside: what it is and how its text is set, and its place in the card in CSS pixels. */
interface Look {
  readonly text: string;
  readonly place: readonly number[];
}

/** The same, but for a pixel that rounding gives or takes. */
const isSameLook = (a: Look, b: Look | undefined) =>
  a.text === b?.text && a.place.every((value, index) => Math.abs(value - (b.place[index] ?? NaN)) <= 1);
const toText = (look: Look | undefined) => (look ? `${look.text} ${look.place.join(' ')}` : 'nothing');

/** How each thing inside looks: its place in the card, and what is inherited. */
function looksOf(element: BookingStillElement): readonly Look[] {
  const card = element.shadowRoot?.querySelector('.card');
  if (!card) throw new Error('there is no card');
  const origin = card.getBoundingClientRect();
  return [card, ...card.querySelectorAll(':not(.unseen)')].map((part) => {
    const box = part.getBoundingClientRect();
    const place = [box.left - origin.left, box.top - origin.top, box.width, box.height];
    const style = getComputedStyle(part);
    const text = [
      style.color,
      style.fontSize,
      style.fontWeight,
      style.fontStyle,
      style.letterSpacing,
      style.lineHeight,
    ];
    const more = [
      style.textTransform,
      style.textAlign,
      style.whiteSpace,
      style.textShadow,
      style.cursor,
      style.display,
    ];
    return { text: [part.localName, part.className, ...text, ...more].join(' '), place };
  });
}

async function stand(name: (typeof looked)[number]) {
  // What the element takes from its host by design is given, so that all else has to come out the same.
  const around = await fixture<HTMLElement>(html`<div lang="en-US"><prm-booking-still></prm-booking-still></div>`);
  const place = { display: 'block', 'inline-size': '640px', margin: '0', padding: '0', border: '0', float: 'none' };
  for (const [property, value] of Object.entries(place)) around.style.setProperty(property, value, 'important');
  around.style.setProperty('--prm-font', 'sans-serif');
  around.style.setProperty('--prm-font-size', '16px');
  const element = around.querySelector('prm-booking-still');
  if (!element) throw new Error('no element');
  for (const property of ['padding', 'border', 'float', 'margin'] as const) {
    element.style.setProperty(property, property === 'float' ? 'none' : '0', 'important');
  }
  element.style.setProperty('display', 'block', 'important');
  await element.show(bookingStates[name]);
  return element;
}

describe('the look stays the same', () => {
  for (const [page, css] of Object.entries(pages)) {
    it(`on ${page}`, async () => {
      for (const name of looked) {
        const element = await stand(name);
        const before = looksOf(element);
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
        const after = looksOf(element);
        const faults = element.shadowRoot ? layoutFaults(element.shadowRoot) : [];
        document.adoptedStyleSheets = [];
        const changed = after.flatMap((look, index) =>
          isSameLook(look, before[index]) ? [] : [`${toText(before[index])}\n  -> ${toText(look)}`],
        );
        assert.equal(changed.slice(0, 5).join('\n'), '', name);
        assert.deepEqual(faults, [], name);
      }
    });
  }

  it('and the element is there without any style of its host’s on it', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(pages['a page that unsets everything']);
    document.adoptedStyleSheets = [sheet];
    const element = await fixture<BookingStillElement>(html`<prm-booking-still lang="en"></prm-booking-still>`);
    await element.show(bookingStates['when: slots ready']);
    const faults = element.shadowRoot ? layoutFaults(element.shadowRoot) : ['nothing'];
    const { width } = element.shadowRoot?.querySelector('.card')?.getBoundingClientRect() ?? { width: 0 };
    document.adoptedStyleSheets = [];
    assert.deepEqual(faults, []);
    assert.isAbove(width, 280);
  });
});
