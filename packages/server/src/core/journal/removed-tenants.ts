import type { RecordedAudit, RecordedTenant } from './read-audit-record.ts';
import type { AuditFinding } from './verify-audit.ts';

/**
 * The clinics that the record knows and the database does not: whoever has the database can remove one as a whole, with its rows, its chain and its keys.
 * Each is one finding, since nothing of it can be compared any more.
 *
 * @param present the clinics that are in the database
 * @param known those of which the operator says that they were meant to go
 */
export const findRemovedTenants = (
  { tenants }: RecordedAudit,
  present: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly AuditFinding[] =>
  [...tenants]
    .filter(([tenantId]) => !present.has(tenantId) && !known.has(tenantId))
    .map(([tenantId, recorded]) => toFinding(tenantId, recorded));

function toFinding(tenantId: string, { written, heads, lines }: RecordedTenant): AuditFinding {
  const end = [...heads.keys()].reduce((last, place) => Math.max(last, place), 0);
  return {
    tenantId,
    fault: 'removed',
    position: end === 0 ? null : end,
    id: null,
    detail:
      `The clinic as a whole is not in the database. Lines ${lines.first} to ${lines.last} of the record tell of ${written.size} of its rows, and of a chain of ${end}; ` +
      'without its keys they cannot be checked. Find out who could remove it, and restore the database and the schema openprm_keys from a backup that has it. ' +
      `If it was meant to go, say so from now on: --removed ${tenantId}`,
  };
}
