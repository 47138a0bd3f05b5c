import type { Slot } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isTelehealth, ownSlotOn, placeZoneOf, practitionerOf, slotOf, timeZoneOf } from '../booking-selectors.ts';
import type { WhenState } from '../booking-state.ts';
import { onRovingKey } from '../roving-focus.ts';
import { wallTime } from '../zone.ts';
import { timeElsewhere } from './appointment-facts.ts';
import type { ViewContext } from './view-context.ts';

const partsOfDay = ['morning', 'afternoon', 'evening'] as const;

/** A day's times, grouped by part of day. A start that several practitioners have is shown once. */
export function timesView(state: WhenState, date: string, slots: readonly Slot[], context: ViewContext) {
  const { messages, formats } = context;
  const zone = timeZoneOf(state);
  const { starts, traits } = dayOf(state, date, slots, context);
  const [first] = starts;
  return html`
    <div
      class="times-groups"
      role="group"
      aria-label=${messages.timesOn(formats(zone).longDate(date))}
      data-roving
      @keydown=${onRovingKey}
    >
      ${partsOfDay.map((part) => {
        const own = starts.filter(({ start }) => partOf(wallTime(start, zone).hour) === part);
        if (own.length === 0) return nothing;
        return html`
          <h3 class="part-title" id=${`part-${part}`}>${messages[part]}</h3>
          <div class="times" role="group" aria-labelledby=${`part-${part}`}>
            ${repeat(
              own,
              ({ id }) => id,
              (slot) => timeButton(state, slot, traits(slot), context),
            )}
          </div>
        `;
      })}
    </div>
    ${first ? zoneLine(state, first.start, context) : nothing}
  `;
}

/** A day's times without their grouping: for a list of several days. */
export function timeButtons(state: WhenState, date: string, slots: readonly Slot[], context: ViewContext) {
  const { starts, traits } = dayOf(state, date, slots, context);
  return repeat(
    starts,
    ({ id }) => id,
    (slot) => timeButton(state, slot, traits(slot), context),
  );
}

/** Whose zone the times are in; where the other's clock shows another time, one time in both. */
export function zoneLine(state: WhenState, start: string, { messages, formats }: ViewContext) {
  const zone = timeZoneOf(state);
  const isVideo = isTelehealth(state);
  const name = formats(zone).zoneName(start);
  const other = isVideo ? placeZoneOf(state) : state.setting.viewerTimeZone;
  const there = other === null ? null : timeElsewhere(start, zone, other, formats);
  return html`<p class="muted zone-line">
    ${isVideo ? messages.yourTime(name) : messages.clinicTime(name)}${
      there === null
        ? nothing
        : html`<br />${messages.sameMoment(
              formats(zone).time(start),
              isVideo ? messages.clinicTimeOf(there) : messages.yourTimeOf(there),
            )}`
    }
  </p>`;
}

/** A day's times, each start once, and what tells each of them apart. */
function dayOf(state: WhenState, date: string, slots: readonly Slot[], { formats }: ViewContext) {
  const own = ownSlotOn(state, date);
  const all = withOwn(slots, own);
  const starts = oncePerStart(all, own);
  const { time } = formats(timeZoneOf(state));
  const repeated = repeatedLabels(starts, time);
  const isShared = new Set(all.map(({ practitionerId }) => practitionerId)).size > 1;
  const traits = (slot: Slot): TimeTraits => ({
    date,
    isShared,
    isRepeated: repeated.has(time(slot.start)),
    isOwn: slot.id === own?.id,
  });
  return { starts, traits };
}

interface TimeTraits {
  readonly date: string;
  /** Several practitioners have times on this day, so each says whose it is. */
  readonly isShared: boolean;
  /** The same label comes twice, since clocks are put back that day. */
  readonly isRepeated: boolean;
  /** It is held for this person. */
  readonly isOwn: boolean;
}

function timeButton(
  state: WhenState,
  slot: Slot,
  { date, isShared, isRepeated, isOwn }: TimeTraits,
  { messages, formats, send, newKey }: ViewContext,
) {
  const zone = timeZoneOf(state);
  const { time, timeWithZone, longDate } = formats(zone);
  const text = isRepeated ? timeWithZone(slot.start) : time(slot.start);
  const name = practitionerOf(state, slot.practitionerId);
  const { status } = state.holding;
  const isChosen = (status === 'held' || status === 'requested') && slotOf(state.holding)?.id === slot.id;
  return html`
    <button
      class=${isChosen ? 'time chosen' : 'time'}
      part="time"
      type="button"
      aria-pressed=${isChosen ? 'true' : 'false'}
      aria-disabled=${status === 'requested' ? 'true' : 'false'}
      @click=${() => status !== 'requested' && send({ type: 'slot-chosen', slot, key: newKey() })}
    >
      <span>${text}</span><span class="unseen">, ${longDate(date)}</span>${
        name === null ? nothing : person(name, isShared, messages)
      }${isOwn ? html`<span class="unseen">, </span><span class="time-person">${messages.heldForYou}</span>` : nothing}
    </button>
  `;
}

/** With whom: always said, and shown where it tells times apart. The degree is left out where it is shown. */
function person(name: string, isShown: boolean, messages: ViewContext['messages']) {
  if (!isShown) return html`<span class="unseen">, ${messages.withWhom(name)}</span>`;
  const [before = '', after = ''] = messages.withWhom('\u0000').split('\u0000');
  return html`<span class="unseen">, ${before}</span><bdi class="time-person">${name.split(',')[0]}</bdi
    ><span class="unseen">${after}</span>`;
}

const partOf = (hour: number): (typeof partsOfDay)[number] =>
  hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening';

/** The time that is held is not free any more, but it is one's own: it stays in its place. */
function withOwn(slots: readonly Slot[], own: Slot | null): readonly Slot[] {
  if (own === null || slots.some(({ id }) => id === own.id)) return slots;
  return [...slots, own].sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}

function oncePerStart(slots: readonly Slot[], own: Slot | null): readonly Slot[] {
  const byStart = new Map<number, Slot>();
  for (const slot of slots) {
    const time = Date.parse(slot.start);
    if (!byStart.has(time) || slot.id === own?.id) byStart.set(time, slot);
  }
  return [...byStart.values()];
}

function repeatedLabels(slots: readonly Slot[], label: (start: string) => string): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { start } of slots) {
    const text = label(start);
    if (seen.has(text)) repeated.add(text);
    seen.add(text);
  }
  return repeated;
}
