import { sql } from 'kysely';
import { Problem } from '../problem.ts';
import type { Keys, TenantTransaction } from '../ports.ts';

/** An answer as it is remembered: a status and a body, or no body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The answer of an earlier request with the same key and body. */
  readonly replayed: boolean;
}

/** Which request this is: the same principal, route and key mean the same request, if the body is the same too. */
export interface IdempotencyScope {
  readonly tenantId: string;
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  /** The concrete path and the parsed body. */
  readonly content: string;
}

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
const identityOf = (scope: IdempotencyScope) => `idempotency_key/${scope.principal}/${scope.route}/${scope.key}`;

/**
 * Runs an effect once for each key. The key's row, the effect and the answer are one transaction: a second request with the same key waits for
 * the first, then gets its answer. A refusal (4xx) undoes the effect and is remembered too; a failure (5xx, a thrown error) is not.
 *
 * @throws Problem `idempotency-key-reused` when the body differs from the first one
 */
export async function once(
  tx: TenantTransaction,
  keys: Keys,
  scope: IdempotencyScope,
  requestId: string,
  effect: () => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  const { tenantId, principal, route, key } = scope;
  const bodyHash = await keys.mac(tenantId, 'idempotency', scope.content);
  const identity = identityOf(scope);
  const first = await tx
    .insertInto('idempotency_key')
    .values({ tenant_id: tenantId, principal, route, key, body_hash: bodyHash })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  const ofThisKey = tx
    .selectFrom('idempotency_key')
    .where('tenant_id', '=', tenantId)
    .where('principal', '=', principal)
    .where('route', '=', route)
    .where('key', '=', key);

  if (first === undefined) {
    const known = await ofThisKey.select(['body_hash', 'status', 'answer']).executeTakeFirstOrThrow();
    if (!isEqual(known.body_hash, bodyHash)) {
      throw new Problem('idempotency-key-reused', {
        detail: 'The first request with this key had another path or body. Use a new key for a new intent.',
      });
    }
    if (known.status === null || known.answer === null)
      throw new Error('An idempotency row was committed without its answer.');
    return {
      status: known.status,
      body: JSON.parse(await keys.open(tenantId, identity, known.answer)) as unknown,
      replayed: true,
    };
  }

  await sql`savepoint effect`.execute(tx);
  let answer: { status: number; body: unknown };
  try {
    answer = await effect();
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    await sql`rollback to savepoint effect`.execute(tx);
    answer = { status: error.status, body: error.details(requestId) };
  }
  await tx
    .updateTable('idempotency_key')
    .set({ status: answer.status, answer: await keys.seal(tenantId, identity, JSON.stringify(answer.body ?? null)) })
    .where('tenant_id', '=', tenantId)
    .where('principal', '=', principal)
    .where('route', '=', route)
    .where('key', '=', key)
    .execute();
  return { ...answer, replayed: false };
}
