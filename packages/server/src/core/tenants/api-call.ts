import {
  type Endpoint,
  type EndpointInput,
  type EndpointResponse,
  isProblemCode,
  problemSchema,
} from '@openprm/contract';
import { toBase64Url } from '../keys/secrets.ts';
import { Problem } from '../problem.ts';

/** The API's fetch handler. */
export interface Api {
  fetch(request: Request): Response | Promise<Response>;
}

/** Calls one endpoint as some principal. @throws Problem as the API answered it */
export type ApiCall = <const Row extends Endpoint>(
  row: Row,
  input: EndpointInput<Row>,
) => Promise<EndpointResponse<Row>>;

/** The parts of an input, each only where the row has it. */
interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Only the path matters: nothing leaves the process. */
const base = 'http://localhost';

/**
 * Calls the API's fetch handler in this process, by the rules that hold for everyone: no socket, no way around them.
 */
export function createApiCall(api: Api, credential: string): ApiCall {
  return async (row, input) => {
    const { params = {}, query = {}, body } = input as Parts;
    const url = new URL(
      row.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
      base,
    );
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    }
    const headers = new Headers({ Authorization: `Bearer ${credential}` });
    if (row.method === 'POST') headers.set('Idempotency-Key', toBase64Url(crypto.getRandomValues(new Uint8Array(16))));
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    const response = await api.fetch(
      new Request(url, { method: row.method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    );
    if (!response.ok) throw await readProblem(response);
    return (row.response === undefined ? undefined : row.response.parse(await response.json())) as EndpointResponse<
      typeof row
    >;
  };
}

async function readProblem(response: Response): Promise<Problem> {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined)).data;
  if (problem === undefined || !isProblemCode(problem.code)) return new Problem('internal-error');
  return new Problem(problem.code, {
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.issues === undefined ? {} : { issues: problem.issues }),
    ...(problem.alternatives === undefined ? {} : { alternatives: problem.alternatives }),
  });
}
