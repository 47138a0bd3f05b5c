import type { RequestContext } from '../http/context.ts';
import { Problem } from '../problem.ts';

/** Tables that a request may refer to by id, and what their rows are called. */
const nouns = {
  organization: 'organization',
  location: 'location',
  practitioner: 'practitioner',
  practitioner_role: 'practitioner role',
  healthcare_service: 'healthcare service',
} as const;
type Referred = keyof typeof nouns;

/**
 * The problem of an id in a body that this tenant does not have. Another tenant's id looks the same.
 *
 * @param path JSON pointer of the field, such as `/body/locationId`
 */
export function missingReference(table: Referred, path: string): Problem {
  const message = `is not the id of any ${nouns[table]} here`;
  return new Problem('not-found', { detail: `${path} ${message}`, issues: [{ path, code: 'not-found', message }] });
}

/**
 * Makes sure that a body refers to a thing of this tenant. Things are retired and never deleted, so what is there now stays.
 *
 * @param path JSON pointer of the field, such as `/body/locationId`
 * @throws Problem `not-found`, naming the field
 */
export async function requireReference(
  context: RequestContext,
  table: Referred,
  id: string,
  path: string,
): Promise<void> {
  const found = await context.tx
    .selectFrom(table)
    .select('id')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (found === undefined) throw missingReference(table, path);
}
