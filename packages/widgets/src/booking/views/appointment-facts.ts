import type { Appointment } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { wallTime } from '../zone.ts';
import type { ViewContext } from './view-context.ts';

/** An appointment in words: its day and time in the zone that counts, and in the other where they differ. */
export function whenWords(appointment: Appointment, viewerTimeZone: string, { messages, formats }: ViewContext) {
  const { start, end, timeZone, mode } = appointment;
  const isVideo = mode === 'telehealth';
  const zone = isVideo ? viewerTimeZone : timeZone;
  const other = isVideo ? timeZone : viewerTimeZone;
  const { longDateOf, timeRange, zoneName } = formats(zone);
  const there = timeElsewhere(start, zone, other, formats);
  return html`<b>${longDateOf(start)}, ${timeRange(start, end)} ${zoneName(start)}</b>${
      there !== null
        ? html`<br /><span class="muted">${isVideo ? messages.clinicTimeOf(there) : messages.yourTimeOf(there)}</span>`
        : nothing
    }`;
}

/** The time in another zone, with its day where that differs; null where clocks agree. */
export function timeElsewhere(
  start: string,
  zone: string,
  other: string,
  formats: ViewContext['formats'],
): string | null {
  const here = wallTime(start, zone);
  const there = wallTime(start, other);
  if (here.offsetMinutes === there.offsetMinutes) return null;
  return here.date === there.date ? formats(other).time(start) : formats(other).dateAndTime(start);
}

/** What, when, where, with whom, and what to prepare. */
export function appointmentFacts(appointment: Appointment, viewerTimeZone: string, context: ViewContext) {
  const { messages } = context;
  const { display, mode } = appointment;
  const where = mode === 'telehealth' ? messages.videoWhere : `${display.location}, ${display.address}`;
  return html`
    <dl class="facts">
      ${row(messages.when, whenWords(appointment, viewerTimeZone, context))}
      ${row(messages.what, data(display.healthcareService))} ${row(messages.where, data(where))}
      ${row(messages.with, data(display.practitioner))}
      ${display.preparation === null ? nothing : row(messages.prepare, data(display.preparation))}
    </dl>
  `;
}

/** What the clinic wrote, in whatever direction its language has. */
const data = (text: string) => html`<bdi>${text}</bdi>`;

const row = (term: string, value: unknown) =>
  html`<div class="facts-row">
    <dt class="muted">${term}</dt>
    <dd>${value}</dd>
  </div>`;
