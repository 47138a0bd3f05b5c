import {
  type ProblemDetails,
  problemContactSchema,
  problemIssueSchema,
  type Schema,
  slotSchema,
} from '@openprm/contract';

/** The items of a list that fit a schema. */
function itemsThatFit<Item>(list: unknown, schema: Schema<Item>): Item[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Reads a problem as far as it can be read: a field that is missing or wrong costs that field, not the code that the caller needs.
 *
 * @param body JSON, or whatever a proxy sent in its place
 * @returns undefined when it has no code and so is no problem of ours
 */
export function readProblem(body: string, status: number): ProblemDetails | undefined {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null || !('code' in data) || typeof data.code !== 'string') return undefined;
  const fields: Partial<Record<keyof ProblemDetails, unknown>> = data;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    type: text(fields.type) ?? 'about:blank',
    title: text(fields.title) ?? '',
    status,
    code: data.code,
    detail: text(fields.detail),
    requestId: text(fields.requestId),
    issues: itemsThatFit(fields.issues, problemIssueSchema),
    alternatives: itemsThatFit(fields.alternatives, slotSchema),
    contact: itemsThatFit([fields.contact], problemContactSchema)?.[0],
  };
}
