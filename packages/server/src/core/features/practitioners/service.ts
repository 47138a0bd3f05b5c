import type { PractitionerRole, PractitionerRoleCreate } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { Problem } from '../../problem.ts';
import { noteChange } from '../note-change.ts';
import { requireReference } from '../references.ts';
import { insertPractitionerRole } from './role-repository.ts';

/**
 * Places a practitioner at a location, and so in its organization. The same person may work in several organizations of the tenant; their time
 * stays one.
 *
 * @throws Problem `not-found` for an unknown practitioner or location, `already-exists` when they have a role there
 */
export async function createPractitionerRole(
  context: RequestContext,
  body: PractitionerRoleCreate,
): Promise<PractitionerRole> {
  await requireReference(context, 'practitioner', body.practitionerId, '/body/practitionerId');
  await requireReference(context, 'location', body.locationId, '/body/locationId');
  const role = await insertPractitionerRole(context, body);
  if (role === undefined) {
    throw new Problem('already-exists', {
      detail: 'This practitioner has a role at this location. Change that one, or make it active again.',
    });
  }
  await noteChange(context, 'practitioner-role.changed', role.id);
  return role;
}
