import type { Endpoint } from '@openprm/contract';
import { ResponseSchemaError } from '../errors/response-schema-error.ts';

/**
 * The answer as the endpoint's row declares it; undefined where the row has no response.
 *
 * @param name of the endpoint, for the error
 * @throws {ResponseSchemaError} which does not quote the answer, as JSON.parse would
 */
export function parseResponse({ response: schema }: Endpoint, name: string, status: number, text: string): unknown {
  if (schema === undefined) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new ResponseSchemaError(name, status, [{ path: '', code: 'not_json' }]);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new ResponseSchemaError(
    name,
    status,
    result.error.issues.map(({ path, code }) => ({ path: path.join('.'), code })),
  );
}
