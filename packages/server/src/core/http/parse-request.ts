import type { Endpoint, ProblemIssue, Schema } from '@openprm/contract';
import type * as z from 'zod/mini';
import { Problem } from '../problem.ts';

type Issue = z.core.$ZodIssue;

/** A field's name may stand in a message only when it looks like one: anything else could be what a person typed. */
const isFieldName = (name: PropertyKey) =>
  typeof name === 'number' || (typeof name === 'string' && /^[A-Za-z_][\w-]{0,40}$/.test(name));
const pointer = (part: string, path: readonly PropertyKey[]) =>
  `/${[part, ...path.map((name) => (isFieldName(name) ? String(name) : '?'))].join('/')}`;

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const names = issue.keys.filter(isFieldName).slice(0, 5);
      return names.length > 0 ? `is not known here: ${names.join(', ')}` : 'has fields that are not known here';
    }
    case 'invalid_type':
      return issue.input === undefined
        ? `is required (${issue.expected})`
        : `must be ${article(issue.expected)} ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.message === 'Invalid input' ? `must be at least ${String(issue.minimum)}` : issue.message;
    case 'too_big':
      return issue.message === 'Invalid input' ? `must be at most ${String(issue.maximum)}` : issue.message;
    default:
      return issue.message === 'Invalid input' ? 'is not valid' : issue.message;
  }
}

const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');

function issuesOf(part: string, error: z.core.$ZodError): ProblemIssue[] {
  return error.issues
    .slice(0, 20)
    .map((issue) => ({ path: pointer(part, issue.path), code: issue.code, message: messageOf(issue) }));
}

/** The parts of a request before parsing. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The parts after parsing, as the row's schemas give them. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Parses a request by its row. Unknown fields are refused.
 *
 * @throws Problem `validation-failed` with every issue of query and body; `not-found` for an id in the path that cannot be one
 */
export function parseRequest(row: Endpoint, raw: RawRequest): ParsedRequest {
  const issues: ProblemIssue[] = [];
  const parse = (part: 'query' | 'body', schema: Schema | undefined): unknown => {
    if (schema === undefined) {
      if (part === 'query')
        issues.push(
          ...Object.keys(raw.query).map((name) => ({
            path: pointer('query', [name]),
            code: 'unrecognized_keys',
            message: 'is not known here',
          })),
        );
      return undefined;
    }
    const result = schema.safeParse(raw[part], { reportInput: true });
    if (result.success) return result.data;
    issues.push(...issuesOf(part, result.error));
    return undefined;
  };
  const params = row.params?.safeParse(raw.params);
  if (params?.success === false)
    throw new Problem('not-found', { detail: 'The id in the path is not of the kind that this address takes.' });
  const parsed = { params: params?.data, query: parse('query', row.query), body: parse('body', row.body) };
  if (issues.length > 0) {
    const [first] = issues;
    throw new Problem('validation-failed', { detail: `${first?.path ?? ''} ${first?.message ?? ''}`.trim(), issues });
  }
  return parsed;
}
