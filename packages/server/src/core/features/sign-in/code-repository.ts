import { sql } from 'kysely';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import type { Keys } from '../../ports.ts';
import { contactIndex, mailboxOf, normalizeEmail } from '../persons/contact.ts';

/** How long a code can be entered. */
const lifeMinutes = 10;
/** How often one code may be entered wrongly. */
export const triesPerCode = 5;
/** How many codes go to one address in an hour, and how many of them for one network address; more are asked for and not sent. */
const codesPerHour = 8;
const codesPerVisitor = 5;
/** How long the link of a mail that fills a cap can be used: longer than the hour for which no further code is sent. */
const linkHours = 2;

/** What of a request to sign in stands sealed in its row. */
export interface CodeRequest {
  readonly email: string;
  /** In which the mail is written (BCP 47). */
  readonly language: string | null;
}

/** Which row a request for a code is sealed for. */
export const codeIdentity = (signInCodeId: string) => `sign_in_code/${signInCodeId}`;

/** Adds a request for a code. It is the same work for every address. */
export async function insertCode(
  context: RequestContext,
  request: CodeRequest,
): Promise<{ id: string; expiresAt: Date }> {
  const { tx, tenantId, keys, holder } = context;
  const id = context.newId('sgn');
  const contact = await contactIndex(keys, tenantId, { kind: 'email', email: request.email });
  const { expires_at: expiresAt } = await tx
    .insertInto('sign_in_code')
    .values({
      tenant_id: tenantId,
      id,
      contact_index: contact,
      counted_index: await countedIndex({ tx, tenantId, keys }, request.email, contact),
      sealed: await keys.seal(tenantId, codeIdentity(id), JSON.stringify(request)),
      visitor: holder.visitor ?? null,
      expires_at: sql<Date>`now() + make_interval(mins => ${lifeMinutes})`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  return { id, expiresAt };
}

/**
 * By what a code's mail is counted. An address without a tag has a count of its own, and so has one by which somebody has signed in: nobody shuts them out by inventing tags. All other tags of
 * a mailbox share one, or whoever invents them would fill it.
 */
async function countedIndex(
  { tx, tenantId, keys }: TenantScope & { readonly keys: Keys },
  email: string,
  contact: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  // both asked for every address, so that each costs the same
  const mailbox = await keys.mac(tenantId, 'person', `mailbox/${mailboxOf(email)}`);
  const known = await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('contact_index', '=', contact)
    .executeTakeFirst();
  const hasTag = mailboxOf(email) !== normalizeEmail(email);
  return hasTag && known === undefined ? mailbox : contact;
}

/** A code that is to be sent. */
export interface GrantedCode {
  readonly sealed: Uint8Array;
  /** Whether it is the last one that its address, or its asker's network, gets for now: its mail has a link that signs in, too. */
  readonly isLast: boolean;
}

/**
 * Decides whether a code is sent, and takes it. The caps count what was sent, never what was asked for: whoever asks without end gets no more guesses by it and
 * keeps nobody's next code back for longer than an hour. A mail whose link was used counts no more: its owner gets the next one, with a link again if it fills the cap. Of two runs that begin together one gets the code.
 *
 * @returns undefined for one that is withheld, by a cap or because it is of no use any more, and for one that another run has
 */
export async function grantCode({ tx, tenantId }: TenantScope, id: string): Promise<GrantedCode | undefined> {
  const code = await tx
    .selectFrom('sign_in_code')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('mail_status', '=', 'queued')
    .select(['sealed', 'counted_index', 'mail_attempts'])
    .select(sql<boolean>`used_at is null and expires_at > now()`.as('is_wanted'))
    .executeTakeFirst();
  if (code === undefined) return undefined;
  await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId} || encode(${code.counted_index}::bytea, 'hex'), 0))`.execute(
    tx,
  );
  const { others, ofVisitor } = await countGranted({ tx, tenantId }, id);
  const isWithinCaps = code.mail_attempts > 0 || (others < codesPerHour && ofVisitor < codesPerVisitor);
  if (!code.is_wanted || !isWithinCaps) {
    await setCodeMailStatus({ tx, tenantId }, id, 'withheld');
    return undefined;
  }
  const { numUpdatedRows } = await tx
    .updateTable('sign_in_code')
    .set({ mail_attempts: code.mail_attempts + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('mail_attempts', '=', code.mail_attempts)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return undefined;
  return { sealed: code.sealed, isLast: others >= codesPerHour - 1 || ofVisitor >= codesPerVisitor - 1 };
}

/** How many other codes went to the address within an hour, but for those whose link was used, and how many of those for the network that asked for this one. */
async function countGranted(
  { tx, tenantId }: TenantScope,
  id: string,
): Promise<{ readonly others: number; readonly ofVisitor: number }> {
  const { rows } = await sql<{ others: number; ofVisitor: number }>`
    select count(*)::integer as others, (count(*) filter (where other.visitor = mine.visitor))::integer as "ofVisitor"
    from sign_in_code as mine join sign_in_code as other
      on other.tenant_id = mine.tenant_id and other.counted_index = mine.counted_index and other.id <> mine.id
    where mine.tenant_id = ${tenantId} and mine.id = ${id}
      and other.created_at > now() - interval '1 hour' and other.link_used_at is null and other.mail_attempts > 0`.execute(
    tx,
  );
  return rows[0] ?? { others: 0, ofVisitor: 0 };
}

/** Notes what became of a code's mail. */
export async function setCodeMailStatus(
  { tx, tenantId }: TenantScope,
  id: string,
  status: 'accepted' | 'refused' | 'withheld',
): Promise<void> {
  await tx
    .updateTable('sign_in_code')
    .set({ mail_status: status })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('mail_status', '=', 'queued')
    .execute();
}

/**
 * Locks a code that can be entered now, so that guesses at the same time are counted one after the other. Only its own tries count: whoever asks for a code
 * guesses at that one alone, and shuts nobody else out by it.
 *
 * @returns undefined for one that is unknown, was not sent, is used or over, or was tried too often
 */
export const lockOpenCode = ({ tx, tenantId }: TenantScope, id: string) =>
  tx
    .selectFrom('sign_in_code')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('tries', '<', triesPerCode)
    .where(sql<boolean>`expires_at > now()`)
    .where('mail_attempts', '>', 0)
    .select(['id', 'sealed'])
    .forUpdate()
    .executeTakeFirst();

/** Ends the codes that were mailed to some contacts, with the links beside them. */
export async function endCodesOf({ tx, tenantId }: TenantScope, contacts: readonly Uint8Array[]): Promise<void> {
  if (contacts.length === 0) return;
  await tx
    .deleteFrom('sign_in_code')
    .where('tenant_id', '=', tenantId)
    .where('contact_index', 'in', contacts)
    .execute();
}

/** The requests by whose code or link somebody may still sign in, each to be opened by itself. */
export async function readCodeRequests({ tx, tenantId, keys }: Pick<RequestContext, 'tx' | 'tenantId' | 'keys'>) {
  const rows = await tx
    .selectFrom('sign_in_code')
    .select(['id', 'contact_index', 'sealed'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`created_at > now() - make_interval(hours => ${linkHours}::integer)`)
    .execute();
  return rows.map(({ id, contact_index, sealed }) => ({
    id,
    contact_index,
    read: async () => JSON.parse(await keys.open(tenantId, codeIdentity(id), sealed)) as CodeRequest,
  }));
}

/** Counts a wrong try. */
export async function countTry({ tx, tenantId }: TenantScope, id: string): Promise<void> {
  await tx
    .updateTable('sign_in_code')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

/** Notes that a code was used: it is good once. */
export async function useCode({ tx, tenantId }: TenantScope, id: string): Promise<void> {
  await tx
    .updateTable('sign_in_code')
    .set({ used_at: sql<Date>`now()` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

/**
 * Uses the link of a code's mail: good once, whatever became of the code. Of two who come at once one gets the row.
 *
 * @returns undefined for one that was used or is over
 */
export const useCodeLink = ({ tx, tenantId }: TenantScope, id: string) =>
  tx
    .updateTable('sign_in_code')
    .set({ link_used_at: sql<Date>`now()` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('link_used_at', 'is', null)
    .where('mail_attempts', '>', 0)
    .where(sql<boolean>`created_at > now() - make_interval(hours => ${linkHours}::integer)`)
    .returning('sealed')
    .executeTakeFirst();
