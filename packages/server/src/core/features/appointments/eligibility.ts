import { type Ineligibility, ageOn, ineligibilityOf } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { Problem } from '../../problem.ts';
import { localDateOf } from '../../scheduling/time-zone.ts';
import { subjectOf } from '../../http/reach.ts';
import { readChart } from '../persons/charts.ts';
import { actsForClinic } from '../visibility.ts';

/** Whom the visit is for that is about to be booked, and on which day. */
export interface VisitRule {
  readonly eligibility: Parameters<typeof ineligibilityOf>[0];
  /** The local date at its place. */
  readonly date: string;
}

/** Reads the rule of a visit. The clinic itself is bound by none: who books for it has spoken with the patient. */
export async function readVisitRule(
  { tx, tenantId, principal }: RequestContext,
  visit: { readonly healthcare_service_id: string; readonly location_id: string; readonly start_at: Date },
): Promise<VisitRule | null> {
  if (actsForClinic(principal)) return null;
  const { eligibility, time_zone: timeZone } = await tx
    .selectFrom('healthcare_service as service')
    .innerJoin('location', 'location.tenant_id', 'service.tenant_id')
    .where('service.tenant_id', '=', tenantId)
    .where('service.id', '=', visit.healthcare_service_id)
    .where('location.id', '=', visit.location_id)
    .select(['service.eligibility', 'location.time_zone'])
    .executeTakeFirstOrThrow();
  return eligibility === null ? null : { eligibility, date: localDateOf(visit.start_at.getTime(), timeZone) };
}

/** Checks what somebody says of the patient, before any chart is looked at. @throws Problem `not-eligible` */
export function requireEligibleAge(rule: VisitRule | null, birthDate: string): void {
  if (rule === null) return;
  const refusal = ineligibilityOf(rule.eligibility, { age: ageOn(birthDate, rule.date), wasSeen: null });
  if (refusal !== null) throw notEligible(refusal);
}

/**
 * Checks what the chart says, for a person whose own it is or who acts for its patient: nobody else is told whether somebody is a patient. Of who has just
 * found their chart by booking, it is only held against them that they were seen before; who is told so has shown the birth date, and their session keeps the chart: it tries no other.
 *
 * @throws Problem `not-eligible`
 */
export async function requireEligibleChart(
  context: RequestContext,
  rule: VisitRule | null,
  patientId: string,
): Promise<void> {
  const { principal } = context;
  if (rule === null || principal.kind !== 'person') return;
  const chart = await readChart(context, patientId);
  const wasSeen = await hasBeenSeen(context, patientId);
  const refusal = ineligibilityOf(rule.eligibility, {
    age: chart === undefined ? null : ageOn(chart.birthDate, rule.date),
    wasSeen: wasSeen || subjectOf(principal) !== null ? wasSeen : null,
  });
  if (refusal !== null) throw notEligible(refusal, { keepsWrites: true });
}

/** Whether somebody has come to the clinic before: a visit that has begun and was neither cancelled nor missed. */
async function hasBeenSeen({ tx, tenantId, now }: RequestContext, patientId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('appointment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .where('start_at', '<', new Date(now))
    .where('status', 'in', ['booked', 'arrived', 'checked-in', 'fulfilled'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const refusals: Record<Ineligibility, { readonly path: string; readonly message: string }> = {
  'too-young': { path: '/body/patient/birthDate', message: 'is of somebody too young for this kind of visit' },
  'too-old': { path: '/body/patient/birthDate', message: 'is of somebody too old for this kind of visit' },
  'not-new': { path: '/body/patient', message: 'has been seen before: this kind of visit is for new patients' },
  'not-existing': {
    path: '/body/patient',
    message: 'has not been seen yet: this kind of visit is for patients who have',
  },
};

function notEligible(refusal: Ineligibility, extras: { readonly keepsWrites?: true } = {}): Problem {
  const issue = { ...refusals[refusal], code: refusal };
  return new Problem('not-eligible', {
    detail: `The patient ${issue.path.endsWith('birthDate') ? `is ${refusal.replace('-', ' ')} for this kind of visit` : issue.message}. Nothing was booked; the time is still held.`,
    issues: [issue],
    ...extras,
  });
}
