import { accessLogStates } from './access-log/access-log-states.fixture.ts';
import { defineAccessLogStill } from './access-log/access-log-still.fixture.ts';
import { bookingStates } from './booking/booking-states.fixture.ts';
import { defineBookingStill } from './booking/booking-still.fixture.ts';
import { type OwnStateFixture, ownStates } from './survey/own/own-states.fixture.ts';
import { defineOwnSurveysStill } from './survey/own/own-still.fixture.ts';
import { surveyStates } from './survey/survey-states.fixture.ts';
import { defineSurveyStill } from './survey/survey-still.fixture.ts';

/**
 * The script of the demo's `/states`: every state of the elements under its name, in the language, direction, scheme and width that somebody
 * chooses there. Nothing is asked of a server.
 */
const list = document.getElementById('states');
const index = document.getElementById('states-index');
const choices = document.querySelectorAll<HTMLSelectElement>('#states-choices select');

defineBookingStill();
defineAccessLogStill();
defineSurveyStill();
defineOwnSurveysStill();

/** Adds a state under its name. A key and an address, or the element would say that it is not set up; nothing is sent there. */
function add<Still extends HTMLElement & { apiUrl: string | null; publishableKey: string | null }>(
  name: string,
  still: Still,
): Still {
  const id = name.replaceAll(/[^a-zA-Z]+/g, '-');
  const section = document.createElement('section');
  const title = document.createElement('h2');
  const link = document.createElement('a');
  title.textContent = link.textContent = name;
  section.id = id;
  link.href = `#${id}`;
  still.apiUrl = location.origin;
  still.publishableKey = 'pk_states';
  section.append(title, still);
  list?.append(section);
  index?.append(link, ' ');
  return still;
}

for (const [name, state] of Object.entries(bookingStates))
  void add(name, document.createElement('prm-booking-still')).rest(state);
for (const [name, { events }] of Object.entries(accessLogStates))
  add(`access log, ${name}`, document.createElement('prm-access-log-still')).rest(events);
for (const [name, { events }] of Object.entries(surveyStates)) {
  const still = document.createElement('prm-survey-still');
  still.surveyId = 'svy_states';
  void add(`survey, ${name}`, still).rest(events);
}
for (const [name, state] of Object.entries<OwnStateFixture>(ownStates)) {
  const still = document.createElement('prm-survey-own-still');
  still.state = state;
  void add(`surveys of who is signed in, ${name}`, still).walk();
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
