import type { Appointment } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { railBone } from '../first/rail-bones.ts';
import type { ViewContext } from '../first/view-context.ts';
import {
  isTelehealth,
  locationOf,
  practitionerOf,
  replacedBy,
  serviceOf,
  slotOf,
  type VisitState,
} from '../first/visit-selectors.ts';
import { fact } from './fact.ts';
import { placeIcon, videoIcon, visitIcon } from './icons.ts';
import { railTimes } from './rail-times.ts';

/** The summary at the side (or on top, where it is narrow): who, what, where, when, and how long the time is held. */
export function railView(state: VisitState, context: ViewContext) {
  const { messages } = context;
  return html`
    <aside class="rail" part="rail" aria-label=${messages.yourVisit}>
      ${practitionerLine(state)} ${visitLine(state, context)} ${placeLine(state)} ${railTimes(state, context)}
    </aside>
  `;
}

/** Neither what nor where is known, and nothing is on its way: a summary would be a box of bones beside what failed. */
export const hasNothingToSay = (state: VisitState): boolean =>
  'calendar' in state &&
  state.calendar.availability.status === 'failed' &&
  !serviceOf(state, state.visit) &&
  !replacedBy(state);

function practitionerLine(state: VisitState) {
  const slot = slotOf(state.holding);
  const known = Object.keys(state.practitionerNames);
  const name = practitionerOf(
    state,
    slot?.practitionerId ?? state.visit.practitionerId ?? (known.length === 1 ? (known[0] ?? null) : null),
  );
  if (name === null) return nothing;
  return html`<div class="person">
    <span class="avatar" aria-hidden="true">${initialsOf(name)}</span><b><bdi>${name}</bdi></b>
  </div>`;
}

/** `Dr. Amara Okafor, PT` becomes `AO`: no titles, no degrees. */
function initialsOf(name: string): string {
  const [person = ''] = name.split(',');
  const words = person.split(/\s+/).filter((word) => word && !word.endsWith('.'));
  const [first] = words;
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map((word) => (word ? [...word][0] : '')).join('');
}

function visitLine(state: VisitState, { messages, formats }: ViewContext) {
  const service = serviceOf(state, state.visit);
  const replaced = replacedBy(state)?.appointment;
  const name = service?.name ?? replaced?.display.healthcareService;
  if (name === undefined) return state.directory.status === 'failed' ? nothing : railBone();
  const mode = isTelehealth(state) ? messages.telehealth : messages.inPerson;
  const minutes = service?.durationMinutes ?? (replaced && minutesOf(replaced));
  const detail =
    minutes === undefined ? mode : `${messages.minutes(minutes, formats('UTC').number(minutes))} · ${mode}`;
  return fact(isTelehealth(state) ? videoIcon() : visitIcon(), html`<bdi>${name}</bdi>`, detail);
}

/** How long an appointment is: what is no longer offered is moved at its own length. */
const minutesOf = ({ start, end }: Appointment) => Math.round((Date.parse(end) - Date.parse(start)) / 60_000);

function placeLine(state: VisitState) {
  if (isTelehealth(state)) return nothing;
  const replaced = replacedBy(state)?.appointment;
  if (replaced)
    return fact(
      placeIcon(),
      html`<bdi>${replaced.display.location}</bdi>`,
      html`<bdi>${replaced.display.address}</bdi>`,
    );
  const location = locationOf(state, slotOf(state.holding)?.locationId ?? state.visit.locationId);
  if (!location) return /^(ready|failed)$/.test(state.directory.status) ? nothing : railBone();
  return fact(
    placeIcon(),
    html`<bdi>${location.name}</bdi>`,
    html`<bdi>${location.address.line}, ${location.address.city}</bdi>`,
  );
}
