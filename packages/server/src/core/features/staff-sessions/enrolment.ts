import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import { createIdMaker } from '../../ids.ts';
import { hashSecret, newSecret } from '../../keys/secrets.ts';
import type { Ports } from '../../ports.ts';
import { openStaff } from '../staff/staff-record.ts';
import { findStaff } from '../staff/staff-repository.ts';
import { type AttemptKind, countAttempt, forgetCodesOf } from './attempts.ts';
import { readInvitation } from './invitation.ts';
import { addDevice } from './devices.ts';
import type { Busy, PasswordPlaces } from './password-places.ts';
import { type PasswordProblem, newPasswordProblem, normalizePassword } from './password-rules.ts';
import { closePending, countWrongCode, lockPending, openPending, readPendingToken } from './pending-sign-in.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { openTotpSecret, sealTotpSecret } from './second-factor.ts';
import { createSession } from './session-repository.ts';
import { noteSignInAct } from './staff-audit.ts';
import { findTotpStep, toBase32, totpSecretBytes, totpUri } from './totp.ts';

/** What an authenticator app is given. */
export interface AuthenticatorSetup {
  /** `otpauth://…`, for a picture or a link. */
  readonly uri: string;
  /** The same secret to type: base32. */
  readonly secret: string;
  /** Whose account it is. */
  readonly email: string;
}

export type AcceptAnswer =
  /** Nothing was looked at, nor counted. */
  | Busy
  | { readonly outcome: 'accepted'; readonly token: string }
  /** The invitation is unknown, used, replaced or too old: all look alike. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'password-refused'; readonly problem: PasswordProblem }
  | { readonly outcome: 'wait'; readonly seconds: number };

export type ConfirmAnswer =
  /** The recovery codes are shown now and never again. */
  | {
      readonly outcome: 'enrolled';
      readonly session: string;
      /** What the browser keeps from now on: see `addDevice`. */
      readonly devices: string;
      readonly recoveryCodes: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly triesLeft: number }
  | { readonly outcome: 'over' };

/** How an invitation becomes an account with a password and an authenticator app. */
export interface StaffEnrolment {
  /** Sets the password and begins to set up the app. The invitation stays good until a code of the app was shown. */
  accept(input: {
    readonly invitation: string;
    readonly password: string;
    readonly address: string;
  }): Promise<AcceptAnswer>;
  /** What the app needs; undefined when the enrolment is over. */
  setup(token: string): Promise<AuthenticatorSetup | undefined>;
  /** Opens the account with the app's first code, and signs in. */
  confirm(input: {
    readonly token: string;
    readonly code: string;
    /** What the browser keeps. */
    readonly devices?: string | undefined;
  }): Promise<ConfirmAnswer>;
}

/** Puts it together from the ports. */
export function createStaffEnrolment(
  { database, keys, passwords, commonPasswords, random, clock }: Ports,
  { onCommitted, places }: { readonly onCommitted: () => void; readonly places: PasswordPlaces },
): StaffEnrolment {
  const newId = createIdMaker(clock, random);

  const within = async <Result>(tenantId: string, work: (scope: TenantScope) => Promise<Result>): Promise<Result> => {
    await keys.prepare(tenantId);
    const result = await inTenant(database, tenantId, (tx) => work({ tx, tenantId }));
    onCommitted();
    return result;
  };
  const exists = async (tenantId: string) =>
    (await database.selectFrom('tenant').select('name').where('tenant_id', '=', tenantId).executeTakeFirst())?.name;

  /** Whom an invitation is for. */
  const invited = ({ tx, tenantId }: TenantScope, invitationHash: Uint8Array) =>
    tx
      .selectFrom('staff')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('status', '=', 'invited')
      .where('invitation_hash', '=', invitationHash)
      .where('invitation_expires_at', '>', sql<Date>`clock_timestamp()`);

  const accept = async ({
    invitation,
    password,
    address,
  }: Parameters<StaffEnrolment['accept']>[0]): Promise<AcceptAnswer> => {
    const read = readInvitation(invitation);
    const clinic = read === undefined ? undefined : await exists(read.tenantId);
    if (read === undefined || clinic === undefined) return { outcome: 'refused' };
    const { tenantId, secret } = read;
    const invitationHash = await hashSecret(secret);
    const kind: AttemptKind = 'password';
    const found = await within(tenantId, async (scope) => {
      const wait = await countAttempt(scope, keys, kind, { account: `invitation/${secret}`, address });
      const staff = await invited(scope, invitationHash).executeTakeFirst();
      if (staff === undefined) await noteSignInAct(scope, keys, newId, 'staff.invitation-refused', null);
      return { wait, staff };
    });
    if (found.wait !== undefined) return { outcome: 'wait', seconds: found.wait };
    if (found.staff === undefined) return { outcome: 'refused' };
    const { id: staffId, sealed } = found.staff;
    const { name, email } = await openStaff(keys, tenantId, staffId, sealed);
    const problem = await newPasswordProblem(commonPasswords, password, [name, email, clinic]);
    if (problem !== undefined) return { outcome: 'password-refused', problem };
    const passwordHash = await passwords.hash(normalizePassword(password));
    const totpSealed = await sealTotpSecret(keys, tenantId, staffId, random.bytes(totpSecretBytes));

    return within(tenantId, async (scope): Promise<AcceptAnswer> => {
      // locked: an account that is opened meanwhile keeps its password
      const still = await invited(scope, invitationHash).forNoKeyUpdate().executeTakeFirst();
      if (still === undefined) return { outcome: 'refused' };
      await scope.tx
        .updateTable('staff')
        .set({ password_hash: passwordHash })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', staffId)
        .execute();
      await noteSignInAct(scope, keys, newId, 'staff.invitation-opened', staffId);
      const pending = {
        id: newId('ses'),
        secret: newSecret(random),
        staffId,
        kind: 'enrolment',
        totpSealed,
      } as const;
      return { outcome: 'accepted', token: await openPending(scope, pending) };
    });
  };

  return {
    accept: (input) => places.within(input.address, () => accept(input)),

    async setup(token) {
      const read = readPendingToken(token);
      const clinic = read === undefined ? undefined : await exists(read.tenantId);
      if (read === undefined || clinic === undefined) return undefined;
      return within(read.tenantId, async (scope) => {
        const pending = await lockPending(scope, read, 'enrolment');
        const staff = pending === undefined ? undefined : await findStaff(scope, pending.staff_id);
        if (staff === undefined || !pending?.totp_sealed) return undefined;
        const secret = await openTotpSecret(keys, scope.tenantId, staff.id, pending.totp_sealed);
        const { email } = await openStaff(keys, scope.tenantId, staff.id, staff.sealed);
        return { uri: totpUri(secret, clinic, email), secret: toBase32(secret), email };
      });
    },

    async confirm({ token, code, devices: kept }) {
      const read = readPendingToken(token);
      if (read === undefined || (await exists(read.tenantId)) === undefined) return { outcome: 'over' };
      const { tenantId } = read;
      return within(tenantId, async (scope): Promise<ConfirmAnswer> => {
        const pending = await lockPending(scope, read, 'enrolment');
        const staff = pending === undefined ? undefined : await findStaff(scope, pending.staff_id);
        if (!pending?.totp_sealed || staff?.status !== 'invited' || staff.password_hash === null)
          return { outcome: 'over' };
        const secret = await openTotpSecret(keys, tenantId, staff.id, pending.totp_sealed);
        const step = await findTotpStep(secret, code.replace(/\s/g, ''), clock.now(), 0);
        if (step === undefined) {
          const triesLeft = await countWrongCode(scope, pending);
          return triesLeft === 0 ? { outcome: 'over' } : { outcome: 'refused', triesLeft };
        }
        await closePending(scope, pending.id);
        await scope.tx
          .updateTable('staff')
          .set({
            status: 'active',
            second_factor: 'totp',
            totp_sealed: pending.totp_sealed,
            totp_step: step,
            invitation_hash: null,
            invitation_expires_at: null,
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', staff.id)
          .execute();
        await forgetCodesOf(scope, keys, staff.id);
        const recoveryCodes = newRecoveryCodes(random);
        await storeRecoveryCodes(scope, staff.id, recoveryCodes);
        await noteSignInAct(scope, keys, newId, 'staff.enrolled', staff.id);
        const ids = { sessionId: newId('ses'), staffId: staff.id, secret: newSecret(random) };
        const devices = await addDevice({ keys, random }, { tenantId, staffId: staff.id, kept, now: clock.now() });
        return { outcome: 'enrolled', session: await createSession(scope, ids), devices, recoveryCodes };
      });
    },
  };
}

async function storeRecoveryCodes({ tx, tenantId }: TenantScope, staffId: string, codes: readonly string[]) {
  await tx
    .deleteFrom('staff_recovery_code')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .execute();
  const hashes = await Promise.all(codes.map(hashRecoveryCode));
  await tx
    .insertInto('staff_recovery_code')
    .values(hashes.map((code_hash) => ({ tenant_id: tenantId, staff_id: staffId, code_hash })))
    .execute();
}
