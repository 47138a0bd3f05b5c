import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import { type AppProcess, startApp } from './app-process.ts';
import { type KeyboardPerson, keyboardPerson } from './engines/keyboard-person.ts';
import { openEnginePage, wantedEngines } from './engines/open-engine-page.ts';
import { type EnginePage, waitUntil } from './engines/engine-page.ts';
import { patientNamed } from './patient.ts';
import { type ClinicPlace, daytimeZone, everyDay, first, setUpPlace } from './set-up-clinic.ts';
import { answerByKeys } from './survey/answer-by-keys.ts';
import { linkOfOffer, takeTime } from './waitlist-offer.ts';

/** Places of the focus that the journeys come by. */
const link = (name: string | RegExp) => ({ role: 'link', name });
const button = (name: string | RegExp) => ({ role: 'button', name });
const heading = (name: string) => ({ role: 'heading', name });
const radio = (name: RegExp) => ({ role: 'radio', name });
const textbox = (name: RegExp) => ({ role: 'textbox', name });
const checkbox = (name: string | RegExp) => ({ role: 'checkbox', name });

const aTime = button(/^\d{1,2}:\d\d\s(AM|PM), /);
const anOpenDay = button(/^[A-Z]\w+, [A-Z]\w+ \d{1,2}, \d+ times?$/);
const aDay = button(/^[A-Z]\w+, [A-Z]\w+ \d{1,2}, (no|\d+) times?$/);

let app: AppProcess;
let clinic: PrmClient;
before(async () => {
  app = await startApp();
  clinic = new PrmClient({ apiUrl: app.url, key: 'sk_demo_riverside' });
  for (const engine of wantedEngines()) await openTwoPlaces(`Evaluation ${engine}`);
});
after(() => app?.stop());

// Beside each other, each with a kind of visit of its own: most of the time is spent on waiting until nothing moves.
describe('with the keyboard alone', { concurrency: true }, () => {
  for (const engine of wantedEngines()) {
    describe(`in ${engine}`, { concurrency: 1 }, () => {
      let page: EnginePage;
      before(async () => {
        page = await openEnginePage(engine);
      });
      after(() => page?.close());

      it('somebody books, changes and cancels, and always sees where they are', async () => {
        const person = await comeToTheClinic(page);
        await comeIntoIt(person);
        await chooseVisit(person, `Evaluation ${engine}`);
        await lookThroughTimes(person);
        await person.press('Enter', heading('Who is the visit for?'));
        await goBackAndForth(person);
        await answerWrongly(person);
        await answer(person);
        await person.press('Enter', heading('You are booked'));
        await changeAndCancel(person);
      });

      it('so do they in a frame', async () => {
        await page.goto(app.url);
        await page.enterFrame();
        const person = await keyboardPerson(page);
        await person.pressUntil('Tab', radio(/./));
        await chooseVisit(person, `Evaluation ${engine}`);
        await timesAreThere(person);
        await person.pressUntil('Tab', { ...button(/\d:\d\d/), description: 'First available' });
        await person.press('Enter', heading('Who is the visit for?'));
        await answerWrongly(person);
        await answer(person);
        await person.press('Enter', heading('You are booked'));
        await changeAndCancel(person);
      });

      it('so do they pass what may stand in the way, join the waitlist, and take what is offered to them by mail', async () => {
        const email = `kim.${engine}@patient.example`;
        const place = await setUpPlace(clinic, {
          name: `Daytime ${engine}`,
          timeZone: daytimeZone(),
          location: { telephone: '(555) 010-4299', emergencyTelephone: '911' },
          service: { name: `Class ${engine}`, eligibility: { minimumAge: 16 }, redFlags },
        });
        const time = await takeTime(clinic, place);
        const person = await comeForVisit(page, place);
        await passRules(person);
        await joinWaitlist(person, time.weekday, email);
        await clinic.appointments.cancel({ id: time.appointmentId });
        await page.goto(await linkOfOffer(app.url, email));
        await takeOffer(await keyboardPerson(page));
        const { data } = await clinic.appointments.list({ limit: 200 });
        assert.ok(
          data.some(({ patient, start }) => patient?.email === email && start === time.start),
          'it is booked',
        );
      });

      // Two engines are asked: the fields for dates are the engines' own.
      if (engine !== 'webkit')
        it('somebody answers a question of each kind of a survey', () => answerByKeys(page, app.url));

      // The same groups and fields as above, in another order: one engine is asked.
      if (engine === 'chromium')
        it('so does somebody who is signed in, without a form', async () => {
          const place = await setUpPlace(clinic, { name: 'Known' });
          await takeTime(clinic, place);
          await signIn(page, patientNamed('Before').email);
          await bookSignedIn(await comeForKnownVisit(page, place));
        });
    });
  }
});

/** A kind of visit with times on every day, which two places offer. */
async function openTwoPlaces(name: string): Promise<void> {
  const schedule = { weeklyHours: [{ daysOfWeek: [...everyDay], start: '09:00', end: '17:00' }] };
  const { organizationId, healthcareServiceId } = await setUpPlace(clinic, {
    name,
    service: { name, slotIntervalMinutes: 60 },
    schedule,
  });
  const address = { line: '7 Lake St', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };
  const location = { organizationId, name: `${name}, Lake Street`, address, timeZone: 'America/Chicago' };
  const { id: locationId } = await clinic.locations.create(location);
  const { id: practitionerId } = await clinic.practitioners.create({ name: 'Ade Bello, PT' });
  const { id: practitionerRoleId } = await clinic.practitionerRoles.create({ practitionerId, locationId });
  await clinic.schedules.create({ practitionerRoleId, healthcareServiceIds: [healthcareServiceId], ...schedule });
}

/** From a visit that is booked to one that is not, and to the beginning. */
async function changeAndCancel(person: KeyboardPerson): Promise<void> {
  await person.pressUntil('Tab', button('Change the time'));
  await person.press('Enter', heading('Choose a new time'));
  await chooseByMonth(person);
  await person.press('Enter', heading('Move your visit?'));
  await person.pressUntil('Tab', button('Confirm the new time'));
  await person.press('Enter', heading('Your visit was moved'));

  await person.pressUntil('Tab', button('Cancel the visit'));
  await person.press('Enter', heading('Cancel this visit?'));
  await person.pressUntil('Tab', button('Yes, cancel the visit'));
  await person.press('Enter', heading('Your visit is cancelled'));
  await person.press('Tab', button('Remove from your calendar'));
  await person.press('Tab', button('Book another visit'));
  await person.press('Space', heading('What do you need?'));
}

/** From the link before the element into it. */
async function comeToTheClinic(page: EnginePage): Promise<KeyboardPerson> {
  await page.goto(`${app.url}/book.html`);
  await waitUntil(page, 'the first step', () => {
    const button = document.querySelector('prm-booking')?.shadowRoot?.querySelector('button[type=submit]');
    return button !== null && button !== undefined;
  });
  const person = await keyboardPerson(page);
  await person.pressUntil('Tab', link(/^Call \(555\)/));
  return person;
}

/** In, out again and in. */
async function comeIntoIt(person: KeyboardPerson): Promise<void> {
  await person.press('Tab', radio(/./));
  await person.pressUntil('Shift+Tab', link(/^Call \(555\)/));
  await person.press('Tab', radio(/./));
}

async function chooseVisit(person: KeyboardPerson, service: string): Promise<void> {
  await person.pressUntil('Tab', button('See times'));
  // Nothing is chosen yet: it is said, and the focus stays.
  await person.press('Enter', button('See times'));
  await waitUntil(
    person.page,
    'what is missing',
    () =>
      document
        .querySelector('prm-booking')
        ?.shadowRoot?.querySelector('[role=alert]')
        ?.textContent?.includes('Choose a kind of visit first.') === true,
  );
  await person.pressUntil('Shift+Tab', radio(/./));
  await person.pressUntil('ArrowUp', radio(new RegExp(`^${service}`)));
  await person.press('Tab', radio(/./));
  await person.press('Space', radio(/./));
  await person.press('Tab', button('See times'));
  await person.press('Enter', heading('Choose a time'));
}

/** Through month, week and list, and ends at a time. */
async function lookThroughTimes(person: KeyboardPerson): Promise<void> {
  await timesAreThere(person);
  // The heading keeps the focus when they come.
  await person.isAt(heading('Choose a time'));
  await person.pressUntil('Tab', { ...button(/\d:\d\d/), description: 'First available' });
  await person.press('Tab', button('Week'));
  await person.press('ArrowRight', button('Month'));
  await person.press('End', button('List'));
  await person.press('Home', button('Week'));

  await person.press('ArrowRight', button('Month'));
  await person.press('Enter', button('Month'));
  await monthIsThere(person);
  await person.pressUntil('Tab', aDay);
  const start = await person.press('Home', aDay);
  const end = await person.press('End', { ...aDay, otherThan: start.name });
  await person.press('ArrowLeft', { ...aDay, otherThan: end.name });
  const here = await person.press('ArrowUp', aDay);
  const next = await person.press('PageDown', { ...aDay, otherThan: here.name });
  assert.equal((await person.press('PageUp', { ...aDay, otherThan: next.name })).name, here.name);
  await person.pressUntil('Shift+Tab', button('Month'));
  await person.press('ArrowLeft', button('Week'));
  await person.press('Enter', button('Week'));

  // The week strip is one stop: arrows inside, pages for weeks, and the next Tab leaves it.
  await person.pressUntil('Tab', aDay);
  const sunday = await person.press('Home', aDay);
  const saturday = await person.press('End', { ...aDay, otherThan: sunday.name });
  await person.press('ArrowLeft', { ...aDay, otherThan: saturday.name });
  await person.press('Home', { ...aDay, name: sunday.name });
  await person.press('PageDown', { ...aDay, otherThan: sunday.name });
  await person.press('PageUp', { ...aDay, name: sunday.name });
  await person.press('PageDown', { ...aDay, otherThan: sunday.name });
  await person.pressUntil('ArrowRight', anOpenDay);
  await person.press('Enter', aTime);

  // Nor are the day's times more than one.
  const early = await person.press('Home', aTime);
  const late = await person.press('End', { ...aTime, otherThan: early.name });
  await person.press('ArrowLeft', { ...aTime, otherThan: late.name });
  await person.press('ArrowUp', aTime);
  await person.press('Tab', button('Join the waitlist'));
  await person.press('Tab', button('Back'));
  await person.press('Shift+Tab', button('Join the waitlist'));
  await person.press('Shift+Tab', aTime);
  await person.press('Shift+Tab', anOpenDay);
  await person.pressUntil('Shift+Tab', button('Week'));

  await person.press('End', button('List'));
  await person.press('Space', button('List'));
  await waitUntil(person.page, 'the list', () => {
    const headings = document.querySelector('prm-booking')?.shadowRoot?.querySelectorAll('h3') ?? [];
    return [...headings].some(({ innerText }) => /^\w+, \w+ \d+$/.test(innerText));
  });
  await person.pressUntil('Tab', aTime);
  await person.press('ArrowRight', aTime);
}

/** A time of an open day of the month. */
async function chooseByMonth(person: KeyboardPerson): Promise<void> {
  await timesAreThere(person);
  await person.pressUntil('Tab', button('Week'));
  await person.press('ArrowRight', button('Month'));
  await person.press('Space', button('Month'));
  await monthIsThere(person);
  await person.pressUntil('Tab', aDay);
  const here = await person.focus();
  await person.press('PageDown', { ...aDay, otherThan: here.name });
  await person.pressUntil('ArrowDown', anOpenDay);
  await person.press('Space', aTime);
  await person.press('ArrowRight', aTime);
}

const timesAreThere = (person: KeyboardPerson) =>
  waitUntil(person.page, 'the times', () => {
    const root = document.querySelector('prm-booking')?.shadowRoot;
    return !!root?.querySelector('[aria-describedby=first-available]') && !!root.querySelector('.times button');
  });

/** The grid of a month, with its counts. */
const monthIsThere = (person: KeyboardPerson) =>
  waitUntil(person.page, 'the month', () => {
    const days = document.querySelector('prm-booking')?.shadowRoot?.querySelectorAll('[role=grid] button') ?? [];
    return days.length > 27 && [...days].every((day) => /, (no|\d+) times?/.test(day.textContent ?? ''));
  });

/** Back to the times and forward again: the time stays one's own. */
async function goBackAndForth(person: KeyboardPerson): Promise<void> {
  await person.pressUntil('Tab', button('Back'));
  await person.press('Space', heading('Choose a time'));
  await person.pressUntil('Tab', button(/held for you$/));
  await person.pressUntil('Tab', button('Continue'));
  await person.press('Enter', heading('Who is the visit for?'));
}

/** Sends nothing: the summary takes the focus, and leads to a field. */
async function answerWrongly(person: KeyboardPerson): Promise<void> {
  await person.pressUntil('Tab', button('Book this visit'));
  await person.press('Enter', { role: 'p', name: '5 answers need another look' });
  await person.press('Tab', button('Enter the first name'));
  await person.press('Tab', button('Enter the last name'));
  await person.press('Shift+Tab', button('Enter the first name'));
  const field = await person.press('Enter', textbox(/^First name/));
  assert.match(field.description, /Enter the first name/);
}

/** From the first field on; the last one sends by Enter. */
async function answer(person: KeyboardPerson, email = 'kim.keys@patient.example'): Promise<void> {
  const answers = [
    ['First name', 'Kim'],
    ['Last name', 'Keys'],
    ['Mobile phone', '(555) 010-7777'],
    ['Date of birth', '03/31/1985'],
    ['E-mail', email],
  ] as const;
  for (const [index, [label, text]] of answers.entries()) {
    if (index > 0) await person.press('Tab', textbox(new RegExp(`^${label}`)));
    await person.type(text);
  }
}

const redFlags = [
  { text: 'Both legs are getting weak or numb', advice: 'emergency' as const },
  { text: 'You fell in the last two weeks', advice: 'clinic' as const },
];

/** To a visit that the page fixed. */
async function fixOn(page: EnginePage, place: ClinicPlace, remember: boolean): Promise<void> {
  await page.goto(`${app.url}/book.html`);
  await page.evaluate(
    (service, location, isRemembering) => {
      const element = document.querySelector('prm-booking');
      element?.setAttribute('healthcare-service-id', service);
      element?.setAttribute('location-id', location);
      element?.toggleAttribute('remember', isRemembering);
    },
    place.healthcareServiceId,
    place.locationId,
    remember,
  );
}

/** To the rules of a visit that the page fixed. */
async function comeForVisit(page: EnginePage, place: ClinicPlace): Promise<KeyboardPerson> {
  await fixOn(page, place, false);
  await waitUntil(
    page,
    'the rules',
    () => document.querySelector('prm-booking')?.shadowRoot?.querySelector('fieldset.rule') !== null,
  );
  return keyboardPerson(page);
}

/** To the times of a visit on a page that knows who is signed in. */
async function comeForKnownVisit(page: EnginePage, place: ClinicPlace): Promise<KeyboardPerson> {
  await fixOn(page, place, true);
  const person = await keyboardPerson(page);
  await timesAreThere(person);
  return person;
}

/** With a link of the clinic, which is used upon a press. */
async function signIn(page: EnginePage, email: string): Promise<void> {
  const { data } = await clinic.patients.search({ email });
  const { secret } = await clinic.signInLinks.create({ patientId: first(data).id });
  await page.goto(`${app.url}/records?key=pk_demo_riverside#${secret}`);
  await waitUntil(page, 'the act that signs in', () => {
    const buttons = document.querySelector('prm-access-log')?.shadowRoot?.querySelectorAll('button') ?? [];
    return [...buttons].some(({ innerText }) => innerText.trim() === 'Continue');
  });
  const person = await keyboardPerson(page);
  await person.pressUntil('Tab', button('Continue'));
  await person.press('Enter', heading('Who has looked at your records'));
}

/** Looks at the form for somebody else, and books for oneself: no field is between the choice and the act. */
async function bookSignedIn(person: KeyboardPerson): Promise<void> {
  const me = radio(/^Me \(Zyxwina B\.\)$/);
  await person.pressUntil('Tab', { ...button(/\d:\d\d/), description: 'First available' });
  await person.press('Enter', heading('Who is the visit for?'));
  await waitUntil(person.page, 'who is signed in', () => {
    const chosen = document.querySelector('prm-booking')?.shadowRoot?.querySelector('input[name=whom]:checked');
    return chosen?.getAttribute('value') === 'known-0';
  });
  await person.pressUntil('Tab', me);
  await person.press('ArrowDown', radio(/^Someone /));
  await person.press('Tab', textbox(/^Patient’s first name/));
  await person.press('Shift+Tab', radio(/^Someone /));
  await person.press('ArrowUp', me);
  await person.press('Tab', button('Back'));
  await person.press('Tab', button('Book this visit'));
  await person.press('Enter', heading('You are booked'));
}

/** Each line is a stop before the act is; one that applies leads to the telephone, and is taken back. */
async function passRules(person: KeyboardPerson): Promise<void> {
  const [numb, fell] = [checkbox('Both legs are getting weak or numb'), checkbox('You fell in the last two weeks')];
  const young = checkbox('The patient will be younger than 16 on the day of the visit');
  await person.pressUntil('Tab', numb);
  await person.press('Space', numb);
  await person.press('Tab', link('911'));
  // the page's own way to book by telephone does not stand beside an emergency
  await person.press('Tab', fell);
  await person.press('Enter', fell);
  await person.press('Tab', link('(555) 010-4299'));
  // the page's own way to book stands beside what only keeps from booking here
  await person.press('Tab', link('(555) 010-4417'));
  await person.press('Tab', young);
  await person.press('Shift+Tab', link('(555) 010-4417'));
  await person.press('Shift+Tab', link('(555) 010-4299'));
  await person.press('Shift+Tab', fell);
  await person.press('Enter', fell);
  await person.press('Shift+Tab', link('911'));
  await person.press('Shift+Tab', numb);
  await person.press('Space', numb);
  await person.press('Tab', fell);
  await person.press('Tab', young);
  await person.press('Tab', button('None of these apply: see times'));
  await person.press('Enter', heading('Choose a time'));
}

async function joinWaitlist(person: KeyboardPerson, weekday: string, email: string): Promise<void> {
  await timesAreThere(person);
  await person.pressUntil('Tab', button('Join the waitlist'));
  await person.press('Enter', heading('When are you free?'));
  await person.pressUntil('Tab', checkbox(weekday));
  await person.press('Space', checkbox(weekday));
  await person.pressUntil('Tab', button('Join the waitlist'));
  // without a name: the summary takes the focus, and leads to the first field
  await person.press('Enter', { role: 'p', name: '5 answers need another look' });
  await person.press('Tab', button('Enter the first name'));
  await person.press('Enter', textbox(/^First name/));
  await answer(person, email);
  await person.press('Enter', heading('You are on the waitlist'));
}

async function takeOffer(person: KeyboardPerson): Promise<void> {
  await waitUntil(person.page, 'the offer', () => {
    const words = document.querySelector('prm-booking')?.shadowRoot?.querySelector('h2')?.textContent;
    return words?.trim() === 'A time is held for you';
  });
  await person.pressUntil('Tab', button('Take this time'));
  await person.press('Tab', button('No, thank you'));
  await person.press('Tab', button('Leave the waitlist'));
  await person.press('Shift+Tab', button('No, thank you'));
  await person.press('Shift+Tab', button('Take this time'));
  await person.press('Enter', heading('You are booked'));
}
