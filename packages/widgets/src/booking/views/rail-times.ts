import { html, nothing } from 'lit';
import { shownSecondsLeft } from '../booking-selectors.ts';
import type { WaitlistState } from '../booking-state.ts';
import { timeElsewhere } from '../first/time-elsewhere.ts';
import type { Messages } from '../../locales/booking/messages.ts';
import type { ViewContext } from '../first/view-context.ts';
import {
  aliveIn,
  isTelehealth,
  placeZoneOf,
  replacedBy,
  slotOf,
  timeZoneOf,
  type VisitState,
} from '../first/visit-selectors.ts';
import { fact } from './fact.ts';
import { timeIcon } from './icons.ts';

/** The summary's chosen time, and how long it is held. */
export const railTimes = (state: VisitState, context: ViewContext) =>
  html`${timeLine(state, context)} ${heldLine(state, context)}`;

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

/** What stays as it is until somebody confirms. */
export const unconfirmed = (state: VisitState | WaitlistState, { notMovedYet, notBookedYet }: Messages): string =>
  replacedBy(state) ? notMovedYet : notBookedYet;

/** `9 minutes`, `1 minute, 41 seconds`: never to be taken for a time of day. */
function timeLeft(total: number, messages: Messages, number: (value: number) => string): string {
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  const ofMinutes = messages.minutesLeft(minutes, number(minutes));
  const ofSeconds = messages.secondsLeft(seconds, number(seconds));
  if (minutes === 0) return ofSeconds;
  return seconds === 0 ? ofMinutes : messages.timeLeft(ofMinutes, ofSeconds);
}

/** Shown, never announced: a screen reader is told once when the time is held, and when it ends soon. */
function heldLine(state: VisitState, { messages, formats }: ViewContext) {
  const held = aliveIn(state.holding);
  const seconds = shownSecondsLeft(state);
  if (held === null || seconds === null) return nothing;
  // The summary's time is not the held one while another is asked for, or could not be had.
  if (state.holding.status === 'requested') return html`<p class="muted">${messages.holding}</p>`;
  if (slotOf(state.holding)?.id !== held.slot.id) return nothing;
  const [before = '', after = ''] = messages.heldFor('\u0000').split('\u0000');
  return html`<p class="muted held">
    ${before}<b>${timeLeft(seconds, messages, formats('UTC').number)}</b>${after} ${unconfirmed(state, messages)}
  </p>`;
}
