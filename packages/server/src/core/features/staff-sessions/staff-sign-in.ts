import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import { createIdMaker } from '../../ids.ts';
import { newSecret } from '../../keys/secrets.ts';
import type { Ports } from '../../ports.ts';
import { type StaffRow, findStaff, lockStaff } from '../staff/staff-repository.ts';
import { openStaff, staffEmailIndex } from '../staff/staff-record.ts';
import { countAttempt, forgetAttempts, isKnownPlace, notePlace } from './attempts.ts';
import { addDevice, findDevice } from './devices.ts';
import type { Busy, PasswordPlaces } from './password-places.ts';
import { normalizePassword } from './password-rules.ts';
import { lockPending, openPending, readPendingToken } from './pending-sign-in.ts';
import { hashMailCode, newMailCode } from './second-factor.ts';
import { createSession, endSession, findLiveSession, sweepSignIns } from './session-repository.ts';
import { noteSignInAct } from './staff-audit.ts';
import { queueStaffMail } from './staff-mail.ts';
import { tryCode } from './try-code.ts';

/** The first step's answer. `refused` says nothing about which part was wrong, nor whether there is such a person; `busy` that nothing was looked at, nor counted. */
export type PasswordAnswer =
  | Busy
  | { readonly outcome: 'code-needed'; readonly token: string; readonly factor: 'totp' | 'mail' }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'wait'; readonly seconds: number };

/** The second step's answer. `over`: begin again with the password. */
export type CodeAnswer =
  | {
      readonly outcome: 'signed-in';
      readonly session: string;
      /** What the browser keeps from now on: see `addDevice`. */
      readonly devices: string;
      readonly recoveryCodesLeft: number | undefined;
    }
  | { readonly outcome: 'refused'; readonly triesLeft: number }
  | { readonly outcome: 'over' }
  | { readonly outcome: 'wait'; readonly seconds: number };

/** How staff sign in: for the pages on the app's own origin. What a session may do afterwards goes through the API like anything else. */
export interface StaffSignIn {
  /** The clinic of this deployment when there is one only, so that nobody has to say which. */
  onlyTenant(): Promise<string | undefined>;
  /**
   * Checks a password. Known and unknown people get the same answer in the same time: one hash is computed for either.
   *
   * @param address the network address of who asks, and `devices` what the browser keeps, for the caps against guessing
   */
  checkPassword(input: {
    readonly tenantId: string;
    readonly email: string;
    readonly password: string;
    readonly address: string;
    readonly devices?: string | undefined;
  }): Promise<PasswordAnswer>;
  /** Checks the second factor: a code of the app or of the mail, or a recovery code. */
  checkCode(input: {
    readonly token: string;
    readonly code: string;
    readonly address: string;
    readonly devices?: string | undefined;
  }): Promise<CodeAnswer>;
  /** Ends a session. One that is over already is no error. */
  signOut(session: string): Promise<void>;
}

/** What signing in needs besides the ports. */
export interface StaffSignInOptions {
  /** Whether codes may come by mail: only the demo's people have them so. */
  readonly isDemo: boolean;
  readonly onCommitted: () => void;
  readonly places: PasswordPlaces;
  /** Counts a try at a clinic that is not there, by its address. @returns seconds to wait when it is one too many */
  readonly countNowhere: (address: string) => Promise<number | undefined>;
}

/** A hash that no password has, so that unknown people cost the same. Made once. */
export function createStaffSignIn(
  ports: Ports,
  { isDemo, onCommitted, places, countNowhere }: StaffSignInOptions,
): StaffSignIn {
  const { database, keys, passwords, random, clock } = ports;
  const newId = createIdMaker(clock, random);
  let nobody: Promise<string> | undefined;
  const nobodysHash = () => (nobody ??= passwords.hash(newSecret(random)));

  /** One transaction of one tenant; undefined for a tenant that does not exist. */
  const within = async <Result>(
    tenantId: string,
    work: (scope: TenantScope) => Promise<Result>,
  ): Promise<Result | undefined> => {
    const isKnown = await database
      .selectFrom('tenant')
      .select('tenant_id')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst();
    if (isKnown === undefined) return undefined;
    await keys.prepare(tenantId);
    const result = await inTenant(database, tenantId, (tx) => work({ tx, tenantId }));
    onCommitted();
    return result;
  };

  const findByEmail = async ({ tx, tenantId }: TenantScope, email: string): Promise<StaffRow | undefined> =>
    tx
      .selectFrom('staff')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('email_index', '=', await staffEmailIndex(keys, tenantId, email))
      .executeTakeFirst();

  const canSignIn = (staff: StaffRow | undefined): staff is StaffRow =>
    staff?.status === 'active' && (staff.second_factor !== 'mail' || isDemo);

  const checkPassword = async ({
    tenantId,
    email,
    password,
    address,
    devices,
  }: Parameters<StaffSignIn['checkPassword']>[0]): Promise<PasswordAnswer> => {
    const first = await within(tenantId, async (scope) => {
      const found = await findByEmail(scope, email);
      // both asked for whoever is not there, too, so that it takes as long
      const isKnown = await isKnownPlace(scope, keys, { account: found?.id ?? '', address });
      const device = await findDevice(keys, { tenantId, staffId: found?.id ?? '', kept: devices, now: clock.now() });
      const attempt = { account: email.trim().toLowerCase(), address, device };
      return { wait: await countAttempt(scope, keys, 'password', attempt, isKnown), staff: found, attempt };
    });
    const wait = first === undefined ? await countNowhere(address) : first.wait;
    if (wait !== undefined) return { outcome: 'wait', seconds: wait };
    const staff = first?.staff;
    const stored = canSignIn(staff) ? staff.password_hash : null;
    const isRight = await passwords.verify(normalizePassword(password), stored ?? (await nobodysHash()));

    const answer = await within(tenantId, async (scope): Promise<PasswordAnswer> => {
      // what was true before the hash was computed may not be true any more
      const now = staff === undefined ? undefined : await lockStaff(scope, staff.id);
      if (!isRight || !canSignIn(now) || now.password_hash !== stored || now.second_factor === null) {
        await noteSignInAct(scope, keys, newId, 'staff.password-refused', staff?.id ?? null);
        return { outcome: 'refused' };
      }
      if (first !== undefined) await forgetAttempts(scope, keys, 'password', first.attempt);
      await sweepSignIns(scope);
      await noteSignInAct(scope, keys, newId, 'staff.password-accepted', now.id);
      const id = newId('ses');
      const code = now.second_factor === 'mail' ? newMailCode(random) : undefined;
      const codeHash = code === undefined ? null : await hashMailCode(keys, tenantId, id, code);
      const pending = { id, secret: newSecret(random), staffId: now.id, kind: 'sign-in', codeHash } as const;
      const token = await openPending(scope, pending);
      if (code !== undefined) {
        const { email: to } = await openStaff(keys, tenantId, now.id, now.sealed);
        const enqueue = (job: Parameters<typeof ports.jobs.enqueue>[1]) => ports.jobs.enqueue(scope.tx, job);
        await queueStaffMail({ ...scope, keys, newId, enqueue }, now.id, { kind: 'code', to, code });
      }
      return { outcome: 'code-needed', token, factor: now.second_factor };
    });
    return answer ?? { outcome: 'refused' };
  };

  return {
    async onlyTenant() {
      const tenants = await database.selectFrom('tenant').select('tenant_id').limit(2).execute();
      return tenants.length === 1 ? tenants[0]?.tenant_id : undefined;
    },

    checkPassword: (input) => places.within(input.address, () => checkPassword(input)),

    async checkCode({ token, code, address, devices }) {
      const read = readPendingToken(token);
      if (read === undefined) return { outcome: 'over' };
      const answer = await within(read.tenantId, async (scope): Promise<CodeAnswer> => {
        const pending = await lockPending(scope, read, 'sign-in');
        if (pending === undefined) return { outcome: 'over' };
        const staff = await findStaff(scope, pending.staff_id);
        if (!canSignIn(staff)) return { outcome: 'over' };
        const question = { tenantId: read.tenantId, staffId: staff.id, kept: devices, now: clock.now() };
        const device = await findDevice(keys, question);
        const tried = await tryCode(scope, { ...ports, newId }, { staff, pending, code, address, device });
        if (tried.outcome === 'wait') return tried;
        if (tried.outcome === 'refused') return tried.triesLeft === 0 ? { outcome: 'over' } : tried;
        await notePlace(scope, keys, { account: staff.id, address });
        const act = tried.outcome === 'recovery' ? 'staff.signed-in-with-recovery-code' : 'staff.signed-in';
        await noteSignInAct(scope, keys, newId, act, staff.id);
        const ids = { sessionId: newId('ses'), staffId: staff.id, secret: newSecret(random) };
        const session = await createSession(scope, ids);
        return {
          outcome: 'signed-in',
          session,
          devices: await addDevice({ keys, random }, question),
          recoveryCodesLeft: tried.outcome === 'recovery' ? await countRecoveryCodes(scope, staff.id) : undefined,
        };
      });
      return answer ?? { outcome: 'over' };
    },

    async signOut(session) {
      const live = await findLiveSession(database, session);
      if (live === undefined) return;
      await within(live.tenantId, async (scope) => {
        await endSession(scope, live.sessionId);
        await noteSignInAct(scope, keys, newId, 'staff.signed-out', live.staffId);
      });
    },
  };
}

async function countRecoveryCodes({ tx, tenantId }: TenantScope, staffId: string): Promise<number> {
  const rows = await tx
    .selectFrom('staff_recovery_code')
    .select('code_hash')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .execute();
  return rows.length;
}
