import type { RequestContext, TenantScope } from '../../http/context.ts';
import { auditName } from '../../http/principal.ts';
import type { IdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import type { Keys } from '../../ports.ts';

/** What happens around signing in. Who tries with an address that nobody has leaves a row without a resource. */
export type StaffSignInAct =
  | 'staff.password-refused'
  | 'staff.password-accepted'
  | 'staff.code-refused'
  | 'staff.signed-in'
  | 'staff.proven'
  | 'staff.proven-with-recovery-code'
  | 'staff.signed-in-with-recovery-code'
  | 'staff.signed-out'
  | 'staff.invitation-refused'
  | 'staff.invitation-opened'
  | 'staff.enrolled'
  | 'staff.password-changed'
  | 'staff.owner-invited';

/** Notes an act of somebody who is not signed in yet. @param staffId whose account it is, or null when there is none */
export async function noteSignInAct(
  scope: TenantScope,
  keys: Keys,
  newId: IdMaker,
  action: StaffSignInAct,
  staffId: string | null,
): Promise<void> {
  await writeAuditEvents(scope, keys, newId, [
    {
      action,
      principal: staffId === null ? 'visitor' : `staff:${staffId}`,
      resourceId: staffId,
      requestId: newId('req'),
    },
  ]);
}

/** Notes what a request did to somebody's account, beyond the row that every request leaves. */
export async function noteStaffAct(context: RequestContext, action: string, staffId: string): Promise<void> {
  const { principal, requestId, newId, keys } = context;
  await writeAuditEvents(context, keys, newId, [
    { action, principal: auditName(principal), resourceId: staffId, requestId },
  ]);
}
