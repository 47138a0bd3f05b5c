import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { invalid } from '../../problem.ts';
import { found } from '../found.ts';
import { hasChanges } from '../has-changes.ts';
import { noteChange } from '../note-change.ts';
import {
  changeOrganization,
  insertOrganization,
  isAlerted,
  readOrganization,
  readOrganizations,
} from './repository.ts';

/** The organizations of a tenant: its clinics as legal bodies. Retired by `active: false`, never deleted. */
export const organizationHandlers: HandlersOf<
  'listOrganizations' | 'createOrganization' | 'getOrganization' | 'updateOrganization'
> = {
  listOrganizations: (context, { query }) =>
    readPage(
      context,
      query,
      2,
      (after, limit) => readOrganizations(context, after, limit),
      ({ name, id }) => [name, id],
      (organization) => organization,
    ),

  async createOrganization(context, { body }) {
    const organization = await insertOrganization(context, body);
    await noteChange(context, 'organization.changed', organization.id);
    return organization;
  },

  getOrganization: async (context, { params }) => found('organization', await readOrganization(context, params.id)),

  async updateOrganization(context, { params, body }) {
    if (!hasChanges(body)) return found('organization', await readOrganization(context, params.id));
    const organization = found('organization', await changeOrganization(context, params.id, body));
    // after the row is locked: a survey that is made meanwhile waits for what becomes of the address
    if (body.email === null && (await isAlerted(context, organization.id)))
      throw invalid(
        '/body/email',
        'must stay: a survey that is active, or that somebody has begun, sends an alert there when a safety answer is given',
      );
    await noteChange(context, 'organization.changed', organization.id);
    return organization;
  },
};
