import type { Appointment } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { timeElsewhere } from '../first/time-elsewhere.ts';
import type { ViewContext } from '../first/view-context.ts';

/** An appointment in words: its day and time in the zone that counts, and in the other where they differ. */
export function whenWords(
  appointment: Pick<Appointment, 'start' | 'end' | 'timeZone' | 'mode'>,
  viewerTimeZone: string,
  { messages, formats }: ViewContext,
) {
  const { start, end, timeZone, mode } = appointment;
  const isVideo = mode === 'telehealth';
  const zone = isVideo ? viewerTimeZone : timeZone;
  const other = isVideo ? timeZone : viewerTimeZone;
  const { longDateOf, timeRange, zoneName } = formats(zone);
  const there = timeElsewhere(start, zone, other, formats);
  return html`<b
      >${longDateOf(start)}${messages.comma}<span class="number">${timeRange(start, end)}</span> ${zoneName(start)}</b
    >${
      there !== null
        ? html`<br /><span class="muted">${isVideo ? messages.clinicTimeOf(there) : messages.yourTimeOf(there)}</span>`
        : nothing
    }`;
}

/**
 * What, when, where, with whom, and what to prepare; and for whom, where somebody else has booked.
 *
 * @param options `beside` stands with the place; `isOpen` says that the visit takes place, so that there is something to prepare
 */
export function appointmentFacts(
  appointment: Appointment,
  viewerTimeZone: string,
  context: ViewContext,
  { beside = nothing, isOpen }: { readonly beside?: unknown; readonly isOpen: boolean },
) {
  const { messages } = context;
  const { display, mode, patient } = appointment;
  const where = mode === 'telehealth' ? messages.videoWhere : `${display.location}, ${display.address}`;
  return html`
    <dl class="facts">
      ${patient?.contact ? factRow(messages.aboutPatient, dataText(`${patient.given} ${patient.family}`)) : nothing}
      ${factRow(messages.when, whenWords(appointment, viewerTimeZone, context))}
      ${display.healthcareService === null ? nothing : factRow(messages.what, dataText(display.healthcareService))}
      ${factRow(messages.where, html`${dataText(where)}${beside}`)}
      ${factRow(messages.with, dataText(display.practitioner))}
      ${!isOpen || display.preparation === null ? nothing : factRow(messages.prepare, dataText(display.preparation))}
    </dl>
  `;
}

/** What the clinic wrote, in whatever direction its language has. */
export const dataText = (text: string) => html`<bdi>${text}</bdi>`;

/** One line of facts. */
export const factRow = (term: string, value: unknown) =>
  html`<div class="facts-row">
    <dt class="muted">${term}</dt>
    <dd>${value}</dd>
  </div>`;
