import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { Keys } from '../../ports.ts';

/** Who tries to sign in. */
export interface Attempt {
  /** The account as it was typed, or its id: an account that does not exist is counted like any other. */
  readonly account: string;
  /** The network address that the request came from. */
  readonly address: string;
  /** The number of the browser, where this very account has signed in there lately: see `findDevice`. */
  readonly device?: string | undefined;
}

interface Cap {
  readonly name: string;
  readonly subject: (attempt: Attempt) => string;
  readonly most: number;
  readonly minutes: number;
  /** Whether it holds only where the person has not signed in before: strangers reach it from many machines, and must not keep the person out. */
  readonly spares?: 'known-places';
}

/**
 * How often one may try, the narrowest first. Of one account from one address: a person who mistypes. From one address: a clinic of many behind one router. Of one
 * account from anywhere: many machines at one door. Whoever reaches it keeps the person themselves out for a while, but not from an address where they have signed in
 * within thirty days (OWASP ASVS 5.0, 6.1.1); there the narrower ones hold.
 */
const passwordCaps: readonly Cap[] = [
  { name: 'account-address', subject: ({ account, address }) => `${account}\n${address}`, most: 6, minutes: 15 },
  { name: 'address', subject: ({ address }) => address, most: 60, minutes: 15 },
  { name: 'account', subject: ({ account }) => account, most: 60, minutes: 60, spares: 'known-places' },
];

/**
 * Where the person has signed in in this very browser, what is tried there is counted by the browser and by nothing that strangers use up: so its owner gets in beside sixty tries from
 * the same network. The cookie is a secret of 256 bits bound to the account, so nobody makes one; whoever steals it has these tries and no more.
 */
const devicePasswordCaps: readonly Cap[] = [
  { name: 'device', subject: ({ account, device }) => `${account}\n${device}`, most: 6, minutes: 15 },
];

/** Of the second factor, by who has the password already: 20 in an hour against a million codes. */
const codeCaps: readonly Cap[] = [{ name: 'code', subject: ({ account }) => account, most: 20, minutes: 60 }];
const deviceCodeCaps: readonly Cap[] = [
  { name: 'device-code', subject: ({ account, device }) => `${account}\n${device}`, most: 20, minutes: 60 },
];

const capsByKind = {
  password: { anywhere: passwordCaps, device: devicePasswordCaps },
  code: { anywhere: codeCaps, device: deviceCodeCaps },
} as const;
const capsOf = (kind: AttemptKind, { device }: Attempt) =>
  capsByKind[kind][device === undefined ? 'anywhere' : 'device'];

/** What is tried. */
export type AttemptKind = keyof typeof capsByKind;

const subjectOf = (keys: Keys, tenantId: string, cap: Cap, attempt: Attempt) =>
  keys.mac(tenantId, 'staff', `attempt/${cap.name}/${cap.subject(attempt)}`);

/**
 * Counts a try before it is made, by the database's clock.
 *
 * @param isKnownPlace whether the account has signed in from there: see {@link isKnownPlace}
 * @returns seconds to wait when it is one too many, else undefined
 */
export async function countAttempt(
  { tx, tenantId }: TenantScope,
  keys: Keys,
  kind: AttemptKind,
  attempt: Attempt,
  isKnownPlace = false,
): Promise<number | undefined> {
  for (const cap of capsOf(kind, attempt)) {
    if (isKnownPlace && cap.spares === 'known-places') continue;
    const subject = await subjectOf(keys, tenantId, cap, attempt);
    const { rows } = await sql<{ n: number; seconds: number }>`
      insert into staff_attempt as a (tenant_id, subject, window_start, n) values (${tenantId}, ${subject}, clock_timestamp(), 1)
      on conflict (tenant_id, subject) do update set
        n = case when a.window_start > clock_timestamp() - make_interval(mins => ${cap.minutes}::integer) then a.n + 1 else 1 end,
        window_start = case when a.window_start > clock_timestamp() - make_interval(mins => ${cap.minutes}::integer) then a.window_start else clock_timestamp() end
      returning n, ceil(extract(epoch from window_start + make_interval(mins => ${cap.minutes}::integer) - clock_timestamp()))::integer as seconds`.execute(
      tx,
    );
    const [counted] = rows;
    // what one cap stops is not counted by the wider ones, or one machine could keep a person out for all
    if (counted !== undefined && counted.n > cap.most) return Math.max(counted.seconds, 1);
  }
  return undefined;
}

const placeOf = (keys: Keys, tenantId: string, { account, address }: Attempt) =>
  keys.mac(tenantId, 'staff', `place/${account}\n${address}`);

/** For how long an address is known from which somebody has signed in. */
const knownDays = 30;

/** Notes that a person has signed in from an address, with both factors. Kept among the counts of tries, as a window that lies ahead. @param attempt with the id of the account */
export async function notePlace({ tx, tenantId }: TenantScope, keys: Keys, attempt: Attempt): Promise<void> {
  await sql`
    insert into staff_attempt as a (tenant_id, subject, window_start, n)
    values (${tenantId}, ${await placeOf(keys, tenantId, attempt)}, clock_timestamp() + make_interval(days => ${knownDays}::integer), 1)
    on conflict (tenant_id, subject) do update set window_start = excluded.window_start`.execute(tx);
}

/** Whether a person has signed in from an address lately. @param attempt with the id of the account, or anything else for one that does not exist */
export async function isKnownPlace({ tx, tenantId }: TenantScope, keys: Keys, attempt: Attempt): Promise<boolean> {
  const row = await tx
    .selectFrom('staff_attempt')
    .select('n')
    .where('tenant_id', '=', tenantId)
    .where('subject', '=', await placeOf(keys, tenantId, attempt))
    .where(sql<boolean>`window_start > clock_timestamp()`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whoever got in did not guess: the count of this account from this address, or in this browser, begins again. */
export async function forgetAttempts(
  { tx, tenantId }: TenantScope,
  keys: Keys,
  kind: AttemptKind,
  attempt: Attempt,
): Promise<void> {
  const [narrowest] = capsOf(kind, attempt);
  if (narrowest === undefined) return;
  await tx
    .deleteFrom('staff_attempt')
    .where('tenant_id', '=', tenantId)
    .where('subject', '=', await subjectOf(keys, tenantId, narrowest, attempt))
    .execute();
}
