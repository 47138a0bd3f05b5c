import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import { createIdMaker } from '../../ids.ts';
import { newSecret } from '../../keys/secrets.ts';
import type { Ports } from '../../ports.ts';
import { openStaff } from '../staff/staff-record.ts';
import { findStaff, lockStaff } from '../staff/staff-repository.ts';
import { lockPending, openPending, readPendingToken } from './pending-sign-in.ts';
import { hashMailCode, newMailCode } from './second-factor.ts';
import { findLiveSession, renewSession } from './session-repository.ts';
import { noteSignInAct } from './staff-audit.ts';
import { queueStaffMail } from './staff-mail.ts';
import { tryCode } from './try-code.ts';

/** What a code is asked for by. `over`: nobody is signed in any more. */
export type ProofBegun =
  | { readonly outcome: 'code-needed'; readonly token: string; readonly factor: 'totp' | 'mail' }
  | { readonly outcome: 'over' };

/** `stale`: ask for another code. `over`: nobody is signed in any more. */
export type ProofAnswer =
  /** The session has a new credential; the one before is good no more. */
  | { readonly outcome: 'proven'; readonly session: string }
  | { readonly outcome: 'refused'; readonly triesLeft: number }
  | { readonly outcome: 'wait'; readonly seconds: number }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'over' };

/**
 * How somebody of the staff who is signed in shows their second factor once more, which the rows of the table that are `fresh` ask for. No endpoint, for the reasons of
 * signing in: a wrong code counts though it changes nothing else, and the answer holds a credential.
 */
export interface StaffProof {
  /** Begins it; where codes come by mail, one is sent. @param session of who is signed in */
  begin(input: { readonly session: string }): Promise<ProofBegun>;
  /** Checks a code: of the app or the mail, or a recovery code. Wrong ones count as at the sign-in. */
  confirm(input: {
    readonly session: string;
    readonly token: string;
    readonly code: string;
    readonly address: string;
  }): Promise<ProofAnswer>;
}

/** Puts it together from the ports. */
export function createStaffProof(ports: Ports, { onCommitted }: { readonly onCommitted: () => void }): StaffProof {
  const { database, keys, random, clock } = ports;
  const newId = createIdMaker(clock, random);

  const within = async <Result>(tenantId: string, work: (scope: TenantScope) => Promise<Result>): Promise<Result> => {
    await keys.prepare(tenantId);
    const result = await inTenant(database, tenantId, (tx) => work({ tx, tenantId }));
    onCommitted();
    return result;
  };

  return {
    async begin({ session }) {
      const live = await findLiveSession(database, session);
      if (live === undefined) return { outcome: 'over' };
      const { tenantId, staffId } = live;
      return within(tenantId, async (scope): Promise<ProofBegun> => {
        const staff = await lockStaff(scope, staffId);
        if (staff?.status !== 'active' || staff.second_factor === null) return { outcome: 'over' };
        const id = newId('ses');
        const code = staff.second_factor === 'mail' ? newMailCode(random) : undefined;
        const codeHash = code === undefined ? null : await hashMailCode(keys, tenantId, id, code);
        const token = await openPending(scope, { id, secret: newSecret(random), staffId, kind: 'proof', codeHash });
        if (code !== undefined) {
          const { email: to } = await openStaff(keys, tenantId, staffId, staff.sealed);
          const enqueue = (job: Parameters<typeof ports.jobs.enqueue>[1]) => ports.jobs.enqueue(scope.tx, job);
          await queueStaffMail({ ...scope, keys, newId, enqueue }, staffId, { kind: 'code', to, code });
        }
        return { outcome: 'code-needed', token, factor: staff.second_factor };
      });
    },

    async confirm({ session, token, code, address }) {
      const live = await findLiveSession(database, session);
      if (live === undefined) return { outcome: 'over' };
      const { tenantId, staffId, sessionId } = live;
      const read = readPendingToken(token);
      if (read?.tenantId !== tenantId) return { outcome: 'stale' };
      return within(tenantId, async (scope): Promise<ProofAnswer> => {
        const pending = await lockPending(scope, read, 'proof');
        if (pending?.staff_id !== staffId) return { outcome: 'stale' };
        const staff = await findStaff(scope, staffId);
        if (staff?.status !== 'active') return { outcome: 'over' };
        const tried = await tryCode(scope, { ...ports, newId }, { staff, pending, code, address, device: sessionId });
        if (tried.outcome === 'wait') return tried;
        if (tried.outcome === 'refused') return tried.triesLeft === 0 ? { outcome: 'stale' } : tried;
        const act = tried.outcome === 'recovery' ? 'staff.proven-with-recovery-code' : 'staff.proven';
        await noteSignInAct(scope, keys, newId, act, staffId);
        return { outcome: 'proven', session: await renewSession(scope, { sessionId, secret: newSecret(random) }) };
      });
    },
  };
}
