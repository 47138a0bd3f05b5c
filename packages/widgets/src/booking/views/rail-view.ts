import { html, nothing } from 'lit';
import { aliveIn } from '../flow/holding-flow.ts';
import {
  isTelehealth,
  locationOf,
  placeZoneOf,
  practitionerOf,
  replacedBy,
  secondsLeft,
  serviceOf,
  slotOf,
  timeZoneOf,
  type VisitState,
} from '../booking-selectors.ts';
import { timeElsewhere } from './appointment-facts.ts';
import { placeIcon, timeIcon, videoIcon, visitIcon } from './icons.ts';
import type { ViewContext } from './view-context.ts';

/** The summary at the side (or on top, where it is narrow): who, what, where, when, and how long the time is held. */
export function railView(state: VisitState, context: ViewContext) {
  const { messages } = context;
  return html`
    <aside class="rail" part="rail" aria-label=${messages.yourVisit}>
      ${practitionerLine(state)} ${visitLine(state, context)} ${placeLine(state, context)} ${timeLine(state, context)}
      ${heldLine(state, context)}
    </aside>
  `;
}

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
  if (name === undefined) return skeletonLine();
  const mode = isTelehealth(state) ? messages.telehealth : messages.inPerson;
  const detail = service
    ? `${messages.minutes(service.durationMinutes, formats('UTC').number(service.durationMinutes))} · ${mode}`
    : mode;
  return fact(isTelehealth(state) ? videoIcon() : visitIcon(), html`<bdi>${name}</bdi>`, detail);
}

function placeLine(state: VisitState, _context: ViewContext) {
  if (isTelehealth(state)) return nothing;
  const replaced = replacedBy(state)?.appointment;
  if (replaced)
    return fact(
      placeIcon(),
      html`<bdi>${replaced.display.location}</bdi>`,
      html`<bdi>${replaced.display.address}</bdi>`,
    );
  const location = locationOf(state, slotOf(state.holding)?.locationId ?? state.visit.locationId);
  if (!location) return state.directory.status === 'ready' ? nothing : skeletonLine();
  return fact(
    placeIcon(),
    html`<bdi>${location.name}</bdi>`,
    html`<bdi>${location.address.line}, ${location.address.city}</bdi>`,
  );
}

function timeLine(state: VisitState, { messages, formats }: ViewContext) {
  const slot = slotOf(state.holding);
  if (!slot || state.holding.status === 'lost') return nothing;
  const zone = timeZoneOf(state);
  const own = formats(zone);
  const place = placeZoneOf(state);
  const zoneName = own.zoneName(slot.start);
  const label = isTelehealth(state) ? messages.yourTime(zoneName) : messages.clinicTime(zoneName);
  const other = isTelehealth(state) ? place : state.setting.viewerTimeZone;
  const there = other === null ? null : timeElsewhere(slot.start, zone, other, formats);
  return fact(
    timeIcon(),
    own.dateAndTime(slot.start),
    html`${label}${there === null ? nothing : html`<br />${isTelehealth(state) ? messages.clinicTimeOf(there) : messages.yourTimeOf(there)}`}`,
  );
}

/** Shown, never announced: a screen reader is told once when the time is held, and when it ends soon. */
function heldLine(state: VisitState, { messages, formats }: ViewContext) {
  const seconds = secondsLeft(state);
  if (seconds === null || aliveIn(state.holding) === null) return nothing;
  const [before = '', after = ''] = messages.heldFor('\u0000').split('\u0000');
  return html`<p class="muted held">
    ${before}<b>${formats('UTC').countdown(seconds)}</b>${after} ${messages.notBookedYet}
  </p>`;
}

const fact = (icon: unknown, title: unknown, detail: unknown) =>
  html`<div class="fact">
    ${icon}<span><b>${title}</b><span class="muted">${detail}</span></span>
  </div>`;

const skeletonLine = () =>
  html`<div class="fact" aria-hidden="true">
    <span class="bone dot"></span><span><span class="bone line"></span><span class="bone line short"></span></span>
  </div>`;
