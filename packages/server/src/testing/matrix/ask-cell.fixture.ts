import { isProblemCode, type ProblemDetails, problemSchema } from '@openprm/contract';
import type { EndpointName, EndpointRow } from '@openprm/contract/policies';
import { decodeSlotId, encodeSlotId } from '../../core/scheduling/slot-id.ts';
import { readAnswer } from '../answer.fixture.ts';
import type { Actor } from './actors.fixture.ts';
import type { Scene } from './scene.fixture.ts';

/** An endpoint with its name. */
export type Row = EndpointRow & { readonly name: EndpointName };

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
  /** Under which key it was asked for, if it was a POST. */
  readonly idempotencyKey: string | undefined;
}

/** Whoever makes a call, and what they show. */
export interface Caller {
  readonly actor: Actor;
  readonly credential: string | undefined;
}

/** How a call is made, where it is not as usual. */
interface CallOptions {
  /** The patient for whom the call says to act, if the actor says so: by default the one of the scene. */
  readonly actingFor?: string | null;
  /** How long the body is made, with spaces. */
  readonly bytes?: number;
}

/** Makes a call as it is made from outside. */
export async function call(
  scene: Scene,
  row: Row,
  input: unknown,
  { actor, credential }: Caller,
  { actingFor = scene.own.me.patientId, bytes = 0 }: CallOptions = {},
): Promise<Answer> {
  const {
    params = {},
    query = {},
    body,
  } = input as {
    params?: Record<string, string>;
    query?: Record<string, unknown>;
    body?: unknown;
  };
  const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = new URL(path, 'https://app.example');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const headers = new Headers({ 'content-type': 'application/json' });
  // as a clinic's page does it: what is public goes without a header of its own
  const isPublic = row.method === 'GET' && credential?.startsWith('pk_') === true;
  if (isPublic) url.searchParams.set('key', credential);
  else if (credential !== undefined) headers.set('authorization', `Bearer ${credential}`);
  if (actor.kind === 'publishable') headers.set('origin', 'https://clinic.example');
  if (actor.actsFor !== undefined && actingFor !== null) headers.set('prm-acting-for', actingFor);
  const idempotencyKey = row.method === 'POST' ? crypto.randomUUID() : undefined;
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  const response = await scene.server.core.api.request(url, {
    method: row.method,
    headers,
    ...(body === undefined ? {} : { body: padded(JSON.stringify(body), bytes) }),
  });
  const text = await readAnswer(response);
  return {
    status: response.status,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    headers: response.headers,
    idempotencyKey,
  };
}

const padded = (json: string, bytes: number) => json + ' '.repeat(Math.max(0, bytes - new Blob([json]).size));

/** Whether it was refused with a code, as that code is refused. */
export function isRefusal(answer: Answer, code: string): boolean {
  const problem = problemSchema.safeParse(answer.body);
  return problem.success && problem.data.code === code && isProblemCode(code) && answer.status === problem.data.status;
}

/** An answer in short. */
export const tell = ({ status, body }: Answer) =>
  `${status} ${(body as Partial<ProblemDetails> | undefined)?.code ?? ''}`.trim();

/** The same request about things that never were: each id becomes one of its kind that nobody has. */
export function absentTwin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absentTwin);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, absentTwin(inner)]));
  if (typeof value !== 'string') return value;
  const slot = decodeSlotId(value);
  if (slot !== undefined)
    return encodeSlotId({ ...slot, scheduleId: absentId('sch'), healthcareServiceId: absentId('svc') });
  const [, prefix, rest = ''] = /^([a-z]{3})_([0-9a-z]{26})$/.exec(value) ?? [];
  if (prefix !== undefined) return absentId(prefix, rest.length);
  return /^busy-person\d+-/.test(value) ? 'busy-that-never-was' : value;
}

/** An id of a kind that nobody has. */
export const absentId = (prefix: string, length = 26) => `${prefix}_${'0'.repeat(length)}`;
