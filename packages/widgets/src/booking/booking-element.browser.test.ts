import { assert, expect, fixture, html, oneEvent } from '@open-wc/testing';
import {
  cancelAppointment,
  createAppointment,
  createHold,
  getCurrentSession,
  listHealthcareServices,
  listLocations,
  listPractitioners,
  searchSlots,
} from '@openprm/contract';
import {
  backClassFixture,
  followUpFixture,
  harborFixture,
  newPatientFixture,
  okaforFixture,
  patientInputFixture,
  riversideFixture,
} from '@openprm/testing';
import { Appointments, createTransport, Holds, PatientSession, RelatedPersons, type Slot } from '@openprm/sdk';
import { type Clinic, createClinicHandlers, Problem } from '@openprm/testing/msw';
import { setupWorker } from 'msw/browser';
import '../prm-booking.ts';
import { defaults } from '../config/defaults.ts';
import { defineElement } from '../define-element.ts';
import { PrmConfigElement } from '../prm-config.ts';
import type { PrmBookingElement } from '../prm-booking.ts';
import { waitUntil } from '../wait-until.fixture.ts';
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
/** Somebody who has a time, and whose device has noted it. */
async function visitWithTime() {
  const person = await visit(fixed);
  const [first] = await person.times();
  first?.click();
  await person.find('heading', 'Who is the visit for?');
  await waitUntil(async () => (await locksHeld()).length === 1, 'the time is not noted');
  return person;
}

/** Another page of the same device with the same element. */
function openBeside({ element }: Person) {
  const other = document.createElement('prm-booking');
  for (const { name, value } of element.attributes) other.setAttribute(name, value);
  document.body.append(other);
  return new Person(other);
}

async function locksHeld() {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name = '' }) => (name.startsWith('openprm-') ? [name] : []));
}

/** The elements' page ends, as far as another page can tell: its locks are free. */
async function endPage() {
  for (const name of await locksHeld()) await navigator.locks.request(name, { steal: true }, () => undefined);
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
    await person.sees(/held for 10 minutes\./);
    await isAccessible(person);
    await person.fillIn();
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    await person.sees(/We are sending the details to dana@example\.org\./);
    await isAccessible(person);

    const [appointment] = clinic.appointments;
    assert.equal(clinic.appointments.length, 1);
    assert.equal(appointment?.patient?.birthDate, '1985-03-14');
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

  it('asks what is needed once, as the heading and the name of the choice', async () => {
    const person = await visit();
    await person.find('heading', 'What do you need?');
    const root = person.element.shadowRoot;
    assert.equal(root?.textContent.split('What do you need?').length, 2);
    assert.equal(root?.querySelector('fieldset')?.getAttribute('aria-labelledby'), root?.querySelector('h2')?.id);
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

  it('waits for a configuration around it that is not defined yet, but not for ever', async () => {
    const errors: unknown[] = [];
    const { error } = console;
    const { configPatience } = defaults;
    console.error = (said: unknown) => errors.push(said);
    defaults.configPatience = 1;
    try {
      const config = await fixture(html`
        <late-config api-url=${location.origin} publishable-key=${key}>
          <unknown-frame><prm-booking lang="en-US"></prm-booking></unknown-frame>
        </late-config>
      `);
      const element = config.querySelector('prm-booking');
      assert.ok(element);
      const person = new Person(element);
      await person.sees(/Online booking is not available here\./);
      await waitUntil(() => errors.join().includes('api-url is missing'), 'the console does not say what is missing');
      defineElement('late-config', PrmConfigElement);
      await person.find('heading', 'What do you need?');
    } finally {
      console.error = error;
      defaults.configPatience = configPatience;
    }
  });

  it('says nothing of a missing key while a configuration may come', async () => {
    const around = await fixture(html`<never-config><prm-booking lang="en-US"></prm-booking></never-config>`);
    const element = around.querySelector('prm-booking');
    assert.ok(element);
    await element.updateComplete;
    assert.notMatch(new Person(element).reads, /not available/);
  });

  it('names each attribute whose id the clinic does not have, once, and no other', async () => {
    const said: string[] = [];
    const { error } = console;
    console.error = (words: unknown) => said.push(String(words));
    const service = newPatientFixture.id;
    const place = riversideFixture.id;
    const wrong = { service: 'svc_none', place: 'loc_none', practitioner: 'prc_none' };
    const attributes = {
      service: 'healthcare-service-id',
      place: 'location-id',
      practitioner: 'practitioner-id',
    } as const;
    const lists = () => [listHealthcareServices, listLocations, listPractitioners].map((row) => clinic.countCalls(row));
    try {
      const settings: readonly NonNullable<Parameters<typeof visit>[0]>[] = [
        { service: wrong.service },
        { place: wrong.place },
        { service: wrong.service, place, practitioner: okaforFixture.id },
        { service, place: wrong.place },
        { service, place, practitioner: wrong.practitioner },
        wrong,
        { service, place, practitioner: okaforFixture.id },
      ];
      for (const set of settings) {
        const names = (['service', 'place', 'practitioner'] as const)
          .filter((each) => set[each] === wrong[each])
          .map((each) => `OpenPRM: ${attributes[each]} of <prm-booking> is no id of this clinic: ${wrong[each]}`);
        const before = lists();
        const person = await visit(set);
        if (names.length === 0) await person.times();
        const named = () => said.filter((words) => words.includes('is no id'));
        await waitUntil(() => named().length >= names.length, `only ${named().join()} of ${names.join()}`);
        assert.deepEqual(named(), names);
        // What is right is in the answer with the first times.
        if (set.service === service && set.place === place)
          assert.deepEqual(lists(), [before[0], before[1], Number(before[2]) + names.length]);
        said.length = 0;
        person.element.remove();
      }
    } finally {
      console.error = error;
    }
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

describe('after a booking', () => {
  it('the times that come next are not those that the browser keeps from before', async () => {
    const person = await bookedVisit();
    const ask = globalThis.fetch;
    const asked: (RequestCache | undefined)[] = [];
    globalThis.fetch = (address, init) => {
      if (typeof address === 'string' && address.includes('/v1/slots')) asked.push(init?.cache);
      return ask(address, init);
    };
    try {
      await person.press('button', 'Book another visit');
      await person.times();
    } finally {
      globalThis.fetch = ask;
    }
    assert.deepEqual(asked, ['reload']);
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

  it('keeps day and month of a date of birth when the language changes', async () => {
    const person = await visitWithTime();
    await person.fillIn({ 'Date of birth': '04/05/1985' });
    person.element.lang = 'es';
    await person.find('heading', '¿Para quién es la cita?');
    const field = await person.find('textbox', /^Fecha de nacimiento/);
    assert.equal(field instanceof HTMLInputElement && field.value, '05/04/1985');
    await person.press('button', 'Reservar esta cita');
    await person.find('heading', 'Su cita está reservada');
    assert.equal(clinic.appointments[0]?.patient?.birthDate, '1985-04-05');
  });

  it('marks a field that the server refuses', async () => {
    const person = await visitWithTime();
    const issues = [{ path: '/body/patient/phone', code: 'invalid', message: 'no' }];
    clinic.failNext(createAppointment, new Problem('validation-failed', { issues }));
    await person.fillIn();
    await person.press('button', 'Book this visit');
    await person.find('button', 'Mobile phone: The clinic could not read this. Please type it another way.');
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
    const [second, third, fourth] = [...Map.groupBy((page as { data: Slot[] }).data, ({ start }) => start).values()]
      .slice(2, 5)
      .map(([slot]) => slot);
    assert.ok(second && third && fourth);
    const alternatives = [second, { ...third, locationId: harborFixture.id }, fourth];
    times[0]?.click();
    await person.find('heading', 'Who is the visit for?');
    await person.fillIn();
    clinic.failNext(createAppointment, new Problem('slot-unavailable', { alternatives }));
    await person.press('button', 'Book this visit');
    await person.sees(/That time was just taken\.\s+Nothing you typed is lost/);
    assert.equal(
      person.all('button', /· \d+:\d\d [AP]M$/).length,
      2,
      'what is at another place is no time for this visit',
    );
    assert.equal(person.focusIsOn, 'That time was just taken.');
    await isAccessible(person);
    await person.press('button', /· \d+:\d\d [AP]M$/);
    await person.sees(/held for/);
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    assert.equal(clinic.appointments[0]?.patient?.given, 'Dana');
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

  it('is released when the host puts the element into a frame', async () => {
    const person = await visitWithTime();
    const before = clinic.countCalls();
    person.element.isolation = 'frame';
    await waitUntil(() => clinic.countCalls() > before, 'nothing was released');
    const again = await visit(fixed);
    await again.times();
  });

  it('survives a reload, without anything that was typed', async () => {
    const person = await visitWithTime();
    await person.fillIn();
    await endPage();
    const later = openBeside(person);
    await later.find('heading', 'Who is the visit for?');
    await later.sees(/held for/);
    assert.deepEqual(
      later.all('textbox').map((field) => (field instanceof HTMLInputElement ? field.value : '')),
      ['', '', '', '', ''],
    );
    later.element.remove();
  });
});

describe("a device's clock that is wrong", () => {
  const aDay = 86_400_000;
  for (const days of [-400, -40, -3, 30, 400]) {
    it(`by ${days} days books all the same, and the visit can be changed`, async () => {
      clinic = createClinicHandlers({ now: () => new Date(Date.now() - days * aDay) });
      worker.resetHandlers(...clinic.handlers);
      const person = await visitWithTime();
      await person.sees(/held for 10 min/);
      await person.fillIn();
      await person.press('button', 'Book this visit');
      await person.find('heading', 'You are booked');
      await person.find('button', 'Add to calendar');
      await person.press('button', 'Change the time');
      await person.times();
    });
  }
});

describe('two pages of one device', () => {
  it('have a time each, and neither takes the other’s', async () => {
    const one = await visitWithTime();
    await one.fillIn();
    const two = openBeside(one);
    const [first, second] = await two.times();
    assert.match(two.reads, /Choose a time/);
    assert.isFalse(/held for/.test(two.reads), 'the other page’s time is shown as if it were its own');
    (second ?? first)?.click();
    await two.sees(/held for/);
    const before = clinic.countCalls();
    two.element.remove();
    await waitUntil(() => clinic.countCalls() > before, 'nothing was released');
    await one.press('button', 'Book this visit');
    await one.find('heading', 'You are booked');
    assert.equal(clinic.appointments.length, 1);
  });

  it('leave the record to the one whose time it is', async () => {
    const one = await visitWithTime();
    const two = openBeside(one);
    const [, second] = await two.times();
    second?.click();
    await two.sees(/held for/);
    two.element.remove();
    await waitUntil(async () => (await locksHeld()).length === 1, 'the record is nobody’s');
    await endPage();
    const later = openBeside(one);
    await later.find('heading', 'Who is the visit for?');
    later.element.remove();
  });

  it('have no lock while they are left, so that a browser may keep them, and have it again once somebody is back', async () => {
    const one = await visitWithTime();
    globalThis.dispatchEvent(new Event('beforeunload'));
    await waitUntil(async () => (await locksHeld()).length === 0, 'the lock is held while the page is left');
    globalThis.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await waitUntil(async () => (await locksHeld()).length === 1, 'the record is nobody’s');
    one.element.remove();
  });

  it('have it again at once where nobody left, after a link to a telephone, a file or a second thought', async () => {
    const one = await visitWithTime();
    globalThis.dispatchEvent(new Event('beforeunload'));
    await waitUntil(async () => (await locksHeld()).length === 0, 'the lock is held while the page may be left');
    await waitUntil(async () => (await locksHeld()).length === 1, 'the record is nobody’s', { timeout: 5000 });
    one.element.remove();
  });

  it('lose a time to the other while they are left, and say so; it stays the other’s', async () => {
    const one = await visitWithTime();
    await one.fillIn();
    globalThis.dispatchEvent(new Event('beforeunload'));
    globalThis.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    const two = openBeside(one);
    await two.find('heading', 'Who is the visit for?');
    const before = clinic.countCalls();
    globalThis.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await one.sees(/Your held time has ended\.\s+Nothing you typed is lost/);
    one.element.remove();
    assert.equal(clinic.countCalls(), before, 'the hold is given back');
    await two.fillIn();
    await two.press('button', 'Book this visit');
    await two.find('heading', 'You are booked');
    two.element.remove();
  });

  it('leave nothing behind when they are left', async () => {
    const person = await visitWithTime();
    assert.equal((await locksHeld()).length, 1);
    person.element.remove();
    await waitUntil(async () => (await locksHeld()).length === 0, 'a lock stays');
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
    const whom = person.all('radio');
    assert.ok(
      whom.length > 1 && whom.every((radio) => radio.matches(':disabled')),
      'it could be for somebody else now',
    );
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
    await person.press('button', 'Book another visit');
    const [first] = await person.times();
    first?.click();
    await person.find('heading', 'Who is the visit for?');
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    assert.deepEqual(
      clinic.appointments.map(({ patient }) => patient?.given),
      ['Dana', 'Robin'],
    );
  });
});

/** Chooses how one stands to the patient. */
async function choose({ element }: Person, relationship: string) {
  const select = element.shadowRoot?.querySelector('select');
  assert.ok(select);
  select.value = relationship;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await element.updateComplete;
}

describe('a visit with rules', () => {
  const visitClass = async () => {
    clinic = createClinicHandlers({ healthcareServices: [newPatientFixture, backClassFixture] });
    worker.resetHandlers(...clinic.handlers);
    const person = await visit({ service: backClassFixture.id, place: riversideFixture.id });
    await person.find('heading', 'Before you choose a time');
    return person;
  };

  it('asks before it shows a time, tells nobody what applies, and holds the age against the date of birth', async () => {
    const person = await visitClass();
    assert.equal(person.all('group', /^Times on/).length, 0);
    const calls = clinic.countCalls();
    const none = 'None of these apply: see times';
    assert.equal(person.all('button', none).length, 1);
    await person.press('checkbox', /^Both legs/);
    assert.equal(person.hears, 'Please get help now. Call 911.');
    await person.press('checkbox', /^You cannot hold your water/);
    assert.equal(person.all('link', '911').length, 1, 'the same number is there once');
    const fallbacks = () => person.element.shadowRoot?.querySelectorAll('slot[name=fallback]').length;
    assert.equal(fallbacks(), 0, "the page's own way out is not how to get help now");
    await person.press('checkbox', /^You have a fever/);
    assert.match(person.hears, /^Please call the clinic first\. Call \(555\)/, 'the second stop is told by itself');
    assert.equal(fallbacks(), 1, "the page's own way out is there once");
    assert.equal(person.all('button', none).length, 0, 'no act leads past what applies');
    await isAccessible(person);
    for (const flag of ['Both legs', 'You cannot hold', 'You have a fever'])
      await person.press('checkbox', new RegExp(`^${flag}`));
    const enter = (options: KeyboardEventInit) => {
      const line = person.find('checkbox', 'The patient is new here');
      return line.then((box) => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ...options })));
    };
    await enter({});
    await person.sees(/This visit is for patients who have been here before\./);
    await enter({ repeat: true });
    await person.sees(/This visit is for patients who have been here before\./);
    await enter({});
    const act = await person.find('button', none);
    act.dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }));
    await person.element.updateComplete;
    await person.find('heading', 'Before you choose a time');
    assert.equal(clinic.countCalls(), calls, 'nothing was asked of the clinic meanwhile');
    await person.press('button', none);
    const [first] = await person.times();
    first?.click();
    await person.find('heading', 'Who is the visit for?');
    await person.fillIn({ 'Date of birth': '03/14/2015' });
    await person.press('button', 'Book this visit');
    await person.sees(/This visit is for people who are 16 or older\./);
    assert.equal(clinic.appointments.length, 0);
    await person.type(/^Date of birth/, '03/14/1985');
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
  });

  it('says what the server knows better, and keeps the time', async () => {
    const person = await visitWithTime();
    await person.fillIn();
    const issues = [{ path: '/body/patient', code: 'not-new', message: 'is not eligible' }];
    clinic.failNext(createAppointment, new Problem('not-eligible', { issues }));
    await person.press('button', 'Book this visit');
    await person.sees(/This visit is for new patients\./);
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
  });
});

describe('a visit for somebody in one’s care', () => {
  it('is booked for the patient with who books as their contact, and another one without typing anything twice', async () => {
    const person = await visitWithTime();
    await person.press('radio', 'Someone I care for');
    const autofill = [...(person.element.shadowRoot?.querySelectorAll('form input:not([type=radio])') ?? [])].map(
      (input) => `${input.id} ${input.getAttribute('autocomplete')}`,
    );
    assert.deepEqual(autofill, [
      'patientGiven off',
      'patientFamily off',
      'patientBirthDate off',
      'given given-name',
      'family family-name',
      'phone tel',
      'email email',
    ]);
    await person.type(/^Patient.s first name/, 'Mia');
    await person.type(/^Patient.s last name/, 'Reyes');
    await person.type(/^Patient.s date of birth/, '05/06/2016');
    await choose(person, 'PRN');
    await person.type('Your first name', 'Dana');
    await person.type('Your last name', 'Reyes');
    await person.type('Your mobile phone', '(555) 010-1234');
    await person.type('Your e-mail', 'dana@example.org');
    await person.press('button', 'Book this visit');
    await person.find('heading', 'The visit is booked');
    await person.sees(/Mia Reyes/);
    await person.sees(/details to dana@example\.org/);

    for (const whom of ['Mia Reyes', 'Me'] as const) {
      await person.press('button', 'Book another visit');
      const [first] = await person.times();
      first?.click();
      await person.find('radio', 'Mia Reyes');
      await person.press('radio', whom);
      if (whom === 'Me') await person.type(/^Date of birth/, '03/14/1985');
      await person.press('button', 'Book this visit');
      await person.find('heading', whom === 'Me' ? 'You are booked' : 'The visit is booked');
    }
    assert.deepEqual(
      clinic.appointments.map(({ patient }) => [patient?.given, patient?.birthDate, patient?.contact?.given ?? null]),
      [
        ['Mia', '2016-05-06', 'Dana'],
        ['Mia', '2016-05-06', 'Dana'],
        ['Dana', '1985-03-14', null],
      ],
    );
  });

  it('shows a refused field of theirs as theirs', async () => {
    const person = await visitWithTime();
    await person.press('radio', 'Someone I care for');
    await person.type(/^Patient.s first name/, 'Mia');
    await person.type(/^Patient.s last name/, 'Reyes');
    await person.type(/^Patient.s date of birth/, '05/06/2016');
    await choose(person, 'GUARD');
    await person.type('Your first name', 'Dana');
    await person.type('Your last name', 'Reyes');
    await person.type('Your mobile phone', '(555) 010-1234');
    await person.type('Your e-mail', 'dana@example.org');
    const issues = [
      { path: '/body/patient/given', code: 'custom', message: 'must be one line' },
      { path: '/body/patient/contact/family', code: 'custom', message: 'must be one line' },
    ];
    clinic.failNext(createAppointment, new Problem('validation-failed', { issues }));
    await person.press('button', 'Book this visit');
    await person.sees(/2 answers need another look/);
    const wrong = [...(person.element.shadowRoot?.querySelectorAll('[aria-invalid=true]') ?? [])].map(({ id }) => id);
    assert.deepEqual(wrong, ['patientGiven', 'family']);
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
    await person.press('button', 'Cancel the visit');
    await person.find('heading', 'Cancel this visit?');
    await isAccessible(person);
    await person.press('button', 'Yes, cancel the visit');
    await person.find('heading', 'Your visit is cancelled');
    await isAccessible(person);
    assert.equal(clinic.appointments.find(({ id }) => id === appointment.id)?.status, 'cancelled');
    await person.find('button', 'Remove from your calendar');
  });

  it('says when it was changed in the meantime, and shows it as it is now', async () => {
    const { person } = await visitByLink();
    clinic.failNext(cancelAppointment, 'appointment-status-conflict');
    await person.press('button', 'Cancel the visit');
    await person.press('button', 'Yes, cancel the visit');
    await person.sees(/This visit was changed in the meantime\./);
    assert.notInclude(person.reads, 'Yes, cancel the visit');
    await person.press('button', 'Show it as it is now');
    await person.find('heading', 'Your visit');
  });

  it('says that access has ended, and nothing of a link, to who has just booked', async () => {
    const person = await bookedVisit();
    clinic.failNext(cancelAppointment, 'credential-expired');
    await person.press('button', 'Cancel the visit');
    await person.press('button', 'Yes, cancel the visit');
    await person.sees(/Your access to this visit has ended\./);
    assert.notInclude(person.reads, 'This link');
  });

  it('is not shown for a link that does not work, which is no fault of the page', async () => {
    const { error } = console;
    const said: unknown[] = [];
    console.error = (...words: unknown[]) => said.push(...words);
    const element = await fixture<PrmBookingElement>(
      html`<prm-booking
        lang="en-US"
        api-url=${location.origin}
        publishable-key=${key}
        .link=${'lnk_nothing-of-ours-0123456789'}
      ></prm-booking>`,
    );
    const person = new Person(element);
    await person.sees(/This link no longer works\./);
    await person.sees(/The clinic’s number is in the e-mail with this link\./);
    console.error = error;
    assert.deepEqual(said, []);
  });

  it('never puts the secret into the markup', async () => {
    const { person, appointment } = await visitByLink();
    assert.notInclude(document.documentElement.outerHTML, clinic.linkTo(appointment.id));
    assert.equal(person.element.getAttribute('link'), null);
  });
});

describe('the waitlist', () => {
  /** Joins, and has a time held that becomes free: the link that is mailed then. */
  async function visitToOffer() {
    const person = await visit(fixed);
    const [, wanted] = await person.times();
    await person.press('button', 'Join the waitlist');
    for (const [label, on] of [
      ['Monday', true],
      ['Morning', true],
    ] as const) {
      const box = await person.find('checkbox', label);
      if (box instanceof HTMLInputElement && box.checked !== on) box.click();
    }
    await person.fillIn();
    const told = new Promise<string>((resolve) => {
      person.element.addEventListener('prm-waitlist-joined', (event) => resolve(event.waitlistEntryId));
    });
    await person.press('button', 'Join the waitlist');
    const waitlistEntryId = await told;
    await person.find('heading', 'You are on the waitlist');
    await person.sees(/from \w+, \w+ \d+ until \w+, \w+ \d+/);
    const [entry] = clinic.waitlist;
    assert.equal(entry?.id, waitlistEntryId);
    assert.deepEqual(entry?.availableTime, [{ daysOfWeek: ['mon'], start: '00:00', end: '12:00' }]);
    assert.ok(wanted);
    const answer = await fetch(`/v1/slots?key=${key}&healthcareServiceId=${fixed.service}&locationId=${fixed.place}`);
    const { data } = (await answer.json()) as { data: readonly { id: string }[] };
    clinic.offer(waitlistEntryId, data[3]?.id ?? '');
    const element = await fixture<PrmBookingElement>(
      html`<prm-booking
        lang="en-US"
        api-url=${location.origin}
        .link=${clinic.waitlistLinkTo(waitlistEntryId)}
      ></prm-booking>`,
    );
    const later = new Person(element);
    await later.find('heading', 'A time is held for you');
    return later;
  }

  it('is joined by who finds no time, and its offer is taken by one act', async () => {
    const person = await visitToOffer();
    await person.press('button', 'Take this time');
    await person.find('heading', 'You are booked');
    await person.find('button', 'Change the time');
    assert.equal(clinic.appointments.length, 1);
  });

  it('leads to the nearest times when an offer is over', async () => {
    const person = await visitToOffer();
    const [entry] = clinic.waitlist;
    clinic.expireHold(entry?.offer?.id.replace('ofr_', 'hld_') ?? '');
    await person.press('button', 'Take this time');
    await person.find('heading', 'That time is not held any more');
    await person.press('button', /^Take .*\d:\d\d/);
    await person.find('heading', 'You are booked');
  });

  it('is corrected by who has just joined: the entry with the wrong address ends, and nothing is typed twice', async () => {
    const person = await visit(fixed);
    await person.times();
    await person.press('button', 'Join the waitlist');
    await person.fillIn({ 'E-mail': 'dnaa@example.org' });
    await person.press('button', 'Join the waitlist');
    await person.find('heading', 'You are on the waitlist');
    await person.press('button', 'Correct what you typed');
    await person.find('heading', 'When are you free?');
    await person.type(/^E-mail/, 'dana@example.org');
    await person.press('button', 'Join the waitlist');
    await person.find('heading', 'You are on the waitlist');
    assert.deepEqual(
      clinic.waitlist.map(({ status, patient }) => [status, patient?.given, patient?.email]),
      [
        ['cancelled', 'Dana', 'dnaa@example.org'],
        ['waitlist', 'Dana', 'dana@example.org'],
      ],
    );
  });

  it('is left after it was asked once more', async () => {
    const person = await visitToOffer();
    await person.press('button', 'Leave the waitlist');
    await person.find('heading', 'Leave the waitlist?');
    await person.press('button', 'Stay on the waitlist');
    await person.find('heading', 'A time is held for you');
    assert.equal(clinic.waitlist[0]?.status, 'waitlist');
    await person.press('button', 'Leave the waitlist');
    await person.find('heading', 'Leave the waitlist?');
    await person.press('button', 'Leave the waitlist');
    await person.find('heading', 'You are off the waitlist');
    assert.equal(clinic.waitlist[0]?.status, 'cancelled');
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
    const isFirst = () => person.all('button', 'Previous week')[0]?.ariaDisabled === 'true';
    const [[day] = []] = await stops(person);
    day?.focus();
    // The first opening may be in the week after this one.
    if (!isFirst()) press(person, 'PageUp');
    await waitUntil(isFirst, 'the week of today is not shown');
    const now = days();
    press(person, 'PageUp');
    press(person, 'PageDown');
    await waitUntil(() => days().every((name) => !now.includes(name)), 'the next week is not shown');
    await waitUntil(() => !isFirst(), 'the next week is taken for the first');
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
    for (let weeks = 0; weeks < 12 && person.all('button', 'Show that day').length === 0; weeks += 1) {
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
      await waitUntil(() => said.length > 0, 'the developer is told nothing');
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

describe('somebody who is signed in', () => {
  const dana = patientInputFixture();
  const session = () => new PatientSession({ apiUrl: location.origin, key, remember: true });

  afterEach(() => session().signOut());

  async function firstSlot() {
    const answer = await fetch(`/v1/slots?key=${key}&healthcareServiceId=${fixed.service}&locationId=${fixed.place}`);
    const { data } = (await answer.json()) as { data: readonly { id: string }[] };
    return data.at(-1)?.id ?? '';
  }

  /** Dana has been here, acts for Mia, and may read what is Robin's. */
  async function signIn(opened = session()) {
    const { patient } = clinic.book(await firstSlot(), dana);
    const relatedPersons = new RelatedPersons(
      createTransport({ apiUrl: location.origin, credential: 'sk_test_riverside' }),
    );
    for (const [given, mayChange] of [
      ['Mia', true],
      ['Robin', false],
    ] as const) {
      const chart = clinic.book(await firstSlot(), { ...dana, given, email: `${given.toLowerCase()}@example.org` });
      const { email, birthDate } = dana;
      await relatedPersons.create({
        patientId: chart.patient?.id ?? '',
        relationship: 'PRN',
        given: dana.given,
        family: dana.family,
        email,
        birthDate,
        mayChange,
      });
    }
    const { id } = await opened.requestCode({ email: dana.email });
    await opened.enterCode({ signInCodeId: id, code: clinic.codeFor(dana.email) });
    await opened.match({ birthDate: dana.birthDate });
    return patient?.id;
  }

  async function chooseTime(element: PrmBookingElement) {
    const person = new Person(element);
    const [first] = await person.times();
    first?.click();
    await person.find('heading', 'Who is the visit for?');
    return person;
  }

  const remembering = () =>
    fixture<PrmBookingElement>(html`
      <prm-booking
        remember
        lang="en-US"
        api-url=${location.origin}
        publishable-key=${key}
        healthcare-service-id=${fixed.service}
        location-id=${fixed.place}
      ></prm-booking>
    `);

  /** Somebody who chose a time where the page hands a session over. */
  async function handedOver(own: PatientSession, remember = false) {
    const config = await fixture<PrmConfigElement>(html`
      <prm-config api-url=${location.origin} publishable-key=${key} .session=${own}>
        <prm-booking
          lang="en-US"
          healthcare-service-id=${fixed.service}
          location-id=${fixed.place}
          ?remember=${remember}
        ></prm-booking>
      </prm-config>
    `);
    const element = config.querySelector('prm-booking');
    if (!element) throw new Error('it is not there');
    return { config, element, person: await chooseTime(element) };
  }

  it('books with two presses and no form, and no more is shown of them than tells them apart', async () => {
    const patientId = await signIn();
    const element = await remembering();
    await new Person(element).times();
    assert.equal(clinic.countCalls(getCurrentSession), 0, 'who is signed in was asked before a time was chosen');
    const person = await chooseTime(element);
    await person.find('radio', /^Me \(Dana R\.\)$/);
    assert.deepEqual(person.all('textbox'), []);
    assert.deepEqual(person.all('radio').map(nameOf), ['Me (Dana R.)', 'Mia R.', 'Someone else I care for']);
    assert.notInclude(element.shadowRoot?.innerHTML ?? '', dana.family);
    await isAccessible(person);
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    assert.equal(clinic.appointments.at(-1)?.patient?.id, patientId);
  });

  it('says once who they are where a visitor had typed their chart, and is not asked again', async () => {
    const own = new PatientSession({ apiUrl: location.origin, key });
    const visitor = createTransport({ apiUrl: location.origin, credential: key });
    const hold = await new Holds(visitor).create({ slotId: await firstSlot() });
    await new Appointments(visitor).create({
      holdId: hold.id,
      holdSecret: hold.secret,
      patient: { ...dana, given: 'Mallory', phone: '555 666 0000' },
    });
    const typed = clinic.appointments.at(-1)?.patient;
    const { id } = await own.requestCode({ email: dana.email });
    await own.enterCode({ signInCodeId: id, code: clinic.codeFor(dana.email) });
    const { patient, asksWho } = await own.match({ birthDate: dana.birthDate });
    assert.deepEqual([patient?.id, asksWho], [typed?.id, true]);

    const { element, person } = await handedOver(own);
    await person.find('textbox', 'First name');
    assert.notInclude(element.shadowRoot?.innerHTML ?? '', 'Mallory');
    await person.fillIn({ 'E-mail': dana.email.toUpperCase() });
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    const session = await own.current();
    assert.equal(clinic.appointments.at(-1)?.patient?.id, session?.patient?.id, 'booked in the session');
    assert.notEqual(session?.patient?.id, typed?.id);
    assert.equal(session?.asksWho, false);

    const again = await handedOver(own);
    await again.person.find('radio', /^Me \(/);
    await own.signOut();
  });

  it('books for whom they act, and with the form for somebody new', async () => {
    await signIn();
    const person = await chooseTime(await remembering());
    await person.press('radio', 'Mia R.');
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    assert.equal(clinic.appointments.at(-1)?.patient?.given, 'Mia');
    const again = await chooseTime(await remembering());
    const choice = await again.find('radio', 'Someone else I care for');
    await again.press('radio', 'Someone else I care for');
    await again.find('textbox', 'Patient’s first name');
    assert.ok(choice.isConnected, 'who chooses by the keyboard is nowhere');
  });

  it('keeps the time and has the form when they were signed out meanwhile', async () => {
    await signIn();
    const person = await chooseTime(await remembering());
    await person.find('radio', /^Me \(/);
    clinic.endSessions();
    await person.press('button', 'Book this visit');
    await person.sees(/You are not signed in any more\..*your time is still held/s);
    await isAccessible(person);
    await person.fillIn();
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
  });

  it('is known by the session that the page hands over', async () => {
    const own = new PatientSession({ apiUrl: location.origin, key });
    await signIn(own);
    const { person } = await handedOver(own);
    await person.find('radio', 'Me (Dana R.)');
    await own.signOut();
  });

  it('is not taken for somebody else who has signed in on the page since', async () => {
    const own = new PatientSession({ apiUrl: location.origin, key });
    await signIn(own);
    const { person } = await handedOver(own);
    await person.find('radio', 'Me (Dana R.)');
    const booked = clinic.appointments.length;
    const email = 'robin@example.org';
    const { id } = await own.requestCode({ email });
    await own.enterCode({ signInCodeId: id, code: clinic.codeFor(email) });
    await own.match({ birthDate: dana.birthDate });
    await person.press('button', 'Book this visit');
    await person.sees(/You are not signed in any more\./);
    assert.equal(clinic.appointments.length, booked);
    await own.signOut();
  });

  it('is not forgotten upon a late answer to what was asked before', async () => {
    const own = new PatientSession({ apiUrl: location.origin, key });
    await signIn(own);
    const late = new PatientSession({ apiUrl: location.origin, key });
    const answer = Promise.withResolvers<undefined>();
    late.current = () => answer.promise;
    const { config, element } = await handedOver(late);
    config.session = own;
    element.healthcareServiceId = followUpFixture.id;
    await element.updateComplete;
    const person = await chooseTime(element);
    await person.find('radio', 'Me (Dana R.)');
    answer.resolve(undefined);
    await person.press('button', 'Book this visit');
    await person.find('heading', 'You are booked');
    await own.signOut();
  });

  it('is known by what this device remembers where nobody is in the session that the page hands over', async () => {
    await signIn();
    const { person } = await handedOver(new PatientSession({ apiUrl: location.origin, key }), true);
    await person.find('radio', 'Me (Dana R.)');
  });

  it('has the form where nobody is, without a question to the clinic', async () => {
    const person = await chooseTime(await remembering());
    await person.find('textbox', /^First name/);
    assert.equal(clinic.countCalls(getCurrentSession), 0);
  });
});
