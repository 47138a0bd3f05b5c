import type { Endpoint, EndpointRequest, ProblemIssue, Schema } from '@openprm/contract';
import { Problem } from './problem.ts';

const pathParameters = /\{(\w+)\}/g;

/** The path of a row as msw writes it: `/v1/appointments/:id`. */
export const mswPath = (row: Endpoint): string => row.path.replace(pathParameters, ':$1');

/** The parameters that the row names. msw also counts the wildcard of the address. */
const paramsOf = (row: Endpoint, params: Readonly<Record<string, unknown>>) =>
  Object.fromEntries([...row.path.matchAll(pathParameters)].map(([, name = '']) => [name, params[name]]));

/** Query parameters by name, without the key: it is a credential and no part of the question. A name given twice keeps both values. */
function queryOf(request: Request): Record<string, unknown> {
  const query = new URL(request.url).searchParams;
  query.delete('key');
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.clone().text();
  if (text === '') return {};
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem('unsupported-media-type');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem('malformed-request');
  }
}

/** Parses one part, or notes what is wrong with it: where as a JSON pointer (RFC 6901), a code, and words. */
function parsePart(part: 'query' | 'body', schema: Schema, value: unknown, issues: ProblemIssue[]): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, code, message } of result.error.issues)
    issues.push({ path: ['', part, ...path].join('/'), code, message });
  return undefined;
}

/**
 * A request as its row declares it, parsed strictly: an unknown field is refused.
 *
 * @throws {Problem} `validation-failed` with issues, `not-found` for an id in the path that cannot be one, `malformed-request`,
 *   `unsupported-media-type`
 */
export async function parseRequest<E extends Endpoint>(
  row: E,
  request: Request,
  mswParams: Readonly<Record<string, unknown>>,
): Promise<EndpointRequest<E>> {
  const issues: ProblemIssue[] = [];
  const body = row.body === undefined ? undefined : parsePart('body', row.body, await bodyOf(request), issues);
  const params = row.params?.safeParse(paramsOf(row, mswParams));
  if (params?.success === false) throw new Problem('not-found');
  const query = queryOf(request);
  if (row.query === undefined) {
    for (const name of Object.keys(query))
      issues.push({ path: `/query/${name}`, code: 'unrecognized_keys', message: 'is not known here' });
  }
  const parsed = {
    params: params?.data,
    query: row.query === undefined ? undefined : parsePart('query', row.query, query, issues),
    body,
  };
  if (issues.length > 0) throw new Problem('validation-failed', { issues });
  return parsed as EndpointRequest<E>;
}
