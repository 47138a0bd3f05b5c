import {
  type Appointment,
  type Endpoint,
  type EndpointInput,
  type EndpointResponse,
  type Location,
  arriveAppointment,
  fulfilAppointment,
  listAppointments,
  listLocations,
  noShowAppointment,
  problemSchema,
} from '@openprm/contract';
import type { Api } from './reference-server.ts';

/** What staff note about a visit. */
export const visitActions = {
  arrive: arriveAppointment,
  fulfil: fulfilAppointment,
  'no-show': noShowAppointment,
} as const;
export type VisitAction = keyof typeof visitActions;

/** Whether a string from an address names a {@link VisitAction}. */
export const isVisitAction = (value: string): value is VisitAction => Object.hasOwn(visitActions, value);

/** The API refused. Holds its problem's code and request id, and nothing that the caller sent. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, requestId: string | undefined) {
    super(`The API answered ${status} ${code}${requestId === undefined ? '' : ` (request ${requestId})`}.`);
    this.status = status;
    this.code = code;
  }
}

/** The clinic's own view of the API, called in this process with the secret key. */
export interface ClinicApi {
  /** All places, by name. @throws ApiRefusal */
  locations(): Promise<readonly Location[]>;
  /** All appointments of a local date, by start. @throws ApiRefusal */
  appointments(day: {
    readonly date: string;
    readonly locationId?: string | undefined;
  }): Promise<readonly Appointment[]>;
  /** @throws ApiRefusal, for example `appointment-status-conflict` */
  note(action: VisitAction, appointmentId: string, idempotencyKey: string): Promise<void>;
}

/** Only a path and headers matter: nothing leaves the process. */
const base = 'http://localhost';
const pageSize = 200;

/** Calls the API's fetch handler directly: no socket, the same rules as for any other caller. */
export function createClinicApi(api: Api, secretKey: string): ClinicApi {
  async function call<const E extends Endpoint>(
    row: E,
    input: EndpointInput<E>,
    idempotencyKey?: string,
  ): Promise<EndpointResponse<E>> {
    const {
      params = {},
      query = {},
      body,
    } = input as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
    const url = new URL(
      row.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
      base,
    );
    for (const [name, value] of Object.entries(query))
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    const headers = new Headers({ Authorization: `Bearer ${secretKey}` });
    if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    const request = new Request(url, {
      method: row.method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const response = await api.fetch(request);
    if (!response.ok) throw await readRefusal(response);
    return row.response?.parse(await response.json()) as EndpointResponse<E>;
  }

  return {
    async locations() {
      const all = await everyPage((cursor) => call(listLocations, { query: { cursor, limit: pageSize } }));
      return all.sort((a, b) => a.name.localeCompare(b.name));
    },
    async appointments({ date, locationId }) {
      const all = await everyPage((cursor) =>
        call(listAppointments, { query: { cursor, limit: pageSize, date, locationId } }),
      );
      return all.sort((a, b) => Date.parse(a.start) - Date.parse(b.start) || a.id.localeCompare(b.id));
    },
    async note(action, appointmentId, idempotencyKey) {
      await call(visitActions[action], { params: { id: appointmentId }, body: {} }, idempotencyKey);
    },
  };
}

/** The items of this page and of all that follow. */
async function everyPage<T>(
  next: (cursor: string | undefined) => Promise<{ data: readonly T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await next(cursor);
    items.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

async function readRefusal(response: Response): Promise<ApiRefusal> {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
  return new ApiRefusal(response.status, problem.data?.code ?? 'unknown', problem.data?.requestId);
}
