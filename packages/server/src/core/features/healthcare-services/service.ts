import type { HealthcareServiceCreate, HealthcareServiceUpdate } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { found } from '../found.ts';
import { hasChanges } from '../has-changes.ts';
import { noteChange } from '../note-change.ts';
import { requireReference } from '../references.ts';
import {
  type HealthcareServiceAnswer,
  changeHealthcareService,
  insertHealthcareService,
  readHealthcareService,
  storedEligibility,
} from './repository.ts';

/**
 * Creates a kind of visit. Unless told otherwise: in person, a start every `durationMinutes`, no buffers, 60 minutes' notice, 60 days ahead, one
 * patient, for everybody, without a referral.
 *
 * @throws Problem `not-found` for an unknown organization
 */
export async function createHealthcareService(
  context: RequestContext,
  body: HealthcareServiceCreate,
): Promise<HealthcareServiceAnswer> {
  await requireReference(context, 'organization', body.organizationId, '/body/organizationId');
  const service = await insertHealthcareService(context, {
    organization_id: body.organizationId,
    name: body.name,
    description: body.description ?? null,
    preparation: body.preparation ?? null,
    mode: body.mode ?? 'in-person',
    duration_minutes: body.durationMinutes,
    slot_interval_minutes: body.slotIntervalMinutes ?? body.durationMinutes,
    buffer_before_minutes: body.bufferBeforeMinutes ?? 0,
    buffer_after_minutes: body.bufferAfterMinutes ?? 0,
    minimum_notice_minutes: body.minimumNoticeMinutes ?? 60,
    horizon_days: body.horizonDays ?? 60,
    capacity: body.capacity ?? 1,
    eligibility: storedEligibility(body.eligibility),
    referral_method: body.referralMethod ?? [],
    referral_instructions: body.referralInstructions ?? null,
    red_flags: JSON.stringify(body.redFlags ?? []),
  });
  await noteChange(context, 'healthcare-service.changed', service.id);
  return service;
}

/** What was booked before keeps its time and its seats. */
export async function updateHealthcareService(
  context: RequestContext,
  id: string,
  body: HealthcareServiceUpdate,
): Promise<HealthcareServiceAnswer> {
  if (!hasChanges(body)) return found('healthcare service', await readHealthcareService(context, id));
  const service = found('healthcare service', await changeHealthcareService(context, id, body));
  await noteChange(context, 'healthcare-service.changed', service.id);
  return service;
}
