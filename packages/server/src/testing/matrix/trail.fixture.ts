import { isDeepStrictEqual } from 'node:util';
import { type EndpointName, type EndpointRow, type LimitName, callLimits, limits } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { storedKey } from '../../core/http/idempotency.ts';
import type { Actor } from './actors.fixture.ts';
import type { Scene } from './scene.fixture.ts';

type Row = EndpointRow & { readonly name: EndpointName };

/** What is looked at of an answer to know what it has left behind. */
interface Answered {
  readonly headers: Headers;
  readonly idempotencyKey: string | undefined;
}

/** Forgets what was counted for the caller's clinic, so that the next call's is seen. */
export async function forgetCalls({ server, actorSide }: Scene): Promise<void> {
  await sql`delete from rate_limit where tenant_id = ${actorSide.clinic.tenantId}`.execute(server.open.database);
}

/** What a success leaves in the database beside what it does, as far as the row does not declare it so: its audit rows, for how long its answer is kept, and what it counts towards. */
export async function trailProblems(scene: Scene, row: Row, answer: Answered): Promise<readonly string[]> {
  const problems = [
    formProblem(row, answer),
    await auditProblem(scene, row, answer),
    await keptProblem(scene, row, answer),
    await limitProblem(scene, row),
  ];
  return problems.filter((problem) => problem !== undefined);
}

/** A stream is one, and whatever else has a body is not. */
function formProblem({ feed, response }: Row, { headers }: Answered): string | undefined {
  const [declared, form] = [feed === 'stream' ? 'text/event-stream' : 'application/json', headers.get('content-type')];
  return response === undefined || form === declared ? undefined : `declared ${declared}, answered ${String(form)}`;
}

/** Whoever reads or writes what is personal, or changes anything, leaves rows, which say why: the clinic for what the row is for, a patient at their own wish. */
async function auditProblem(
  { server, actor, actorSide }: Scene,
  row: Row,
  { headers }: Answered,
): Promise<string | undefined> {
  const { rows } = await sql<{ action: string; purpose: string | null; request_id: string }>`
    select action, purpose, request_id from audit_event where tenant_id = ${actorSide.clinic.tenantId}
    order by occurred_at desc, id desc limit 200`.execute(server.open.database);
  const own = rows.filter(
    ({ request_id: id, action }) =>
      id === headers.get('x-request-id') && (action === row.name || action.startsWith(`${row.name}.`)),
  );
  const isPersonal = row.phi.length > 0 || row.feed !== undefined || row.isAudited === true;
  // a feed that tells nobody's leaves none
  const isSilent = row.method === 'GET' && (!isPersonal || (row.feed !== undefined && own.length === 0));
  if (isSilent) return own.length === 0 ? undefined : 'it leaves an audit row, which the row does not declare';
  if (own.length === 0) return 'it leaves no audit row';
  const forClinic = actor.kind === 'secret' || actor.kind === 'staff';
  const purpose = isPersonal ? (forClinic ? (row.purpose ?? 'PATADMIN') : 'PATRQT') : null;
  const other = own.find((entry) => entry.purpose !== purpose);
  return other === undefined
    ? undefined
    : `declared the purpose ${String(purpose)}, the audit has ${String(other.purpose)}`;
}

/** A POST's answer is given again for as long as the row says. */
async function keptProblem(
  { server, actorSide }: Scene,
  { remembers }: Row,
  { idempotencyKey }: Answered,
): Promise<string | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const { tenantId } = actorSide.clinic;
  const key = await storedKey({ tenantId, keys: server.ports.keys }, idempotencyKey);
  const { rows } = await sql<{ minutes: number }>`
    select round(extract(epoch from expires_at - created_at) / 60)::integer as minutes from idempotency_key
    where tenant_id = ${tenantId} and key = ${key}`.execute(server.open.database);
  const declared = remembers === false ? undefined : (remembers?.minutes ?? 8 * 24 * 60);
  const kept = rows[0]?.minutes;
  return kept === declared
    ? undefined
    : `declared to be kept for ${String(declared)} minutes, it is for ${String(kept)}`;
}

/** A call counts towards the limits of every call and those of its row, as far as they count its caller. */
async function limitProblem({ server, actor, actorSide }: Scene, row: Row): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select name from rate_limit where tenant_id = ${actorSide.clinic.tenantId} order by name`.execute(
    server.open.database,
  );
  const counted = rows.map(({ name }) => name).filter((name) => !ofMail.includes(name));
  const declared = [...(Object.keys(callLimits) as (keyof typeof callLimits)[]), ...(row.limits ?? [])]
    .filter((name) => isCounted(actor, name))
    .toSorted();
  return isDeepStrictEqual(counted, declared)
    ? undefined
    : `declared to count towards ${declared.join(', ')}, it does towards ${counted.join(', ')}`;
}

/** Counted by what a mail causes, not by the call. */
const ofMail: readonly string[] = ['mails-by-destination'];

function isCounted({ kind }: Actor, name: LimitName): boolean {
  const kinds: readonly string[] = limits[name].counts;
  return kind !== undefined && kinds.includes(kind);
}
