import { staffCreateSchema } from '@openprm/contract';
import { inTenant } from '../database/tenant-transaction.ts';
import { createInvitation } from '../features/staff-sessions/invitation.ts';
import { noteSignInAct } from '../features/staff-sessions/staff-audit.ts';
import { staffEmailIndex } from '../features/staff/staff-record.ts';
import { changeStaff, insertStaff, openInvitation } from '../features/staff/staff-repository.ts';
import { endSessionsOf } from '../features/staff-sessions/session-repository.ts';
import { createIdMaker } from '../ids.ts';
import { hashSecret, newSecret } from '../keys/secrets.ts';
import type { Ports } from '../ports.ts';

/** Who is to own a clinic's account. */
export interface OwnerInvite {
  readonly tenantId: string;
  readonly name: string;
  readonly email: string;
}

/**
 * Invites an owner, for whoever runs the server: the first one of a clinic, or one more when nobody of it can sign in any more. Somebody who is of
 * the staff already becomes an owner with a new invitation; what signed them in until now is gone.
 *
 * @returns the invitation, for the fragment of a link: the only time that it can be read
 * @throws RangeError for a tenant that does not exist, a name or an address that is not valid; the message says what to do
 */
export async function inviteOwner(
  { database, keys, clock, random }: Pick<Ports, 'database' | 'keys' | 'clock' | 'random'>,
  { tenantId, name, email }: OwnerInvite,
): Promise<string> {
  const input = staffCreateSchema.safeParse({ name, email, role: 'owner' });
  if (!input.success)
    throw new RangeError('An owner has a name of 1 to 100 characters on one line, and an e-mail address.');
  const tenant = await database
    .selectFrom('tenant')
    .select('tenant_id')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (tenant === undefined) throw new RangeError('There is no tenant with this id. npm run tenant printed it.');

  const newId = createIdMaker(clock, random);
  const secret = newSecret(random);
  await keys.prepare(tenantId);
  await inTenant(database, tenantId, async (tx) => {
    const scope = { tx, tenantId };
    const newStaffId = newId('stf');
    const isNew = await insertStaff(scope, keys, { id: newStaffId, ...input.data });
    const staffId = isNew ? newStaffId : await findIdByEmail();
    if (!isNew) {
      await changeStaff(scope, staffId, { role: 'owner' });
      await endSessionsOf(scope, staffId);
    }
    await openInvitation(scope, staffId, await hashSecret(secret));
    await noteSignInAct(scope, keys, newId, 'staff.owner-invited', staffId);

    async function findIdByEmail(): Promise<string> {
      const { id } = await tx
        .selectFrom('staff')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('email_index', '=', await staffEmailIndex(keys, tenantId, input.data?.email ?? ''))
        .executeTakeFirstOrThrow();
      return id;
    }
  });
  return createInvitation(tenantId, secret);
}
