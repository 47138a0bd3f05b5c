import {
  type EndpointAnswer,
  type EndpointRequest,
  type listAuditEvents as listRow,
  auditAgentKinds,
  purposesOfUse,
} from '@openprm/contract';
import { type EndpointRow, endpointTable } from '@openprm/contract/policies';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { personOf, readAuditName } from '../../http/principal.ts';
import { type Reach, reachOf } from '../../http/reach.ts';
import { readAuditAction } from '../../journal/audit-action.ts';
import { openStaff } from '../staff/staff-record.ts';
import { type AuditFilter, type AuditRow, listAuditRows } from './repository.ts';

type Answer = EndpointAnswer<typeof listRow>;
type Item = Answer['data'][number];

/** Lists who has looked: all for the clinic, and for a patient what is about themselves. The look itself leaves a row. */
export async function listAuditEvents(
  context: RequestContext,
  { query }: EndpointRequest<typeof listRow>,
): Promise<Answer> {
  const filter = narrowed(reachOf(context.principal), query.patientId);
  if (filter === undefined) return { data: [], nextCursor: null };
  context.touches(filter.resourceId ?? null, filter.patientId);
  return readPage(
    context,
    query,
    2,
    (after, limit) => listAuditRows(context, filter, after, limit),
    ({ recorded, id }) => [recorded, id],
    (row) => toAuditEvent(context, row),
  );
}

/**
 * What of the audit a principal may see, narrowed to one patient where that is asked for; undefined for nothing. Who has a credential for one appointment sees what was done with
 * that one: the chart that it may be linked to later has more, which this credential does not open.
 */
function narrowed(reach: Reach, patientId: string | undefined): AuditFilter | undefined {
  const only = patientId === undefined ? {} : { patientId };
  switch (reach.of) {
    case 'clinic':
      return only;
    case 'appointment':
      return { resourceId: reach.appointmentId, hidesTries: true, ...only };
    case 'patient':
      return patientId === undefined || patientId === reach.patientId ? { patientId: reach.patientId } : undefined;
    case 'current-day':
    case 'waitlist-entry':
    case 'survey-invitation':
    case 'nothing':
      return undefined;
  }
}

async function toAuditEvent({ keys, tenantId, principal }: RequestContext, row: AuditRow): Promise<Item> {
  const { kind, personId, relatedPersonId, role } = readAuditName(row.principal);
  const staff =
    row.staff_id === null || row.staff_sealed === null
      ? undefined
      : await openStaff(keys, tenantId, row.staff_id, row.staff_sealed);
  const { operation, reason, refusal } = readAuditAction(row.action);
  const isForClinic = reachOf(principal).of === 'clinic';
  return {
    id: row.id,
    recorded: row.recorded,
    action: actionOf(operation),
    operation,
    outcome: refusal === undefined ? '0' : '4',
    agent: {
      kind: auditAgentKinds.find((known) => known === kind) ?? 'visitor',
      role: role ?? row.staff_role,
      display: staff?.name ?? null,
      isCaller: personId !== undefined && personId === personOf(principal),
      isProxy: relatedPersonId !== undefined,
      ...(relatedPersonId !== undefined && isForClinic ? { relatedPersonId } : {}),
    },
    purpose: purposesOfUse.find((known) => known === row.purpose) ?? null,
    ...(reason !== undefined && isForClinic ? { reason } : {}),
    ...(refusal !== undefined && isForClinic ? { outcomeDesc: refusal } : {}),
    // of who asked for what is not theirs: an id that they typed, which may be of another clinic, stands in the database's row alone
    resourceId: row.patient_id === null && refusal === 'not-found' ? null : row.resource_id,
    patientId: row.patient_id,
  };
}

/** FHIR's letter for what was done. */
function actionOf(operation: string): Item['action'] {
  const rows: Readonly<Record<string, EndpointRow>> = endpointTable;
  const row = Object.hasOwn(rows, operation) ? rows[operation] : undefined;
  switch (row?.method) {
    case 'GET':
      return 'R';
    case 'POST':
      return row.creates === true ? 'C' : 'U';
    case 'PUT':
    case 'PATCH':
      return 'U';
    case 'DELETE':
      return 'D';
    case undefined:
      return 'E';
  }
}
