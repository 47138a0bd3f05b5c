import type { EndpointName } from '@openprm/contract/policies';
import { inTenant } from '../database/tenant-transaction.ts';
import type { IdMaker } from '../ids.ts';
import { auditAction } from '../journal/audit-action.ts';
import { writeAuditEvents } from '../journal/write-audit-events.ts';
import type { Ports } from '../ports.ts';
import { Problem } from '../problem.ts';
import { type Principal, auditName } from './principal.ts';

/** What can be an id of ours; whatever else a header held is not written down. */
const idShape = /^[a-z]{3}_[0-9A-Za-z]{1,40}$/;

/**
 * Leaves an audit row for who asked for what is not theirs, or is not there: which of the two is not looked at. The request's own transaction is undone by then. The row is about no patient, so
 * that nobody but the clinic reads who tried; a key that stands in a web page says nothing of who that was, and leaves none (OWASP ASVS 5.0, 16.3.2).
 *
 * @returns whether it left one
 */
export async function noteRefusedReach(
  { database, keys }: Pick<Ports, 'database' | 'keys'>,
  newId: IdMaker,
  error: unknown,
  call: { readonly operation: EndpointName; readonly principal: Principal; readonly requestId: string },
): Promise<boolean> {
  const { operation, principal, requestId } = call;
  if (!(error instanceof Problem) || error.extras.triedFor === undefined || principal.kind === 'publishable')
    return false;
  const entry = {
    action: auditAction({ operation, refusal: error.code }),
    principal: auditName(principal),
    resourceId: idShape.test(error.extras.triedFor) ? error.extras.triedFor : null,
    requestId,
  };
  const { tenantId } = principal;
  await inTenant(database, tenantId, (tx) => writeAuditEvents({ tx, tenantId }, keys, newId, [entry]));
  return true;
}
