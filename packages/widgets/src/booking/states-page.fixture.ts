import { bookingStates } from './booking-states.fixture.ts';
import { defineBookingStill } from './booking-still.fixture.ts';

/**
 * The script of the demo's `/states`: every state of the booking under its name, in the language, direction, scheme and width that somebody
 * chooses there. Nothing is asked of a server.
 */
const list = document.getElementById('states');
const index = document.getElementById('states-index');
const choices = document.querySelectorAll<HTMLSelectElement>('#states-choices select');

defineBookingStill();

for (const [name, { events }] of Object.entries(bookingStates)) {
  const id = name.replaceAll(/[^a-z]+/g, '-');
  const section = document.createElement('section');
  const title = document.createElement('h2');
  const link = document.createElement('a');
  const still = document.createElement('prm-booking-still');
  title.textContent = link.textContent = name;
  section.id = id;
  link.href = `#${id}`;
  // A key and an address, or the element would say that it is not set up; nothing is sent there.
  still.apiUrl = location.origin;
  still.publishableKey = 'pk_states';
  section.append(title, still);
  list?.append(section);
  index?.append(link, ' ');
  void still.rest(events);
}

function apply() {
  for (const { name, value } of choices) {
    if (name === 'lang') {
      list?.setAttribute('lang', value);
      list?.setAttribute('dir', value === 'ar' ? 'rtl' : 'ltr');
    } else if (name === 'scheme') document.documentElement.style.colorScheme = value;
    else if (name === 'width' && list) list.style.maxInlineSize = value;
  }
}

for (const choice of choices) choice.addEventListener('change', apply);
apply();
