import { assert, expect, fixture, html } from '@open-wc/testing';
import { createHold, renewHold, searchSlots } from '@openprm/contract';
import { newPatientFixture, riversideFixture } from '@openprm/testing';
import { type Clinic, createClinicHandlers } from '@openprm/testing/msw';
import { setupWorker } from 'msw/browser';
import { PrmBookingElement } from '../prm-booking.ts';
import { waitUntil } from '../wait-until.fixture.ts';
import { nameOf, Person } from './booking-person.fixture.ts';
import { bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

const worker = setupWorker();
let clinic: Clinic;

before(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
after(() => worker.stop());
beforeEach(() => {
  clinic = createClinicHandlers();
  worker.resetHandlers(...clinic.handlers);
});

async function visit() {
  const element = await fixture<PrmBookingElement>(html`
    <prm-booking
      lang="en-US"
      api-url=${location.origin}
      publishable-key="pk_test_riverside"
      healthcare-service-id=${newPatientFixture.id}
      location-id=${riversideFixture.id}
    ></prm-booking>
  `);
  const person = new Person(element);
  await person.times();
  return person;
}

const rootOf = ({ element }: Person): ShadowRoot => {
  assert.ok(element.shadowRoot);
  return element.shadowRoot;
};
const gridOf = (person: Person) => rootOf(person).querySelector('[role=grid]');
const daysOf = (person: Person) => [...(gridOf(person)?.querySelectorAll('button') ?? [])];
const openDays = (person: Person) => daysOf(person).filter(({ ariaDisabled }) => ariaDisabled !== 'true');
async function settled(person: Person): Promise<void> {
  await person.element.updateComplete;
  const isOver = () => !['', 'Loading…', 'Looking for times…'].includes(person.hears ?? '');
  await waitUntil(isOver, 'no times come');
}

/** The next month, which the clinic's calendar reaches in whole. */
async function visitMonth() {
  const person = await visit();
  await person.press('button', 'Month');
  await waitUntil(() => gridOf(person), 'no month is shown');
  await settled(person);
  await person.press('button', 'Next month');
  await settled(person);
  return person;
}

const press = (person: Person, key: string) =>
  rootOf(person).activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );

/** What Tab stops at, in order. */
const stopsOf = (person: Person) =>
  [...rootOf(person).querySelectorAll<HTMLElement>('a[href], button, input, [tabindex="0"]')].filter(
    (found) => found.tabIndex >= 0,
  );

const placeOf = (day: Element) => {
  const cell = day.closest('td');
  const row = day.closest('tr');
  return { row: row?.rowIndex ?? -1, column: cell?.cellIndex ?? -1 };
};

/** Goes to a day by the keys that somebody would press: rows first, then along the row or from its end. @returns how many */
function goTo(person: Person, target: Element): number {
  let presses = 0;
  const hit = (key: string) => {
    press(person, key);
    presses += 1;
  };
  const here = () => {
    const { activeElement } = rootOf(person);
    assert.ok(activeElement);
    return placeOf(activeElement);
  };
  const { row, column } = placeOf(target);
  while (here().row !== row) hit(here().row < row ? 'ArrowDown' : 'ArrowUp');
  if (column - here().column > 2 && column > 4) hit('End');
  if (here().column - column > 2 && column < 2) hit('Home');
  while (here().column !== column) hit(here().column < column ? 'ArrowRight' : 'ArrowLeft');
  return presses;
}

describe('a month of days', () => {
  it('is asked for once for each month that is shown, with the times of its first open day', async () => {
    const person = await visit();
    assert.equal(clinic.countCalls(searchSlots), 1);
    await person.press('button', 'Month');
    await settled(person);
    assert.equal(clinic.countCalls(searchSlots), 2);
    for (const searches of [3, 4]) {
      await person.press('button', 'Next month');
      await settled(person);
      assert.equal(clinic.countCalls(searchSlots), searches);
    }
    await person.press('button', 'Previous month');
    await settled(person);
    assert.equal(clinic.countCalls(searchSlots), 5);
  });

  it('says weekday, date and count of each day, and is accessible', async () => {
    const person = await visitMonth();
    for (const day of openDays(person)) assert.match(nameOf(day), /^\w+day, \w+ \d+, \d+ times?$/);
    await expect(person.element).to.be.accessible();
  });

  it('leads from focus to a time with at most 15 key presses, whichever of its 20 open days it is', async () => {
    const person = await visitMonth();
    const open = openDays(person);
    assert.isAtLeast(open.length, 20);
    const stops = stopsOf(person);
    const stop = stops.find((found) => gridOf(person)?.contains(found));
    assert.ok(stop);
    const tabs = stops.indexOf(stop) + 1;
    const counts = open.map((day) => {
      stop.focus();
      const moves = goTo(person, day);
      assert.equal(rootOf(person).activeElement, day);
      // Enter on the day takes the focus to its first time, Enter on that chooses it.
      return tabs + moves + 2;
    });
    assert.isAtMost(Math.max(...counts), 15, counts.join());

    const last = open.at(-1);
    last?.click();
    await settled(person);
    assert.match(person.focusIsOn, /^\d+:\d\d [AP]M, /);
    assert.include(person.focusIsOn, last ? nameOf(last).replace(/, \d+ times?$/, '') : '');
    (rootOf(person).activeElement as HTMLElement).click();
    await person.find('heading', 'Who is the visit for?');
    assert.equal(clinic.countCalls(createHold), 1);
  });

  it('keeps the chosen day, and the focus on what was pressed, when somebody goes from view to view', async () => {
    const person = await visit();
    const open = person.days.filter((day) => day.ariaDisabled === 'false');
    const last = open.at(-1);
    assert.ok(last?.dataset.date);
    last.click();
    await settled(person);
    const { date } = last.dataset;
    for (const view of ['Month', 'Week']) {
      const [button] = person.all('button', view);
      button?.focus();
      button?.click();
      await settled(person);
      assert.equal(rootOf(person).querySelector('.day[aria-pressed=true]')?.getAttribute('data-date'), date);
      assert.equal(rootOf(person).activeElement, person.all('button', view)[0]);
    }
  });

  it('is one Tab stop; Home and End go to the ends of the week', async () => {
    const person = await visitMonth();
    assert.equal(daysOf(person).filter(({ tabIndex }) => tabIndex === 0).length, 1);
    const [, , , , , , , , , tenth] = daysOf(person);
    tenth?.focus();
    press(person, 'Home');
    assert.equal(placeOf(rootOf(person).activeElement ?? document.body).column, 0);
    press(person, 'End');
    assert.equal(placeOf(rootOf(person).activeElement ?? document.body).column, 6);
  });

  it('changes with PageDown and PageUp, and keeps the focus on the day of the month', async () => {
    const person = await visitMonth();
    daysOf(person)[9]?.focus();
    const before = person.focusIsOn;
    press(person, 'PageUp');
    await person.element.updateComplete;
    assert.match(person.focusIsOn, /\b10\b/);
    assert.notEqual(person.focusIsOn, before);
    await settled(person);
    assert.match(person.focusIsOn, /\b10\b/);
    press(person, 'PageUp');
    await person.element.updateComplete;
    assert.equal(person.all('button', 'Previous month')[0]?.ariaDisabled, 'true');
  });
});

describe('a list of all times', () => {
  it('has each open day as a heading with its times, in reading order', async () => {
    const person = await visit();
    const counts = person.days
      .map(nameOf)
      .flatMap((name) => [...name.matchAll(/, (\d+) times?$/g)].map(([, count]) => Number(count)));
    await person.press('button', 'List');
    await waitUntil(() => rootOf(person).querySelector('h3[id^=day-]'), 'no list is shown');
    const titles = [...rootOf(person).querySelectorAll('h3[id^=day-]')].map(({ id }) => id);
    assert.equal(titles.length, counts.length);
    assert.deepEqual(titles, titles.toSorted());
    await expect(person.element).to.be.accessible();
    await person.press('button', /^\d+:\d\d [AP]M, /);
    await person.find('heading', 'Who is the visit for?');
    await person.press('button', 'Back');
    await settled(person);
    await waitUntil(() => rootOf(person).querySelector('h3[id^=day-]'), 'the list is gone');
    const mine = person.all('button', /held for you$/);
    assert.equal(mine.length, 1);
    mine[0]?.click();
    await person.find('heading', 'Who is the visit for?');
    assert.equal(clinic.countCalls(createHold), 1);
  });
});

describe('the times before the rest of the code', () => {
  it('are groups of one Tab stop each', async () => {
    defineBookingStill();
    const element = await fixture<BookingStillElement>(
      html`<prm-booking-still lang="en-US" api-url=${location.origin} publishable-key="pk_test"></prm-booking-still>`,
    );
    await element.show(bookingStates['when: times before the rest']);
    const groups = [...(element.shadowRoot?.querySelectorAll('[data-roving]') ?? [])];
    assert.isAbove(groups.length, 2);
    for (const group of groups) assert.equal(group.querySelectorAll('button[tabindex="0"]').length, 1);
  });
});

describe('a list that was cut', () => {
  it('says where it ends, and leads to the week', async () => {
    defineBookingStill();
    const element = await fixture<BookingStillElement>(
      html`<prm-booking-still lang="en-US" api-url=${location.origin} publishable-key="pk_test"></prm-booking-still>`,
    );
    await element.show(bookingStates['when: a list that was cut']);
    const person = new Person(element);
    await person.sees(/The list ends on Friday, November 27\. To see all times, choose a day in the week\./);
    await person.press('button', 'Show the week');
    assert.equal((await person.find('button', 'Week')).ariaPressed, 'true');
  });
});

/** The element at a clock that a test moves. */
class ClockedBookingElement extends PrmBookingElement {
  #now = Date.now();

  override now(): number {
    return this.#now;
  }

  /** So much later, as the clock's next tick finds it. */
  pass(minutes: number): void {
    this.#now += minutes * 60_000;
    this.booking.dispatch({ type: 'ticked', now: this.#now });
  }
}
customElements.define('prm-booking-clocked', ClockedBookingElement);

describe('a held time', () => {
  async function hold() {
    const element = new ClockedBookingElement();
    clinic = createClinicHandlers({ now: () => new Date(element.now()) });
    worker.resetHandlers(...clinic.handlers);
    element.lang = 'en-US';
    element.apiUrl = location.origin;
    element.publishableKey = 'pk_test_riverside';
    element.healthcareServiceId = newPatientFixture.id;
    element.locationId = riversideFixture.id;
    await fixture(html`${element}`);
    const person = new Person(element);
    const [first] = await person.times();
    first?.click();
    await person.find('heading', 'Who is the visit for?');
    return { element, person };
  }

  it('is renewed while somebody types, at most once a minute', async () => {
    const { element, person } = await hold();
    for (const name of ['D', 'Da', 'Dan']) await person.type(/^First name/, name);
    assert.equal(clinic.countCalls(renewHold), 0);
    element.pass(3);
    for (const name of ['Dana', 'Danab']) await person.type(/^First name/, name);
    await waitUntil(() => clinic.countCalls(renewHold) === 1, 'it was not renewed');
    await person.sees(/held for 10 minutes\./);
    element.pass(9);
    await person.sees(/Your held time ends soon\./);
    assert.equal(clinic.countCalls(renewHold), 1);
  });

  it('says how many minutes are left, counts seconds only when it ends soon, and announces none of them', async () => {
    const { element, person } = await hold();
    const heard = person.hears;
    element.pass(3.4);
    await person.sees(/held for 7 minutes\./);
    assert.equal(person.hears, heard);
    element.pass(5.1);
    await person.sees(/held for 1 minute, 30 seconds\./);
    assert.equal(person.hears, 'Your held time ends soon.');
    element.pass(0.5);
    await person.sees(/held for 1 minute\./);
    element.pass(0.5);
    await person.sees(/held for 30 seconds\./);
    assert.equal(person.hears, 'Your held time ends soon.');
  });

  it('is extended by an act as often as it ends soon: more than ten times, and booked after all', async () => {
    const { element, person } = await hold();
    await person.fillIn();
    for (let times = 1; times <= 12; times += 1) {
      element.pass(8.5);
      await person.find('button', 'Keep this time');
      await person.press('button', 'Keep this time');
      await waitUntil(() => clinic.countCalls(renewHold) >= times, 'it was not extended');
      await waitUntil(() => person.all('button', 'Keep this time').length === 0, `it ends soon after act ${times}`);
    }
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
  });

  it('that has ended is offered again, and what was typed is there', async () => {
    const { element, person } = await hold();
    await person.fillIn();
    element.pass(11);
    await person.sees(/Your held time has ended\./);
    assert.equal(person.focusIsOn, 'Your held time has ended.');
    await person.press('button', 'Hold it again');
    await person.sees(/held for/);
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
  });
});
