import type { TenantScope } from '../../http/context.ts';
import type { Clock, Keys, Random } from '../../ports.ts';
import type { StaffRow } from '../staff/staff-repository.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { hashRecoveryCode, readRecoveryCode } from './recovery-codes.ts';
import { findTotpStep } from './totp.ts';

/** Which of a person's second factors a code was, or that it was none. */
export type CodeOutcome = 'right' | 'recovery' | 'wrong';

/** Whose row an authenticator's secret is sealed for. */
export const totpIdentity = (staffId: string) => `staff_totp/${staffId}`;

/** Seals an authenticator's secret for one person's row. */
export const sealTotpSecret = (
  keys: Keys,
  tenantId: string,
  staffId: string,
  secret: Uint8Array,
): Promise<Uint8Array> => keys.seal(tenantId, totpIdentity(staffId), JSON.stringify([...secret]));

/** Opens it. */
export async function openTotpSecret(
  keys: Keys,
  tenantId: string,
  staffId: string,
  sealed: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(JSON.parse(await keys.open(tenantId, totpIdentity(staffId), sealed)) as number[]);
}

/** Six digits, each as likely as another. */
export function newMailCode(random: Random): string {
  for (;;) {
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    const number = (a << 16) | (b << 8) | c;
    // of 2^24 values the last 777,216 would make some codes likelier
    if (number < 16_000_000) return String(number % 1_000_000).padStart(6, '0');
  }
}

/** What is stored of a mailed code: a MAC under a key that the database does not have, since six digits are soon tried. */
export const hashMailCode = (keys: Keys, tenantId: string, pendingId: string, code: string) =>
  keys.mac(tenantId, 'staff', `code/${pendingId}/${code}`);

const isEqual = (a: Uint8Array, b: Uint8Array) => {
  let difference = a.length ^ b.length;
  for (const [i, byte] of a.entries()) difference |= byte ^ (b[i] ?? 0);
  return difference === 0;
};

/** Checks a code, and uses it up when it is right: no code signs in twice. */
export async function checkCode(
  scope: TenantScope,
  { keys, clock }: { readonly keys: Keys; readonly clock: Clock },
  staff: StaffRow,
  pending: PendingSignIn,
  typed: string,
): Promise<CodeOutcome> {
  const { tx, tenantId } = scope;
  const recovery = readRecoveryCode(typed);
  if (recovery !== undefined) {
    const used = await tx
      .deleteFrom('staff_recovery_code')
      .where('tenant_id', '=', tenantId)
      .where('staff_id', '=', staff.id)
      .where('code_hash', '=', await hashRecoveryCode(recovery))
      .returning('code_hash')
      .executeTakeFirst();
    return used === undefined ? 'wrong' : 'recovery';
  }
  const code = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return 'wrong';
  switch (staff.second_factor) {
    case 'mail': {
      const expected = pending.code_hash;
      if (expected === null) return 'wrong';
      return isEqual(await hashMailCode(keys, tenantId, pending.id, code), expected) ? 'right' : 'wrong';
    }
    case 'totp': {
      if (staff.totp_sealed === null) return 'wrong';
      const secret = await openTotpSecret(keys, tenantId, staff.id, staff.totp_sealed);
      const step = await findTotpStep(secret, code, clock.now(), staff.totp_step);
      if (step === undefined) return 'wrong';
      const { numUpdatedRows } = await tx
        .updateTable('staff')
        .set({ totp_step: step })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', staff.id)
        .where('totp_step', '<', step)
        .executeTakeFirst();
      return numUpdatedRows === 1n ? 'right' : 'wrong';
    }
    case null:
      return 'wrong';
  }
}
