import type {
  EndpointAnswer,
  StaffRole,
  staffCreateSchema,
  staffUpdateSchema,
  updateStaff as updateRow,
} from '@openprm/contract';
import { allowsScope, staffRolePolicies } from '@openprm/contract/policies';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { readIfWhole } from '../../http/read-if-whole.ts';
import { hashSecret } from '../../keys/secrets.ts';
import { Problem, notFound } from '../../problem.ts';
import { createInvitation } from '../staff-sessions/invitation.ts';
import { endSessionsOf } from '../staff-sessions/session-repository.ts';
import { noteStaffAct } from '../staff-sessions/staff-audit.ts';
import { queueStaffMail } from '../staff-sessions/staff-mail.ts';
import { mayHoldTasks } from '../tasks/may-hold-tasks.ts';
import { releaseTasks } from '../tasks/release-tasks.ts';
import {
  type StaffAnswer,
  type StaffRow,
  changeStaff,
  findStaff,
  insertStaff,
  listStaffRows,
  lockOwners,
  openIdentity,
  openInvitation,
  toAccount,
  toStaff,
} from './staff-repository.ts';

/** Lists who works at the clinic. */
export const listStaff = (
  context: RequestContext,
  query: { cursor?: string | undefined; limit?: number | undefined },
) =>
  readPage(
    context,
    query,
    1,
    (after, limit) => listStaffRows(context, after, limit),
    (row) => [row.id],
    (row) => {
      context.touches(row.id);
      return toStaff(context.keys, row);
    },
  );

/** Adds somebody and mails the invitation. @throws Problem `already-exists` */
export async function createStaff(
  context: RequestContext,
  input: z.output<typeof staffCreateSchema>,
): Promise<StaffAnswer> {
  requireMayGive(context, input.role);
  const id = context.newId('stf');
  if (!(await insertStaff(context, context.keys, { id, ...input })))
    throw new Problem('already-exists', { detail: 'Somebody of the staff has this e-mail address.' });
  await invite(context, id);
  return readBack(context, id);
}

/**
 * Changes role or status, whether or not who it is can be read; a session that is open acts by it from its next request on. Open tasks of who may not work on them any more are
 * nobody's from then on.
 *
 * @throws Problem `owner-required` when no owner who can sign in would be left; `invitation-required` for opening an account that has no password or no second
 * factor yet
 */
export async function updateStaff(
  context: RequestContext,
  id: string,
  { role, status }: z.output<typeof staffUpdateSchema>,
): Promise<EndpointAnswer<typeof updateRow>> {
  const staff = await requireStaff(context, id);
  requireMayGive(context, role ?? staff.role);
  if ((role !== undefined && role !== 'owner') || status === 'suspended') await requireOtherOwner(context, staff);
  if (status === 'active' && (staff.password_hash === null || staff.second_factor === null))
    throw new Problem('invitation-required', { detail: 'Send a new invitation instead.' });
  const changes = { ...(role === undefined ? {} : { role }), ...(status === undefined ? {} : { status }) };
  if (Object.keys(changes).length > 0) await changeStaff(context, id, changes);
  if (status === 'suspended') await endSessionsOf(context, id);
  if (role !== undefined && role !== staff.role) await noteStaffAct(context, `staff.role-changed.${role}`, id);
  if (status !== undefined && status !== staff.status)
    await noteStaffAct(context, `staff.status-changed.${status}`, id);
  const changed = await requireStaff(context, id);
  if (!mayHoldTasks(changed)) await releaseTasks(context, id);
  const identity = await readIfWhole(context, id, () => openIdentity(context.keys, changed));
  return { ...toAccount(changed), ...(identity ?? { name: null, email: null }) };
}

/** Ends sessions, password and second factor, gives back the open tasks, and mails a new invitation. @throws Problem `owner-required` */
export async function inviteStaff(context: RequestContext, id: string): Promise<StaffAnswer> {
  const staff = await requireStaff(context, id);
  requireMayGive(context, staff.role);
  if (staff.status === 'active') await requireOtherOwner(context, staff);
  await endSessionsOf(context, id);
  await invite(context, id);
  // until they are back, nobody works on what is theirs
  await releaseTasks(context, id);
  return readBack(context, id);
}

/** Ends every session of a person. */
export async function signOutStaff(context: RequestContext, id: string): Promise<undefined> {
  await requireStaff(context, id);
  context.touches(id);
  await endSessionsOf(context, id);
}

/** Nobody gives what they do not hold: else a key that may add staff could make itself an owner. Of staff, only owners get here. */
function requireMayGive({ principal }: RequestContext, role: StaffRole): void {
  if (principal.kind !== 'secret') return;
  const missing = staffRolePolicies[role].scopes.filter((scope) => !allowsScope(principal.scopes, scope));
  if (missing.length > 0)
    throw new Problem('permission-denied', {
      detail: `The key does not hold what this role may do: ${missing.join(', ')}.`,
    });
}

async function invite(context: RequestContext, id: string): Promise<void> {
  const secret = context.newSecret();
  await openInvitation(context, id, await hashSecret(secret));
  const { name, email } = await readBack(context, id);
  const invitation = createInvitation(context.tenantId, secret);
  await queueStaffMail(context, id, { kind: 'invitation', to: email, name, invitation });
}

async function requireStaff(context: RequestContext, id: string): Promise<StaffRow> {
  const staff = await findStaff(context, id);
  if (staff === undefined) throw notFound('member of staff');
  context.touches(id);
  return staff;
}

/** Whoever stops being an owner leaves one behind: nobody else could invite anybody. */
async function requireOtherOwner(context: RequestContext, { id }: StaffRow): Promise<void> {
  const owners = await lockOwners(context);
  const isOwner = owners.some((owner) => owner.id === id && owner.status === 'active');
  if (isOwner && !owners.some((owner) => owner.id !== id && owner.status === 'active'))
    throw new Problem('owner-required', { detail: 'Make somebody else an owner first.' });
}

async function readBack(context: RequestContext, id: string): Promise<StaffAnswer> {
  context.touches(id);
  return toStaff(context.keys, await requireStaff(context, id));
}
