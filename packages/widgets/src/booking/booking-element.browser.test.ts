import { assert, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import {
  cancelAppointment,
  createAppointment,
  createHold,
  listHealthcareServices,
  searchSlots,
} from '@openprm/contract';
import { followUpFixture, harborFixture, newPatientFixture, okaforFixture, riversideFixture } from '@openprm/testing';
import { type Clinic, createClinicHandlers, Problem } from '@openprm/testing/msw';
import { setupWorker } from 'msw/browser';
import '../prm-booking.ts';
import '../prm-config.ts';
import type { PrmBookingElement } from '../prm-booking.ts';
import { nameOf, Person } from './booking-person.fixture.ts';

const key = 'pk_test_riverside';
const worker = setupWorker();
let clinic: Clinic;

before(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
after(() => worker.stop());
beforeEach(async () => {
  clinic = createClinicHandlers();
  worker.resetHandlers(...clinic.handlers);
  await forgetPendingBookings();
});

/** Nothing of the test before is resumed. Emptied rather than deleted, since the SDK's connection stays open. */
async function forgetPendingBookings(): Promise<void> {
  const opening = indexedDB.open('openprm-pending-booking');
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('pending'));
  await oneEvent(opening, 'success');
  const clearing = opening.result.transaction('pending', 'readwrite');
  clearing.objectStore('pending').clear();
  await oneEvent(clearing, 'complete');
  opening.result.close();
}

const fixed = { service: newPatientFixture.id, place: riversideFixture.id };

async function visit({
  service,
  place,
  practitioner,
}: { service?: string; place?: string; practitioner?: string } = {}) {
  const element = await fixture<PrmBookingElement>(html`
    <prm-booking
      lang="en-US"
      api-url=${location.origin}
      publishable-key=${key}
      healthcare-service-id=${service ?? ''}
      location-id=${place ?? ''}
      practitioner-id=${practitioner ?? ''}
    ></prm-booking>
  `);
  return new Person(element);
}

/** Up to the form, with the first time held. */
async function visitWithTime() {
  const person = await visit(fixed);
  const [first] = await person.times();
  first?.click();
  await person.find('heading', 'Who is the visit for?');
  return person;
}

async function bookedVisit() {
  const person = await visitWithTime();
  await person.fillIn();
  await person.press('button', 'Book this visit');
  await person.find('heading', 'You are booked');
  return person;
}

/** Opens the link of an appointment that was booked before. */
async function visitByLink() {
  const answer = await fetch(`/v1/slots?key=${key}&healthcareServiceId=${fixed.service}&locationId=${fixed.place}`);
  const { data } = (await answer.json()) as { data: readonly { id: string }[] };
  const appointment = clinic.book(data.at(-1)?.id ?? '');
  const element = await fixture<PrmBookingElement>(
    html`<prm-booking
      lang="en-US"
      api-url=${location.origin}
      publishable-key=${key}
      .link=${clinic.linkTo(appointment.id)}
    ></prm-booking>`,
  );
  const person = new Person(element);
  await person.find('heading', 'Your visit');
  return { person, appointment };
}

const isAccessible = ({ element }: Person) => expect(element).to.be.accessible();

describe('booking a visit', () => {
  it('goes from what and where over when and who to done, in four acts and five fields', async () => {
    const person = await visit();
    let told = '';
    person.element.addEventListener('prm-appointment-booked', (event) => (told = event.appointmentId));

    await person.press('radio', /^New patient evaluation/);
    await isAccessible(person);
    await person.press('radio', /^Riverside Clinic/);
    await person.press('button', 'See times');
    const [first] = await person.times();
    await isAccessible(person);
    first?.click();
    await person.find('heading', 'Who is the visit for?');
    await person.sees(/held for (10:00|9:5\d)/);
    await isAccessible(person);
    await person.fillIn();
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    await person.sees(/We are sending the details to dana@example\.org\./);
    await isAccessible(person);

    const [appointment] = clinic.appointments;
    assert.equal(clinic.appointments.length, 1);
    assert.equal(appointment?.patient.birthDate, '1985-03-14');
    assert.equal(told, appointment?.id);
  });

  it('asks once for the first times when the host fixed service and place', async () => {
    const person = await visit(fixed);
    await person.times();
    assert.equal(clinic.countCalls(searchSlots), 1);
  });

  it('skips the service that the host fixed and asks for the place only', async () => {
    const person = await visit({ service: newPatientFixture.id });
    await person.find('heading', 'Where would you like to come?');
    assert.equal(person.all('radio').length, 2);
  });

  it('wants a choice before it shows times', async () => {
    const person = await visit();
    await person.press('button', 'See times');
    await person.sees(/Choose a kind of visit first\./);
    await isAccessible(person);
  });

  it('takes the key, the address and the language from prm-config', async () => {
    const config = await fixture(html`
      <prm-config api-url=${location.origin} publishable-key=${key} locale="es">
        <prm-booking></prm-booking>
      </prm-config>
    `);
    const element = config.querySelector('prm-booking');
    assert.ok(element);
    await new Person(element).find('heading', '¿Qué necesita?');
  });

  it('asks the host before it books, and keeps the time when the host says no', async () => {
    const person = await visitWithTime();
    person.element.addEventListener('prm-appointment-booking', (event) => event.preventDefault(), { once: true });
    await person.fillIn();
    await person.press('button', 'Book this visit');
    await person.sees(/The booking was not sent\./);
    assert.equal(clinic.appointments.length, 0);
    await person.press('button', 'Try again');
    await person.find('heading', 'You are booked');
  });

  it('tells the page nothing that bubbles', async () => {
    const heard: string[] = [];
    const listen = (event: Event) => heard.push(event.type);
    document.addEventListener('prm-appointment-booked', listen);
    await bookedVisit();
    document.removeEventListener('prm-appointment-booked', listen);
    assert.deepEqual(heard, []);
  });
});

describe('the form', () => {
  it('names what is wrong beside each field and in a summary that takes the focus', async () => {
    const person = await visitWithTime();
    await person.type(/^First name/, 'Dana');
    await person.type(/^Mobile phone/, '555 01');
    await person.press('button', 'Book this visit');
    await person.sees(/4 answers need another look/);
    assert.equal(person.focusIsOn, '4 answers need another look');
    await isAccessible(person);
    await person.press('button', 'Enter a full number, for example (555) 010-1234');
    assert.match(person.focusIsOn, /^Mobile phone/);
  });

  it('can be filled in by the browser', async () => {
    const person = await visitWithTime();
    const tokens = person.all('textbox').map((field) => field.getAttribute('autocomplete'));
    assert.deepEqual(tokens, ['given-name', 'family-name', 'tel', 'bday', 'email']);
  });

  it('marks a field that the server refuses', async () => {
    const person = await visitWithTime();
    const issues = [{ path: '/body/patient/phone', code: 'invalid', message: 'no' }];
    clinic.failNext(createAppointment, new Problem('validation-failed', { issues }));
    await person.fillIn();
    await person.press('button', 'Book this visit');
    await person.sees(/The clinic could not read this/);
    await person.type(/^Mobile phone/, '(555) 010-9999');
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
  });
});

describe('a held time', () => {
  it('is kept when going back, and stands in its place', async () => {
    const person = await visitWithTime();
    await person.press('button', 'Back');
    await person.times();
    const chosen = person.all('button').filter((button) => button.ariaPressed === 'true' && /^\d/.test(nameOf(button)));
    assert.equal(chosen.length, 1);
    await person.press('button', 'Continue');
    await person.find('heading', 'Who is the visit for?');
    assert.equal(clinic.countCalls(createHold), 1);
  });

  it('that somebody else took is replaced by one of the nearest, and the form is kept', async () => {
    const person = await visit(fixed);
    const times = await person.times();
    const page = await (
      await fetch(`/v1/slots?key=${key}&healthcareServiceId=${fixed.service}&locationId=${fixed.place}`)
    ).json();
    const alternatives = (page as { data: [] }).data.slice(2, 5);
    times[0]?.click();
    await person.find('heading', 'Who is the visit for?');
    await person.fillIn();
    clinic.failNext(createAppointment, new Problem('slot-unavailable', { alternatives }));
    await person.press('button', 'Book this visit');
    await person.sees(/That time was just taken\.\s+Nothing you typed is lost/);
    assert.equal(person.focusIsOn, 'That time was just taken.');
    await isAccessible(person);
    await person.press('button', /^\d+:\d\d [AP]M$/);
    await person.sees(/held for/);
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    assert.equal(clinic.appointments[0]?.patient.given, 'Dana');
  });

  it('that was taken before it could be held leads to the nearest', async () => {
    const person = await visit(fixed);
    const [first] = await person.times();
    clinic.failNext(createHold, 'slot-unavailable');
    first?.click();
    await person.sees(/That time was just taken\./);
  });

  it('that ended while its time is still free is held again by one act', async () => {
    const person = await visit(fixed);
    const times = await person.times();
    const page = await (
      await fetch(`/v1/slots?key=${key}&healthcareServiceId=${fixed.service}&locationId=${fixed.place}`)
    ).json();
    times[0]?.click();
    await person.find('heading', 'Who is the visit for?');
    await person.fillIn();
    const alternatives = (page as { data: [] }).data.slice(0, 3);
    clinic.failNext(createAppointment, new Problem('hold-expired', { alternatives }));
    await person.press('button', 'Book this visit');
    await person.sees(/Your held time has ended\.\s+Nothing you typed is lost/);
    await person.press('button', 'Hold it again');
    await person.sees(/held for/);
  });

  it('is released when the element is taken off the page', async () => {
    const person = await visitWithTime();
    const before = clinic.countCalls();
    person.element.remove();
    await waitUntil(() => clinic.countCalls() > before, 'nothing was released');
    const again = await visit(fixed);
    await again.times();
  });

  it('survives a reload, without anything that was typed', async () => {
    const person = await visitWithTime();
    await person.fillIn();
    const reloaded = document.createElement('prm-booking');
    for (const { name, value } of person.element.attributes) reloaded.setAttribute(name, value);
    document.body.append(reloaded);
    const later = new Person(reloaded);
    await later.find('heading', 'Who is the visit for?');
    await later.sees(/held for/);
    assert.deepEqual(
      later.all('textbox').map((field) => (field instanceof HTMLInputElement ? field.value : '')),
      ['', '', '', '', ''],
    );
    reloaded.remove();
  });
});

describe('when the connection fails', () => {
  it('shows the fallback and tries again by an act', async () => {
    clinic.offline();
    const element = await fixture<PrmBookingElement>(html`
      <prm-booking lang="en-US" api-url=${location.origin} publishable-key=${key}
        ><p slot="fallback">Call us</p></prm-booking
      >
    `);
    const person = new Person(element);
    await person.sees(/No connection to the clinic\./);
    await isAccessible(person);
    assert.ok(element.querySelector('[slot=fallback]')?.checkVisibility());
    clinic.online();
    await person.press('button', 'Try again');
    await person.find('heading', 'What do you need?');
  });

  it('books once although the answer is lost again and again', async () => {
    const person = await visitWithTime();
    await person.fillIn();
    for (let times = 0; times < 4; times += 1) clinic.loseNextAnswer(createAppointment);
    await person.press('button', 'Book this visit');
    await person.sees(/you will not be booked twice/);
    await isAccessible(person);
    assert.equal(person.all('button', 'Back').length, 0);
    await person.press('button', 'Try again');
    await person.find('heading', 'You are booked');
    assert.equal(clinic.appointments.length, 1);
  });

  it('says that a booking was received when it comes again with other content', async () => {
    const person = await visitWithTime();
    await person.fillIn();
    for (let times = 0; times < 4; times += 1) clinic.loseNextAnswer(createAppointment);
    await person.press('button', 'Book this visit');
    await person.sees(/you will not be booked twice/);
    await person.type(/^First name/, 'Robin');
    await person.press('button', 'Book this visit');
    await person.sees(/We already received your booking\./);
    await person.sees(/\(555\) 010-4417/);
    assert.equal(clinic.appointments.length, 1);
  });
});

describe('an appointment opened by its link', () => {
  it('is moved in three acts', async () => {
    const { person, appointment } = await visitByLink();
    await isAccessible(person);
    let told = '';
    person.element.addEventListener('prm-appointment-rescheduled', (event) => (told = event.appointmentId));
    await person.press('button', 'Change the time');
    const [first] = await person.times();
    first?.click();
    await person.find('heading', 'Move your visit?');
    await isAccessible(person);
    await person.press('button', 'Confirm the new time');
    await person.find('heading', 'Your visit was moved');
    assert.equal(told, appointment.id);
    assert.notEqual(clinic.appointments[0]?.start, appointment.start);
  });

  it('is cancelled in two acts', async () => {
    const { person, appointment } = await visitByLink();
    await person.press('button', 'Cancel');
    await person.find('heading', 'Cancel this visit?');
    await isAccessible(person);
    await person.press('button', 'Cancel the visit');
    await person.find('heading', 'Your visit is cancelled');
    await isAccessible(person);
    assert.equal(clinic.appointments.find(({ id }) => id === appointment.id)?.status, 'cancelled');
  });

  it('says when it was changed in the meantime', async () => {
    const { person } = await visitByLink();
    clinic.failNext(cancelAppointment, 'appointment-status-conflict');
    await person.press('button', 'Cancel');
    await person.press('button', 'Cancel the visit');
    await person.sees(/This visit was changed in the meantime\./);
  });

  it('is not shown for a link that does not work', async () => {
    const element = await fixture<PrmBookingElement>(
      html`<prm-booking
        lang="en-US"
        api-url=${location.origin}
        publishable-key=${key}
        .link=${'lnk_nothing-of-ours-0123456789'}
      ></prm-booking>`,
    );
    await new Person(element).sees(/This link no longer works\./);
  });

  it('never puts the secret into the markup', async () => {
    const { person, appointment } = await visitByLink();
    assert.notInclude(document.documentElement.outerHTML, clinic.linkTo(appointment.id));
    assert.equal(person.element.getAttribute('link'), null);
  });
});

describe('with the keyboard alone', () => {
  const press = (person: Person, code: string) => {
    const focused = person.element.shadowRoot?.activeElement;
    focused?.dispatchEvent(
      new KeyboardEvent('keydown', { key: code, bubbles: true, composed: true, cancelable: true }),
    );
  };
  const stops = async (person: Person) => {
    const times = await person.times();
    return [person.days, times].map((buttons) => buttons.filter((button) => button.tabIndex === 0));
  };

  it('one Tab stop holds the days and one the times; arrows move inside', async () => {
    const person = await visit(fixed);
    const [days = [], times = []] = await stops(person);
    assert.deepEqual([days.length, times.length], [1, 1]);
    const [[day], [time]] = [days, times];
    day?.focus();
    const today = person.focusIsOn;
    press(person, 'ArrowRight');
    assert.notEqual(person.focusIsOn, today);
    time?.focus();
    const first = person.focusIsOn;
    press(person, 'ArrowRight');
    const second = person.focusIsOn;
    assert.notEqual(second, first);
    press(person, 'Home');
    assert.equal(person.focusIsOn, first);
    press(person, 'End');
    press(person, 'ArrowRight');
    assert.notEqual(person.focusIsOn, first);
  });

  it('follows the direction of the text', async () => {
    const person = await visit(fixed);
    person.element.dir = 'rtl';
    const [, [time] = []] = await stops(person);
    time?.focus();
    const first = person.focusIsOn;
    press(person, 'ArrowRight');
    assert.equal(person.focusIsOn, first, 'the first time is at the right end');
    press(person, 'ArrowLeft');
    assert.notEqual(person.focusIsOn, first);
    await isAccessible(person);
  });

  it("takes the focus to a chosen day's times, and to the heading of each step", async () => {
    const person = await visit(fixed);
    await person.times();
    const open = person.all('button', /, \d+ times?$/).at(-1);
    const day = open ? nameOf(open).replace(/, \d+ times?$/, '') : '';
    open?.click();
    await person.find('group', `Times on ${day}`);
    await person.element.updateComplete;
    assert.include(person.focusIsOn, day);
    person.element.shadowRoot?.activeElement?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await person.find('heading', 'Who is the visit for?');
    assert.equal(person.focusIsOn, 'Who is the visit for?');
  });

  it('does not take the focus when the page loads', async () => {
    const person = await visit(fixed);
    await person.times();
    assert.equal(person.focusIsOn, '');
  });

  it('changes weeks with PageDown and PageUp, never into the past', async () => {
    const person = await visit(fixed);
    await person.times();
    const days = () => person.days.map(nameOf);
    const [[day] = []] = await stops(person);
    const now = days();
    day?.focus();
    press(person, 'PageUp');
    assert.deepEqual(days(), now);
    press(person, 'PageDown');
    await waitUntil(() => days().every((name) => !now.includes(name)), 'the next week is not shown');
  });
});

describe('times', () => {
  const wall = (start: string) => {
    const [hour = 0, minutes = ''] = [Number(start.slice(11, 13)), start.slice(14, 16)];
    return `${hour % 12 || 12}:${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
  };

  for (const place of [riversideFixture, harborFixture]) {
    it(`are those on the wall of ${place.timeZone}, and it says so`, async () => {
      const person = await visit({ service: followUpFixture.id, place: place.id });
      const [first] = await person.times();
      const page = await (
        await fetch(`/v1/slots?key=${key}&healthcareServiceId=${followUpFixture.id}&locationId=${place.id}`)
      ).json();
      const { start } = (page as { firstAvailable: { start: string } }).firstAvailable;
      assert.ok(first && nameOf(first).startsWith(wall(start)), `${first?.innerText} is not ${wall(start)}`);
      await person.sees(place === riversideFixture ? /Central Time \(clinic time\)/ : /Pacific Time \(clinic time\)/);
    });
  }

  it('say with whom they are', async () => {
    const person = await visit({ ...fixed, practitioner: okaforFixture.id });
    const [first] = await person.times();
    assert.include(first ? nameOf(first) : '', `with ${okaforFixture.name}`);
  });

  it('are announced once they are there', async () => {
    const person = await visit(fixed);
    await person.times();
    assert.match(person.hears, /^\d+ times? on \w+day, /);
  });

  it('lead to the next opening from a week that has none', async () => {
    const person = await visit(fixed);
    await person.times();
    for (let weeks = 0; weeks < 12 && person.all('button', 'Go to it').length === 0; weeks += 1) {
      if (/No times are open/.test(person.reads)) break;
      await person.press('button', 'Next week');
      await person.element.updateComplete;
      await person.find('button', 'Next week');
      await settled(person);
    }
    await person.sees(/No times are open (this week|at the moment)\./);
    await isAccessible(person);
  });
});

const settled = (person: Person) => waitUntil(() => person.hears !== 'Looking for times…', 'no times come');

describe('a page that is not set up', () => {
  const quietly = async (markup: ReturnType<typeof html>) => {
    const said: string[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => said.push(words.map(String).join(' '));
    try {
      const person = new Person(await fixture<PrmBookingElement>(markup));
      await person.sees(/Online booking is not available here\./);
      return { person, said };
    } finally {
      console.error = error;
    }
  };

  it('tells the patient kindly and the developer exactly', async () => {
    const { person, said } = await quietly(html`<prm-booking lang="en" api-url=${location.origin}></prm-booking>`);
    assert.match(said.join(), /publishable-key is missing/);
    await isAccessible(person);
  });

  it('refuses a secret key in a page', async () => {
    const { said } = await quietly(
      html`<prm-booking lang="en" api-url=${location.origin} publishable-key="sk_oops"></prm-booking>`,
    );
    assert.match(said.join(), /secret key must never be in a page/);
    assert.equal(clinic.countCalls(listHealthcareServices), 0);
  });
});
