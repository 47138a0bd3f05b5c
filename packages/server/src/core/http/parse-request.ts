import type { Endpoint, ProblemIssue, Schema } from '@openprm/contract';
import type * as z from 'zod/mini';
import { Problem } from '../problem.ts';

type Issue = z.core.$ZodIssue;

/** What of a schema is looked at to know which names are its own. */
interface Looked {
  readonly shape?: Readonly<Record<string, Looked>>;
  readonly def?: {
    readonly element?: Looked;
    readonly innerType?: Looked;
    readonly in?: Looked;
    readonly valueType?: Looked;
    readonly options?: readonly Looked[];
  };
}

/** The schemas that a value may have: of what may be left out or null, of what is changed when it is read, and of each that a union has. */
function alternativesOf(schema: Looked): readonly Looked[] {
  const { innerType, in: input, options } = schema.def ?? {};
  const inner = innerType ?? input;
  if (inner !== undefined) return alternativesOf(inner);
  return options === undefined ? [schema] : options.flatMap(alternativesOf);
}

/** One step of a path: the name where the schema has it, and `?` where a caller has made it up. */
function stepInto(
  schemas: readonly Looked[],
  name: PropertyKey,
): { readonly shown: string; readonly inner: readonly Looked[] } {
  const inside = (of: (schema: Looked) => Looked | undefined) =>
    schemas
      .map(of)
      .filter((schema) => schema !== undefined)
      .flatMap(alternativesOf);
  if (typeof name === 'number') return { shown: String(name), inner: inside(({ def }) => def?.element) };
  const own = inside(({ shape = {} }) => (Object.hasOwn(shape, String(name)) ? shape[String(name)] : undefined));
  return own.length > 0
    ? { shown: String(name), inner: own }
    : { shown: '?', inner: inside(({ def }) => def?.valueType) };
}

/** Where an issue stands, and what the names are that are known there. What the caller has named is nowhere repeated: it could be what a person typed. */
function placeOf(part: string, schema: Schema, path: readonly PropertyKey[]) {
  let at = alternativesOf(schema as Looked);
  const steps = [part];
  for (const name of path) {
    const { shown, inner } = stepInto(at, name);
    steps.push(shown);
    at = inner;
  }
  return { path: `/${steps.join('/')}`, known: [...new Set(at.flatMap(({ shape = {} }) => Object.keys(shape)))] };
}

function messageOf(issue: Issue, known: readonly string[]): string {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const count = issue.keys.length === 1 ? 'a field that is' : `${issue.keys.length} fields that are`;
      return `has ${count} not known here${known.length === 0 ? '' : `, where there are: ${known.join(', ')}`}`;
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

function issuesOf(part: string, schema: Schema, error: z.core.$ZodError): ProblemIssue[] {
  return error.issues.slice(0, 20).map((issue) => {
    const { path, known } = placeOf(part, schema, issue.path);
    return { path, code: issue.code, message: messageOf(issue, known) };
  });
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
      if (part === 'query' && Object.keys(raw.query).length > 0)
        issues.push({ path: '/query', code: 'unrecognized_keys', message: 'has fields, and none is known here' });
      return undefined;
    }
    const result = schema.safeParse(raw[part], { reportInput: true });
    if (result.success) return result.data;
    issues.push(...issuesOf(part, schema, result.error));
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
