import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import { createIdMaker } from '../../ids.ts';
import { newSecret } from '../../keys/secrets.ts';
import type { Ports } from '../../ports.ts';
import { openStaff } from '../staff/staff-record.ts';
import { findStaff, lockStaff } from '../staff/staff-repository.ts';
import { countAttempt, forgetAttempts, forgetCodesOf } from './attempts.ts';
import type { Busy, PasswordPlaces } from './password-places.ts';
import { type PasswordProblem, newPasswordProblem, normalizePassword } from './password-rules.ts';
import { lockPending, openPending, readPendingToken } from './pending-sign-in.ts';
import { hashMailCode, newMailCode } from './second-factor.ts';
import { type LiveSession, createSession, endSessionsOf, findLiveSession } from './session-repository.ts';
import { noteSignInAct } from './staff-audit.ts';
import { queueStaffMail } from './staff-mail.ts';
import { tryCode } from './try-code.ts';

/** The first step's answer. `over`: nobody is signed in any more. `busy`: nothing was looked at, nor counted. */
export type ChangePasswordAnswer =
  | Busy
  | { readonly outcome: 'code-needed'; readonly token: string; readonly factor: 'totp' | 'mail' }
  /** The present password is not that one. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'password-refused'; readonly problem: PasswordProblem }
  | { readonly outcome: 'wait'; readonly seconds: number }
  | { readonly outcome: 'over' };

/** The second step's answer. `over`: begin again. */
export type ChangeCodeAnswer =
  /** Every session has ended; this is a new one. */
  | { readonly outcome: 'changed'; readonly session: string }
  | { readonly outcome: 'refused'; readonly triesLeft: number }
  | { readonly outcome: 'wait'; readonly seconds: number }
  | { readonly outcome: 'over' };

/**
 * How somebody of the staff changes their own password: with the present one and the second factor, as if they signed in, so that an open page at an
 * empty desk is not enough (OWASP ASVS 5.0, 6.2.3 and 7.5.1).
 */
export interface StaffPasswordChange {
  /** Checks both passwords. @param session of who is signed in @param address the network address of who asks */
  begin(input: {
    readonly session: string;
    readonly current: string;
    readonly next: string;
    readonly address: string;
  }): Promise<ChangePasswordAnswer>;
  /** Checks the second factor; then the new password is the only one, and every session but the one that it opens has ended. */
  confirm(input: {
    readonly session: string;
    readonly token: string;
    readonly code: string;
    readonly address: string;
  }): Promise<ChangeCodeAnswer>;
}

/** Puts it together from the ports. */
export function createStaffPasswordChange(
  ports: Ports,
  { onCommitted, places }: { readonly onCommitted: () => void; readonly places: PasswordPlaces },
): StaffPasswordChange {
  const { database, keys, passwords, commonPasswords, random, clock } = ports;
  const newId = createIdMaker(clock, random);

  const within = async <Result>(
    { tenantId }: LiveSession,
    work: (scope: TenantScope) => Promise<Result>,
  ): Promise<Result> => {
    await keys.prepare(tenantId);
    const result = await inTenant(database, tenantId, (tx) => work({ tx, tenantId }));
    onCommitted();
    return result;
  };
  const mailQueueOf = (scope: TenantScope) => ({
    ...scope,
    keys,
    newId,
    enqueue: (job: Parameters<typeof ports.jobs.enqueue>[1]) => ports.jobs.enqueue(scope.tx, job),
  });

  const begin = async ({
    session,
    current,
    next,
    address,
  }: Parameters<StaffPasswordChange['begin']>[0]): Promise<ChangePasswordAnswer> => {
    const live = await findLiveSession(database, session);
    if (live === undefined) return { outcome: 'over' };
    const { tenantId, staffId, sessionId } = live;
    const attempt = { account: `change/${staffId}`, address, device: sessionId };
    const first = await within(live, async (scope) => ({
      wait: await countAttempt(scope, keys, 'password', attempt),
      staff: await findStaff(scope, staffId),
      clinic: await scope.tx
        .selectFrom('tenant')
        .select('name')
        .where('tenant_id', '=', tenantId)
        .executeTakeFirstOrThrow(),
    }));
    if (first.wait !== undefined) return { outcome: 'wait', seconds: first.wait };
    const stored = first.staff?.password_hash;
    if (first.staff === undefined || !stored) return { outcome: 'over' };
    if (!(await passwords.verify(normalizePassword(current), stored))) {
      await within(live, (scope) => noteSignInAct(scope, keys, newId, 'staff.password-refused', staffId));
      return { outcome: 'refused' };
    }
    const { name, email } = await openStaff(keys, tenantId, staffId, first.staff.sealed);
    const problem =
      normalizePassword(next) === normalizePassword(current)
        ? 'unchanged'
        : await newPasswordProblem(commonPasswords, next, [name, email, first.clinic.name]);
    if (problem !== undefined) return { outcome: 'password-refused', problem };
    const passwordHash = await passwords.hash(normalizePassword(next));

    return within(live, async (scope): Promise<ChangePasswordAnswer> => {
      // what was true before the hashes were computed may not be true any more
      const now = await lockStaff(scope, staffId);
      if (now?.status !== 'active' || now.password_hash !== stored || now.second_factor === null)
        return { outcome: 'over' };
      await forgetAttempts(scope, keys, 'password', attempt);
      await noteSignInAct(scope, keys, newId, 'staff.password-accepted', staffId);
      const id = newId('ses');
      const code = now.second_factor === 'mail' ? newMailCode(random) : undefined;
      const codeHash = code === undefined ? null : await hashMailCode(keys, tenantId, id, code);
      const pending = {
        id,
        secret: newSecret(random),
        staffId,
        kind: 'password-change',
        codeHash,
        passwordHash,
      } as const;
      const token = await openPending(scope, pending);
      if (code !== undefined) await queueStaffMail(mailQueueOf(scope), staffId, { kind: 'code', to: email, code });
      return { outcome: 'code-needed', token, factor: now.second_factor };
    });
  };

  return {
    begin: (input) => places.within(input.address, () => begin(input)),

    async confirm({ session, token, code, address }) {
      const live = await findLiveSession(database, session);
      const read = readPendingToken(token);
      if (live === undefined || read?.tenantId !== live.tenantId) return { outcome: 'over' };
      const { tenantId, staffId, sessionId: device } = live;
      return within(live, async (scope): Promise<ChangeCodeAnswer> => {
        const pending = await lockPending(scope, read, 'password-change');
        const staff = await findStaff(scope, staffId);
        if (pending?.staff_id !== staffId || pending.password_hash === null || staff?.status !== 'active')
          return { outcome: 'over' };
        const tried = await tryCode(scope, { ...ports, newId }, { staff, pending, code, address, device });
        if (tried.outcome === 'wait') return tried;
        if (tried.outcome === 'refused') return tried.triesLeft === 0 ? { outcome: 'over' } : tried;
        await scope.tx
          .updateTable('staff')
          .set({ password_hash: pending.password_hash })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', staffId)
          .execute();
        await endSessionsOf(scope, staffId);
        await forgetCodesOf(scope, keys, staffId);
        await noteSignInAct(scope, keys, newId, 'staff.password-changed', staffId);
        const { email: to } = await openStaff(keys, tenantId, staffId, staff.sealed);
        await queueStaffMail(mailQueueOf(scope), staffId, { kind: 'password-changed', to });
        const ids = { sessionId: newId('ses'), staffId, secret: newSecret(random) };
        return { outcome: 'changed', session: await createSession(scope, ids) };
      });
    },
  };
}
