import type { Location, LocationCreate, LocationUpdate } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { invalid } from '../../problem.ts';
import { isTimeZone } from '../../scheduling/time-zone.ts';
import { found } from '../found.ts';
import { hasChanges } from '../has-changes.ts';
import { noteChange } from '../note-change.ts';
import { requireReference } from '../references.ts';
import { changeLocation, insertLocation, readLocation } from './repository.ts';

/** @throws Problem `not-found` for an unknown organization, `validation-failed` for an unknown time zone */
export async function createLocation(context: RequestContext, body: LocationCreate): Promise<Location> {
  requireTimeZone(body.timeZone);
  await requireReference(context, 'organization', body.organizationId, '/body/organizationId');
  const location = await insertLocation(context, body);
  await noteChange(context, 'location.changed', location.id);
  return location;
}

/** A new time zone moves the hours of the place's schedules; appointments keep their instants. */
export async function updateLocation(context: RequestContext, id: string, body: LocationUpdate): Promise<Location> {
  if (body.timeZone !== undefined) requireTimeZone(body.timeZone);
  if (!hasChanges(body)) return found('location', await readLocation(context, id));
  const location = found('location', await changeLocation(context, id, body));
  await noteChange(context, 'location.changed', location.id);
  return location;
}

function requireTimeZone(name: string): void {
  if (!isTimeZone(name))
    throw invalid('/body/timeZone', 'is not an IANA time zone that this server knows, spelled as IANA does');
}
