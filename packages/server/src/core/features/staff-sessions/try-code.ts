import type { TenantScope } from '../../http/context.ts';
import type { IdMaker } from '../../ids.ts';
import type { Ports } from '../../ports.ts';
import { openStaff } from '../staff/staff-record.ts';
import type { StaffRow } from '../staff/staff-repository.ts';
import { type Attempt, countAttempt, countRefusedCode, forgetAttempts } from './attempts.ts';
import { type PendingSignIn, closePending, countWrongCode } from './pending-sign-in.ts';
import { type CodeOutcome, checkCode } from './second-factor.ts';
import { noteSignInAct } from './staff-audit.ts';
import { queueStaffMail } from './staff-mail.ts';

/** What came of a code. With no tries left the first step has to be done again. */
export type CodeTry =
  | { readonly outcome: Exclude<CodeOutcome, 'wrong'> }
  | { readonly outcome: 'refused'; readonly triesLeft: number }
  | { readonly outcome: 'wait'; readonly seconds: number };

/** What trying a code needs. */
export interface CodeTryTools extends Pick<Ports, 'keys' | 'clock' | 'jobs'> {
  readonly newId: IdMaker;
}

/**
 * One try at a second factor, wherever it is asked for: counted before it is made, audited when it was wrong, and the end of what waited for it when it was right. At the fifth wrong one of a
 * day its owner is told by mail: whoever tries has the password.
 */
export async function tryCode(
  scope: TenantScope,
  tools: CodeTryTools,
  {
    staff,
    pending,
    code,
    ...where
  }: Pick<Attempt, 'address' | 'device'> & {
    readonly staff: StaffRow;
    readonly pending: PendingSignIn;
    readonly code: string;
  },
): Promise<CodeTry> {
  const { keys, jobs, newId } = tools;
  const attempt = { account: staff.id, ...where };
  const seconds = await countAttempt(scope, keys, 'code', attempt);
  if (seconds !== undefined) return { outcome: 'wait', seconds };
  const outcome = await checkCode(scope, tools, staff, pending, code);
  if (outcome === 'wrong') {
    await noteSignInAct(scope, keys, newId, 'staff.code-refused', staff.id);
    if (await countRefusedCode(scope, keys, attempt)) {
      const { email: to } = await openStaff(keys, scope.tenantId, staff.id, staff.sealed);
      const enqueue = (job: Parameters<typeof jobs.enqueue>[1]) => jobs.enqueue(scope.tx, job);
      await queueStaffMail({ ...scope, keys, newId, enqueue }, staff.id, { kind: 'codes-refused', to });
    }
    return { outcome: 'refused', triesLeft: await countWrongCode(scope, pending) };
  }
  await forgetAttempts(scope, keys, 'code', attempt);
  await closePending(scope, pending.id);
  return { outcome };
}
