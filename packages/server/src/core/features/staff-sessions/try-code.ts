import type { TenantScope } from '../../http/context.ts';
import type { IdMaker } from '../../ids.ts';
import type { Clock, Keys } from '../../ports.ts';
import type { StaffRow } from '../staff/staff-repository.ts';
import { type Attempt, countAttempt, forgetAttempts } from './attempts.ts';
import { type PendingSignIn, closePending, countWrongCode } from './pending-sign-in.ts';
import { type CodeOutcome, checkCode } from './second-factor.ts';
import { noteSignInAct } from './staff-audit.ts';

/** What came of a code. With no tries left the first step has to be done again. */
export type CodeTry =
  | { readonly outcome: Exclude<CodeOutcome, 'wrong'> }
  | { readonly outcome: 'refused'; readonly triesLeft: number }
  | { readonly outcome: 'wait'; readonly seconds: number };

/** What trying a code needs. */
export interface CodeTryTools {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly newId: IdMaker;
}

/** One try at a second factor, wherever it is asked for: counted before it is made, audited when it was wrong, and the end of what waited for it when it was right. */
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
  const { keys, newId } = tools;
  const attempt = { account: staff.id, ...where };
  const seconds = await countAttempt(scope, keys, 'code', attempt);
  if (seconds !== undefined) return { outcome: 'wait', seconds };
  const outcome = await checkCode(scope, tools, staff, pending, code);
  if (outcome === 'wrong') {
    await noteSignInAct(scope, keys, newId, 'staff.code-refused', staff.id);
    return { outcome: 'refused', triesLeft: await countWrongCode(scope, pending) };
  }
  await forgetAttempts(scope, keys, 'code', attempt);
  await closePending(scope, pending.id);
  return { outcome };
}
