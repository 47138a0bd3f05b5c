import { staffRolePolicies } from '@openprm/contract/policies';
import type { RequestContext } from '../../http/context.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import type { Principal } from '../../http/principal.ts';
import { readPage } from '../../http/cursor.ts';
import { Problem, notFound } from '../../problem.ts';
import { openStaff } from '../staff/staff-record.ts';
import { findStaff } from '../staff/staff-repository.ts';
import { endOtherSessionsOf, endSession, endSessionsOf, idleMinutes, openSessionsOf } from './session-repository.ts';
import { noteStaffAct } from './staff-audit.ts';

type StaffPrincipal = Extract<Principal, { kind: 'staff' }>;

/** These rows are for staff alone, so nobody else comes here. */
function staffOf({ principal }: RequestContext): StaffPrincipal {
  if (principal.kind !== 'staff') throw new Problem('permission-denied');
  return principal;
}

export const staffSessionHandlers: HandlersOf<
  | 'getStaffSession'
  | 'endStaffSession'
  | 'endStaffSessions'
  | 'listStaffSessions'
  | 'endOtherStaffSessions'
  | 'endOneStaffSession'
> = {
  async getStaffSession(context) {
    const { tx, tenantId, keys } = context;
    const { staffId, sessionId, role } = staffOf(context);
    const [staff, session, tenant] = await Promise.all([
      findStaff(context, staffId),
      tx
        .selectFrom('staff_session')
        .select('expires_at')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', sessionId)
        .executeTakeFirst(),
      tx.selectFrom('tenant').select('name').where('tenant_id', '=', tenantId).executeTakeFirstOrThrow(),
    ]);
    // ended between the look at the credential and this one
    if (staff === undefined || session === undefined) throw new Problem('credential-expired');
    const { name } = await openStaff(keys, tenantId, staffId, staff.sealed);
    return {
      staff: { id: staffId, name, role },
      tenantName: tenant.name,
      scopes: [...staffRolePolicies[role].scopes],
      idleMinutes,
      endsAt: session.expires_at.toISOString(),
    };
  },
  async endStaffSession(context) {
    const { sessionId, staffId } = staffOf(context);
    await endSession(context, sessionId);
    await noteStaffAct(context, 'staff.signed-out', staffId);
  },
  async endStaffSessions(context) {
    const { staffId } = staffOf(context);
    await endSessionsOf(context, staffId);
    await noteStaffAct(context, 'staff.signed-out-everywhere', staffId);
  },
  async listStaffSessions(context, { query }) {
    const { staffId, sessionId } = staffOf(context);
    return readPage(
      context,
      query,
      1,
      (after, limit) =>
        openSessionsOf(context, staffId)
          .$if(after !== undefined, (open) => open.where('id', '<', after?.[0] ?? ''))
          .limit(limit)
          .select(['id', 'created_at', 'last_seen_at'])
          .execute(),
      (row) => [row.id],
      (row) => ({
        id: row.id,
        startedAt: row.created_at.toISOString(),
        lastUsedAt: row.last_seen_at.toISOString(),
        isCurrent: row.id === sessionId,
      }),
    );
  },
  async endOtherStaffSessions(context) {
    const { staffId, sessionId } = staffOf(context);
    await endOtherSessionsOf(context, { staffId, sessionId });
    await noteStaffAct(context, 'staff.signed-out-elsewhere', staffId);
  },
  async endOneStaffSession(context, { params }) {
    const { staffId } = staffOf(context);
    const own = await openSessionsOf(context, staffId).where('id', '=', params.id).select('id').executeTakeFirst();
    if (own === undefined) throw notFound('session');
    await endSession(context, own.id);
    await noteStaffAct(context, 'staff.signed-out-there', staffId);
  },
};
