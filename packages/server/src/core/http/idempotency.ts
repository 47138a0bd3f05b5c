import { sql } from 'kysely';
import { findPatientKey, requirePatientKey } from '../keys/patient-keys.ts';
import { toBase64Url } from '../keys/secrets.ts';
import { Problem, notFound } from '../problem.ts';
import type { RequestContext } from './context.ts';

/** An answer as it is remembered: a status and a body, or no body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The answer of an earlier request with the same key and body. */
  readonly replayed: boolean;
}

/** Which request this is: the same principal, route and key mean the same request, if the body is the same too. */
export interface IdempotencyScope {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  /** The concrete path and the parsed body. */
  readonly content: string;
  /** Whether the caller may still be told of these patients; without it they may. */
  readonly mayStillRead?: (patientIds: readonly string[]) => Promise<boolean>;
  /** For how long the answer is remembered, where it is not 8 days. */
  readonly minutes?: number;
}

/** How long a first answer is remembered: an offline device may be 7 days late. */
const usualMinutes = 8 * 24 * 60;

/** The key of a POST: 1 to 255 visible ASCII characters. */
export function readIdempotencyKey(value: string | undefined): string {
  if (value === undefined || !/^[\x21-\x7e]{1,255}$/.test(value)) {
    throw new Problem('idempotency-key-required', {
      detail:
        'Send an Idempotency-Key header of 1 to 255 visible ASCII characters, a new one for each intent and the same one for its retries.',
    });
  }
  return value;
}

const isEqual = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
/** What stands in the row in place of a key: callers make keys of what they know, and that may be who books. */
export const storedKey = async (
  { tenantId, keys }: Pick<RequestContext, 'tenantId' | 'keys'>,
  key: string,
): Promise<string> => toBase64Url(await keys.mac(tenantId, 'idempotency-key', key));

/** Which row an answer is sealed for, by the key that stands in it. */
export const answerIdentity = ({ principal, route, key }: Pick<IdempotencyScope, 'principal' | 'route' | 'key'>) =>
  `idempotency_key/${principal}/${route}/${key}`;

/**
 * Runs an effect once for each key. The key's row, the effect and the answer are one transaction: a second request with the same key waits for
 * the first, then gets its answer. A refusal (4xx) undoes the effect and is remembered too; what may pass (429, 5xx, a thrown error) is not.
 *
 * @param concerned fills with the patients whose data the effect opened: the answer is sealed with their keys, and goes with them
 * @throws Problem `idempotency-key-reused` when the body differs from the first one
 */
export async function once(
  context: SealingContext & Pick<RequestContext, 'requestId'>,
  scope: IdempotencyScope,
  effect: () => Promise<{ status: number; body: unknown }>,
  concerned: ReadonlySet<string>,
): Promise<Answer> {
  const { tx, tenantId, keys } = context;
  const { principal, route } = scope;
  const key = await storedKey(context, scope.key);
  const bodyHash = await keys.mac(tenantId, 'idempotency', scope.content);
  const ofScope = (...named: readonly string[]) =>
    tx
      .selectFrom('idempotency_key')
      .where('tenant_id', '=', tenantId)
      .where('principal', '=', principal)
      .where('route', '=', route)
      .where('key', 'in', named);
  const first = await tx
    .insertInto('idempotency_key')
    .columns(['tenant_id', 'principal', 'route', 'key', 'body_hash', 'expires_at'])
    .expression(
      tx
        .selectNoFrom([
          sql<string>`${tenantId}::text`.as('tenant_id'),
          sql<string>`${principal}::text`.as('principal'),
          sql<string>`${route}::text`.as('route'),
          sql<string>`${key}::text`.as('key'),
          sql<Uint8Array>`${bodyHash}::bytea`.as('body_hash'),
          sql<Date>`now() + make_interval(mins => ${scope.minutes ?? usualMinutes}::integer)`.as('expires_at'),
        ])
        // An earlier version kept keys as they came, for 8 days.
        .where(({ not, exists }) => not(exists(ofScope(scope.key).select('key')))),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();

  if (first === undefined) {
    const known = await ofScope(key, scope.key)
      .select(['key', 'body_hash', 'status', 'answer', 'patient_ids'])
      .executeTakeFirstOrThrow();
    if (!isEqual(known.body_hash, bodyHash)) {
      throw new Problem('idempotency-key-reused', {
        detail: 'The first request with this key had another path or body. Use a new key for a new intent.',
      });
    }
    if (known.status === null || known.answer === null)
      throw new Error('An idempotency row was committed without its answer.');
    if ((await scope.mayStillRead?.(known.patient_ids)) === false) throw notFound('patient');
    return {
      status: known.status,
      body: JSON.parse(
        await openAnswer(
          context,
          answerIdentity({ principal, route, key: known.key }),
          known.answer,
          known.patient_ids,
        ),
      ) as unknown,
      replayed: true,
    };
  }

  const { isRefused, ...answer } = await effectOrRefusal(context, effect);
  const patientIds = isRefused ? [] : [...concerned];
  await tx
    .updateTable('idempotency_key')
    .set({
      status: answer.status,
      answer: await sealAnswer(
        context,
        answerIdentity({ principal, route, key }),
        JSON.stringify(answer.body ?? null),
        patientIds,
      ),
      patient_ids: [...patientIds],
    })
    .where('tenant_id', '=', tenantId)
    .where('principal', '=', principal)
    .where('route', '=', route)
    .where('key', '=', key)
    .execute();
  return { ...answer, replayed: false };
}

/** What an effect came to. */
interface Effected {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Runs an effect and, where it is refused (4xx), undoes it and answers why, so that the transaction goes on and can tell of it. What may pass (429, 5xx, any
 * other error) is thrown.
 */
export async function effectOrRefusal(
  { tx, requestId }: Pick<RequestContext, 'tx' | 'requestId'>,
  effect: () => Promise<Effected>,
): Promise<Effected & { readonly isRefused: boolean }> {
  await sql`savepoint effect`.execute(tx);
  try {
    return { ...(await effect()), isRefused: false };
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 429 || error.status >= 500) throw error;
    if (!error.extras.keepsWrites) await sql`rollback to savepoint effect`.execute(tx);
    return { status: error.status, body: error.details(requestId), isRefused: true };
  }
}

type SealingContext = Pick<RequestContext, 'tx' | 'tenantId' | 'keys'>;

/**
 * Seals an answer with the key of each patient whose data it holds, one around the other, so that it is lost with any one of them; with the tenant's
 * key when it holds nobody's.
 */
export async function sealAnswer(
  context: SealingContext,
  identity: string,
  body: string,
  patientIds: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  if (patientIds.length === 0) return context.keys.seal(context.tenantId, identity, body);
  let sealed = new TextEncoder().encode(body);
  for (const patientId of patientIds) {
    const seal = await findPatientKey(context, patientId);
    // erased by another request since this one read it
    if (seal === undefined) throw notFound('patient');
    sealed = await seal.seal(identity, sealed);
  }
  return sealed;
}

async function openAnswer(
  context: SealingContext,
  identity: string,
  sealed: Uint8Array,
  patientIds: readonly string[],
): Promise<string> {
  if (patientIds.length === 0) return context.keys.open(context.tenantId, identity, sealed);
  let plain = Uint8Array.from(sealed);
  for (const patientId of patientIds.toReversed()) {
    plain = await (await requirePatientKey(context, patientId)).open(identity, plain);
  }
  return new TextDecoder().decode(plain);
}
