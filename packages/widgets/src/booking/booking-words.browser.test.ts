import { assert, fixture, html } from '@open-wc/testing';
import '../prm-config.ts';
import { createCatalogue } from '../locales/catalogue.ts';
import { waitUntil } from '../wait-until.fixture.ts';
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
  await element.show(bookingStates['who: filled in']);
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
    await element.show(bookingStates['who: filled in']);
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

  it('that could not be loaded is asked for again when the device is online', async () => {
    let tries = 0;
    const catalogue = createCatalogue(
      { title: 'Hello' },
      {
        ar: () => Promise.reject(new TypeError('unused')),
        es: () => ((tries += 1) === 1 ? Promise.reject(new TypeError('lost')) : Promise.resolve({ title: 'Hola' })),
      },
    );
    await catalogue.load('es');
    assert.equal(catalogue.of('es')?.title, 'Hello');
    await catalogue.load('es');
    assert.equal(tries, 1);
    dispatchEvent(new Event('online'));
    assert.isUndefined(catalogue.of('es'));
    await catalogue.load('es');
    assert.equal(catalogue.of('es')?.title, 'Hola');
  });

  it('without texts of ours is English in words, dates and numbers alike', async () => {
    const element = await fixture<BookingStillElement>(html`<prm-booking-still lang="th-TH"></prm-booking-still>`);
    await element.show(bookingStates['when: slots ready']);
    assert.equal(rootOf(element).lang, 'en');
    assert.match(rootOf(element).innerText, /Thu, Nov\s26/);
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
    for (const state of Object.values(bookingStates)) {
      const other = await fixture<BookingStillElement>(html`<prm-booking-still lang="ar"></prm-booking-still>`);
      await other.show(state);
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
    await element.show(bookingStates['when: slots ready']);
    await reads(element, 'اختر موعدًا');
    const words = rootOf(element).cloneNode(true) as Element;
    // What the clinic wrote itself, such as its address, is as it wrote it.
    for (const data of words.querySelectorAll('bdi')) data.remove();
    assert.match(words.textContent, /٢٦/);
    assert.notMatch(words.textContent, /\d/);
  });
});

describe('punctuation', () => {
  it('between the parts of a line is that of the language', async () => {
    for (const name of ['when: slots ready', 'appointment: news booked'] as const) {
      const element = await fixture<BookingStillElement>(html`<prm-booking-still lang="ar"></prm-booking-still>`);
      await element.show(bookingStates[name]);
      await waitUntil(() => rootOf(element).lang === 'ar');
      await element.updateComplete;
      const words = rootOf(element).cloneNode(true) as Element;
      // What the clinic wrote itself is as it wrote it.
      for (const data of words.querySelectorAll('bdi, .rail')) data.remove();
      const parts = [...words.querySelectorAll('.unseen, dd, a')].map(({ textContent }) => textContent);
      assert.isTrue(parts.some((part) => part.includes('،')));
      // A practitioner's degree follows a comma of their own.
      assert.deepEqual(
        parts.filter((part) => part.replaceAll('Okafor, PT', '').includes(', ')),
        [],
        name,
      );
      element.remove();
    }
  });
});
