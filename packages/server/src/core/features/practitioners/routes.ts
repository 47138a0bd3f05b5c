import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { found } from '../found.ts';
import { hasChanges } from '../has-changes.ts';
import { noteChange } from '../note-change.ts';
import { changePractitioner, insertPractitioner, readPractitioner, readPractitioners } from './repository.ts';
import { changePractitionerRole, readPractitionerRole, readPractitionerRoles } from './role-repository.ts';
import { createPractitionerRole } from './service.ts';

/** People who treat, and where they work. */
export const practitionerHandlers: HandlersOf<
  | 'listPractitioners'
  | 'createPractitioner'
  | 'getPractitioner'
  | 'updatePractitioner'
  | 'listPractitionerRoles'
  | 'createPractitionerRole'
  | 'getPractitionerRole'
  | 'updatePractitionerRole'
> = {
  listPractitioners: (context, { query }) =>
    readPage(
      context,
      query,
      2,
      (after, limit) => readPractitioners(context, query, after, limit),
      ({ name, id }) => [name, id],
      (practitioner) => practitioner,
    ),

  async createPractitioner(context, { body }) {
    const practitioner = await insertPractitioner(context, body);
    await noteChange(context, 'practitioner.changed', practitioner.id);
    return practitioner;
  },

  getPractitioner: async (context, { params }) => found('practitioner', await readPractitioner(context, params.id)),

  async updatePractitioner(context, { params, body }) {
    if (!hasChanges(body)) return found('practitioner', await readPractitioner(context, params.id));
    const practitioner = found('practitioner', await changePractitioner(context, params.id, body));
    await noteChange(context, 'practitioner.changed', practitioner.id);
    return practitioner;
  },

  listPractitionerRoles: (context, { query }) =>
    readPage(
      context,
      query,
      1,
      (after, limit) => readPractitionerRoles(context, query, after, limit),
      ({ id }) => [id],
      (role) => role,
    ),

  createPractitionerRole: (context, { body }) => createPractitionerRole(context, body),

  getPractitionerRole: async (context, { params }) =>
    found('practitioner role', await readPractitionerRole(context, params.id)),

  async updatePractitionerRole(context, { params, body }) {
    if (!hasChanges(body)) return found('practitioner role', await readPractitionerRole(context, params.id));
    const role = found('practitioner role', await changePractitionerRole(context, params.id, body));
    await noteChange(context, 'practitioner-role.changed', role.id);
    return role;
  },
};
