import type { ScheduleCreate, ScheduleUpdate } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { invalid } from '../../problem.ts';
import { found } from '../found.ts';
import { hasChanges } from '../has-changes.ts';
import { noteChange } from '../note-change.ts';
import { noteOpenedHours } from '../waitlist-entries/opened-hours.ts';
import { missingReference } from '../references.ts';
import {
  type ScheduleAnswer,
  changeSchedule,
  insertSchedule,
  lockSchedule,
  readOrganizationOfRole,
  readOrganizationsOfServices,
  readSchedule,
  replaceServices,
} from './repository.ts';

/**
 * Creates a schedule: no exceptions, no daily cap and no first or last date unless given. Hours of one day may overlap: they merge.
 *
 * @throws Problem `not-found` for an unknown role or service; `validation-failed` for a service of another organization, a service or an exception's
 * date that is given twice, or an end before the start
 */
export async function createSchedule(context: RequestContext, body: ScheduleCreate): Promise<ScheduleAnswer> {
  requireDistinctDates(body.exceptions);
  requireOrder(body.startDate, body.endDate, '/body/endDate');
  await requireServicesOfRole(context, body.practitionerRoleId, body.healthcareServiceIds);
  const id = await insertSchedule(context, body);
  await replaceServices(context, id, body.healthcareServiceIds);
  await noteChange(context, 'schedule.changed', id);
  const made = found('schedule', await readSchedule(context, id));
  await noteOpenedHours(context, undefined, made);
  return made;
}

/** Changes what is given. Lists are replaced whole; appointments that were made stay. @throws Problem as {@link createSchedule} */
export async function updateSchedule(
  context: RequestContext,
  id: string,
  body: ScheduleUpdate,
): Promise<ScheduleAnswer> {
  if (!hasChanges(body)) return found('schedule', await readSchedule(context, id));
  const present = found('schedule', await lockSchedule(context, id));
  requireDistinctDates(body.exceptions);
  requireOrder(
    body.startDate === undefined ? present.startDate : body.startDate,
    body.endDate === undefined ? present.endDate : body.endDate,
    body.endDate === undefined ? '/body/startDate' : '/body/endDate',
  );
  if (body.healthcareServiceIds !== undefined) {
    await requireServicesOfRole(context, present.practitionerRoleId, body.healthcareServiceIds);
    await replaceServices(context, id, body.healthcareServiceIds);
  }
  await changeSchedule(context, id, body);
  await noteChange(context, 'schedule.changed', id);
  const changed = found('schedule', await readSchedule(context, id));
  await noteOpenedHours(context, present, changed);
  return changed;
}

async function requireServicesOfRole(
  context: RequestContext,
  practitionerRoleId: string,
  healthcareServiceIds: readonly string[],
): Promise<void> {
  const organizationId = await readOrganizationOfRole(context, practitionerRoleId);
  if (organizationId === undefined) throw missingReference('practitioner_role', '/body/practitionerRoleId');
  const organizations = await readOrganizationsOfServices(context, healthcareServiceIds);
  for (const [index, id] of healthcareServiceIds.entries()) {
    const path = `/body/healthcareServiceIds/${index}`;
    const organization = organizations.get(id);
    if (organization === undefined) throw missingReference('healthcare_service', path);
    if (organization !== organizationId) throw invalid(path, "must belong to the organization of the role's location");
    if (healthcareServiceIds.indexOf(id) < index) throw invalid(path, 'is given twice');
  }
}

function requireDistinctDates(exceptions: ScheduleCreate['exceptions']): void {
  const dates = new Set<string>();
  for (const [index, { date }] of (exceptions ?? []).entries()) {
    if (dates.has(date))
      throw invalid(`/body/exceptions/${index}/date`, 'is given twice; put all hours of a date into one exception');
    dates.add(date);
  }
}

/** Dates as `YYYY-MM-DD` sort as text. */
function requireOrder(startDate: string | null | undefined, endDate: string | null | undefined, path: string): void {
  if (startDate && endDate && endDate < startDate) throw invalid(path, 'endDate must not be before startDate');
}
