import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { Keys } from '../../ports.ts';

/** Who tries to sign in. */
export interface Attempt {
  /** The account as it was typed, or its id: an account that does not exist is counted like any other. */
  readonly account: string;
  /** The network address that the request came from. */
  readonly address: string;
  /** The number of the browser, where this very account has signed in there lately: see `findDevice`; of who is signed in, the id of their session. */
  readonly device?: string | undefined;
}

interface Cap {
  readonly name: string;
  readonly subject: (attempt: Attempt) => string;
  readonly most: number;
  readonly minutes: number;
  /** Whether it holds only where the person has not signed in before: strangers reach it from many machines, and must not keep the person out. */
  readonly spares?: 'known-places';
  /** Whether it counts wrong tries only: a right one takes its own back. */
  readonly countsWrong?: true;
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
 * the same network. The cookie is a secret of 256 bits bound to the account, so nobody makes one; whoever steals it has these tries and no more. Who is signed in is counted by the session, which took both
 * factors: so whoever has the password, and types codes, does not keep its owner from changing it.
 */
const devicePasswordCaps: readonly Cap[] = [
  { name: 'device', subject: ({ account, device }) => `${account}\n${device}`, most: 6, minutes: 15 },
];

const day = 24 * 60;
const ofDevice: Cap['subject'] = ({ account, device }) => `${account}\n${device}`;

/**
 * Of the second factor, by who has the password already: 20 in an hour and 30 wrong ones in a day, against three codes of a million that are good at a time; 1 in 11,000 by day, where 20 in an hour without an end
 * were 1 in 700. Its owner is not shut out by them in a browser that is known, nor in a session that is open, and a new password or a new invitation ends them.
 */
const codeCaps: readonly Cap[] = [
  { name: 'code', subject: ({ account }) => account, most: 20, minutes: 60 },
  { name: 'code-day', subject: ({ account }) => account, most: 30, minutes: day, countsWrong: true },
];
const deviceCodeCaps: readonly Cap[] = [
  { name: 'device-code', subject: ofDevice, most: 20, minutes: 60 },
  { name: 'device-code-day', subject: ofDevice, most: 30, minutes: day, countsWrong: true },
];

/** Wrong codes of one account within a day, wherever they were typed: at so many its owner is told. */
const refusedCodes: Cap = { name: 'refused-codes', subject: ({ account }) => account, most: 5, minutes: day };

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

/** Counts one try towards one cap, whose window begins with its first. */
async function countTowards(
  { tx, tenantId }: TenantScope,
  keys: Keys,
  cap: Cap,
  attempt: Attempt,
): Promise<{ readonly n: number; readonly seconds: number }> {
  const subject = await subjectOf(keys, tenantId, cap, attempt);
  const { rows } = await sql<{ n: number; seconds: number }>`
    insert into staff_attempt as a (tenant_id, subject, window_start, n) values (${tenantId}, ${subject}, clock_timestamp(), 1)
    on conflict (tenant_id, subject) do update set
      n = case when a.window_start > clock_timestamp() - make_interval(mins => ${cap.minutes}::integer) then a.n + 1 else 1 end,
      window_start = case when a.window_start > clock_timestamp() - make_interval(mins => ${cap.minutes}::integer) then a.window_start else clock_timestamp() end
    returning n, ceil(extract(epoch from window_start + make_interval(mins => ${cap.minutes}::integer) - clock_timestamp()))::integer as seconds`.execute(
    tx,
  );
  return rows[0] ?? { n: 1, seconds: 0 };
}

/** Counts a wrong code. @returns whether its account's owner is to be told now: once in a day */
export async function countRefusedCode(scope: TenantScope, keys: Keys, attempt: Attempt): Promise<boolean> {
  const { n } = await countTowards(scope, keys, refusedCodes, attempt);
  return n === refusedCodes.most;
}

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
    const counted = await countTowards({ tx, tenantId }, keys, cap, attempt);
    // what one cap stops is not counted by the wider ones, or one machine could keep a person out for all
    if (counted.n > cap.most) return Math.max(counted.seconds, 1);
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
  const [narrowest, ...wider] = capsOf(kind, attempt);
  if (narrowest === undefined) return;
  await deleteCounts({ tx, tenantId }, [await subjectOf(keys, tenantId, narrowest, attempt)]);
  for (const cap of wider.filter(({ countsWrong }) => countsWrong)) {
    await tx
      .updateTable('staff_attempt')
      .set((row) => ({ n: row('n', '-', 1) }))
      .where('tenant_id', '=', tenantId)
      .where('subject', '=', await subjectOf(keys, tenantId, cap, attempt))
      .where('n', '>', 0)
      .execute();
  }
}

/** The password is another one now: whoever tried codes behind the one before begins with nothing, and its owner waits for nobody's tries. */
export async function forgetCodesOf({ tx, tenantId }: TenantScope, keys: Keys, account: string): Promise<void> {
  const attempt = { account, address: '' };
  const subjects = capsOf('code', attempt).map((cap) => subjectOf(keys, tenantId, cap, attempt));
  await deleteCounts({ tx, tenantId }, await Promise.all(subjects));
}

const deleteCounts = ({ tx, tenantId }: TenantScope, subjects: readonly Uint8Array[]) =>
  tx.deleteFrom('staff_attempt').where('tenant_id', '=', tenantId).where('subject', 'in', subjects).execute();
