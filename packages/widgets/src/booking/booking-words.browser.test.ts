import { assert, fixture, html, waitUntil } from '@open-wc/testing';
import '../prm-config.ts';
import { bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

const rootOf = (element: BookingStillElement): HTMLElement => {
  const root = element.shadowRoot?.querySelector<HTMLElement>('.root');
  if (!root) throw new Error('the element shows nothing');
  return root;
};
const headingOf = (element: BookingStillElement) => rootOf(element).querySelector('h2')?.textContent.trim();
const reads = (element: BookingStillElement, heading: string) =>
  waitUntil(() => headingOf(element) === heading, `the heading is ${String(headingOf(element))}, not ${heading}`);

const titles = { en: 'Who is the visit for?', es: '¿Para quién es la cita?', ar: 'لمن هذه الزيارة؟' };

/** The form, in a page part whose language can be changed. */
async function form(around: ReturnType<typeof html>) {
  const page = await fixture<HTMLElement>(around);
  const element = page.closest('prm-booking-still') ?? page.querySelector('prm-booking-still');
  if (!element) throw new Error('no element');
  await element.show(bookingStates['who: filled in'].events);
  return { page, element };
}

describe('the language of the host', () => {
  it('is followed when lang changes on any ancestor, and nothing that was typed or focused is lost', async () => {
    const { page, element } = await form(html`
      <section lang="en-US">
        <div><prm-booking-still></prm-booking-still></div>
      </section>
    `);
    await reads(element, titles.en);
    const field = rootOf(element).querySelector<HTMLInputElement>('#given');
    field?.focus();
    const typed = field?.value;
    assert.ok(typed);
    for (const [lang, title] of [
      ['es', titles.es],
      ['ar-EG', titles.ar],
      ['en-GB', titles.en],
    ] as const) {
      page.lang = lang;
      await reads(element, title);
      assert.equal(element.shadowRoot?.activeElement, field);
      assert.equal(field?.value, typed);
    }
  });

  it('is followed through shadow roots', async () => {
    const outer = await fixture<HTMLElement>(html`<div lang="en"></div>`);
    const inner = document.createElement('div');
    outer.attachShadow({ mode: 'open' }).append(inner);
    const element = document.createElement('prm-booking-still');
    inner.append(element);
    await element.show(bookingStates['who: filled in'].events);
    await reads(element, titles.en);
    outer.lang = 'es-MX';
    await reads(element, titles.es);
    inner.lang = 'ar';
    await reads(element, titles.ar);
  });

  it('is not followed where somebody else has it, and no longer once the element has left', async () => {
    const { page, element } = await form(html`
      <section lang="en">
        <div lang="es"><prm-booking-still></prm-booking-still></div>
      </section>
    `);
    await reads(element, titles.es);
    let updates = 0;
    const { requestUpdate } = element;
    element.requestUpdate = function counted(...args: Parameters<typeof requestUpdate>) {
      updates += 1;
      requestUpdate.apply(this, args);
    };
    const aside = document.createElement('aside');
    page.append(aside);
    aside.lang = 'ar';
    element.remove();
    await Promise.resolve();
    updates = 0;
    page.lang = 'ar';
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(updates, 0);
  });

  it('yields to the language of prm-config, and that to the element’s own', async () => {
    const { page, element } = await form(html`
      <prm-config locale="es" lang="ar"><prm-booking-still></prm-booking-still></prm-config>
    `);
    await reads(element, titles.es);
    page.setAttribute('locale', 'en');
    await reads(element, titles.en);
    element.locale = 'ar';
    await reads(element, titles.ar);
  });

  it('without texts of ours is English in words, dates and numbers alike', async () => {
    const element = await fixture<BookingStillElement>(html`<prm-booking-still lang="th-TH"></prm-booking-still>`);
    await element.show(bookingStates['when: slots ready'].events);
    assert.equal(rootOf(element).lang, 'en');
    assert.match(rootOf(element).innerText, /Thu, Nov 26/);
    assert.notMatch(rootOf(element).innerText, /[^\p{Script=Latin}\p{Script=Common}]/u);
  });
});

describe('the direction', () => {
  const directionOf = (element: BookingStillElement) => getComputedStyle(rootOf(element)).direction;

  it('is that of the language where the host sets none', async () => {
    const { page, element } = await form(html`<div lang="ar"><prm-booking-still></prm-booking-still></div>`);
    await reads(element, titles.ar);
    assert.equal(directionOf(element), 'rtl');
    assert.isTrue(rootOf(element).matches(':dir(rtl)'));
    page.lang = 'en';
    await reads(element, titles.en);
    assert.equal(directionOf(element), 'ltr');
  });

  it('is the host’s where the host sets it, live too', async () => {
    const { page, element } = await form(html`<div lang="en" dir="rtl"><prm-booking-still></prm-booking-still></div>`);
    assert.equal(directionOf(element), 'rtl');
    page.dir = 'ltr';
    await waitUntil(() => directionOf(element) === 'ltr');
  });

  it('of a language further out is not that of the element', async () => {
    const { element } = await form(html`
      <div lang="en" dir="ltr">
        <div lang="ar"><prm-booking-still></prm-booking-still></div>
      </div>
    `);
    await reads(element, titles.ar);
    assert.equal(directionOf(element), 'rtl');
    const { element: own } = await form(html`
      <div lang="ar" dir="rtl"><prm-booking-still locale="en"></prm-booking-still></div>
    `);
    await reads(own, titles.en);
    assert.equal(directionOf(own), 'ltr');
  });

  it('keeps telephone numbers, addresses and dates readable from left to right', async () => {
    const { element } = await form(html`<div lang="ar"><prm-booking-still></prm-booking-still></div>`);
    await reads(element, titles.ar);
    for (const id of ['phone', 'email']) {
      const field = rootOf(element).querySelector(`#${id}`);
      assert.equal(field ? getComputedStyle(field).direction : '', 'ltr', id);
    }
    const telephones: string[] = [];
    for (const { events } of Object.values(bookingStates)) {
      const other = await fixture<BookingStillElement>(html`<prm-booking-still lang="ar"></prm-booking-still>`);
      await other.show(events);
      for (const link of rootOf(other).querySelectorAll('a[href^="tel:"]')) {
        telephones.push(getComputedStyle(link).direction);
      }
      other.remove();
    }
    assert.deepEqual([...new Set(telephones)], ['ltr']);
  });
});

describe('numbers and dates', () => {
  it('are in the digits of the reader’s region', async () => {
    const element = await fixture<BookingStillElement>(html`<prm-booking-still lang="ar-EG"></prm-booking-still>`);
    await element.show(bookingStates['when: slots ready'].events);
    await reads(element, 'اختر موعدًا');
    const { textContent } = rootOf(element);
    assert.match(textContent, /٢٦/);
    assert.notMatch(textContent, /\d/);
  });
});
