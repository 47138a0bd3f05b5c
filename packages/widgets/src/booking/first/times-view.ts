import type { Slot } from '@openprm/sdk';
import { html, nothing } from 'lit';
import type { WhenState } from '../booking-state.ts';
import { timeElsewhere } from './time-elsewhere.ts';
import type { FirstContext } from './view-context.ts';
import { isTelehealth, ownSlotOn, placeZoneOf, practitionerOf, slotOf, timeZoneOf } from './visit-selectors.ts';
import { wallTime } from '../../locales/zone.ts';

const partsOfDay = ['morning', 'afternoon', 'evening'] as const;

/** A day's times, grouped by part of day. A start that several practitioners have is shown once. */
export function timesView(state: WhenState, date: string, slots: readonly Slot[], context: FirstContext) {
  const { messages, formats, whole } = context;
  const zone = timeZoneOf(state);
  const { starts, traits } = dayOf(state, date, slots);
  const [first] = starts;
  return html`
    <div
      class="times-groups"
      role="group"
      aria-label=${messages.timesOn(formats(zone).longDate(date))}
      data-roving
      @keydown=${whole?.later.onRovingKey}
    >
      ${partsOfDay.map((part) => {
        const own = starts.filter(({ start }) => partOf(wallTime(start, zone).hour) === part);
        if (own.length === 0) return nothing;
        return html`
          <h3 class="part-title" id=${`part-${part}`}>${messages[part]}</h3>
          <div class="times" role="group" aria-labelledby=${`part-${part}`}>
            ${own.map((slot) => timeButton(state, slot, traits(slot), context))}
          </div>
        `;
      })}
    </div>
    ${first ? zoneLine(state, first.start, context) : nothing}
  `;
}

/** A day's times without their grouping: for a list of several days. */
export function timeButtons(state: WhenState, date: string, slots: readonly Slot[], context: FirstContext) {
  const { starts, traits } = dayOf(state, date, slots);
  return starts.map((slot) => timeButton(state, slot, traits(slot), context));
}

/** Whose zone the times are in; where the other's clock shows another time, one time in both. */
export function zoneLine(state: WhenState, start: string, { messages, formats }: FirstContext) {
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
function dayOf(state: WhenState, date: string, slots: readonly Slot[]) {
  const own = ownSlotOn(state, date);
  const all = withOwn(slots, own);
  const starts = oncePerStart(all, own);
  const isShared = new Set(all.map(({ practitionerId }) => practitionerId)).size > 1;
  const traits = (slot: Slot): TimeTraits => ({
    date,
    isShared,
    isOwn: slot.id === own?.id,
  });
  return { starts, traits };
}

interface TimeTraits {
  readonly date: string;
  /** Several practitioners have times on this day, so each says whose it is. */
  readonly isShared: boolean;
  /** It is held for this person. */
  readonly isOwn: boolean;
}

function timeButton(
  state: WhenState,
  slot: Slot,
  { date, isShared, isOwn }: TimeTraits,
  { messages, formats, send, newKey, whole }: FirstContext,
) {
  const zone = timeZoneOf(state);
  const { time, longDate } = formats(zone);
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
      <span>${time(slot.start)}</span><span class="unseen">${messages.comma}${longDate(date)}</span>${
        name === null ? nothing : person(name, isShared, messages)
      }${isOwn ? html`<span class="unseen">${messages.comma}</span><span class="time-person">${whole?.messages.heldForYou}</span>` : nothing}
    </button>
  `;
}

/** With whom: always said, and shown where it tells times apart. The degree is left out where it is shown. */
function person(name: string, isShown: boolean, messages: FirstContext['messages']) {
  if (!isShown) return html`<span class="unseen">${messages.comma}${messages.withWhom(name)}</span>`;
  const [before = '', after = ''] = messages.withWhom('\u0000').split('\u0000');
  return html`<span class="unseen">${messages.comma}${before}</span><bdi class="time-person">${name.split(',')[0]}</bdi
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
