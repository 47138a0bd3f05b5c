import * as z from 'zod/mini';
import * as contract from './index.ts';
import { dateText, instant, instantText, localDate } from './primitives.ts';
import { type EndpointRow, endpointRows } from './policies.ts';
import type { PrincipalKind } from './policy.ts';

/** A JSON value of the generated document. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Problems that an endpoint may answer besides its own, by what every request goes through: credential, origin, policy, body, parsing, database. */
function commonProblems(row: EndpointRow): contract.ProblemCode[] {
  const isShortLived = row.access.some((kind) => kind !== 'publishable' && kind !== 'secret');
  return [
    'credential-required',
    'credential-invalid',
    'permission-denied',
    'validation-failed',
    'rate-limited',
    'record-damaged',
    'internal-error',
    'service-unavailable',
    ...(isShortLived ? (['credential-expired'] as const) : []),
    ...(row.access.includes('publishable') ? (['origin-not-allowed'] as const) : []),
    ...(row.fresh === true ? (['reauthentication-required'] as const) : []),
    ...(row.params === undefined ? [] : (['not-found'] as const)),
    ...(row.body === undefined ? [] : (['malformed-request', 'body-too-large', 'unsupported-media-type'] as const)),
    ...(row.method === 'POST' ? (['idempotency-key-required', 'idempotency-key-reused'] as const) : []),
  ];
}

/** Schemas with a name of their own in the document: `appointmentSchema` is called `Appointment`. */
const componentNames = new Map<unknown, string>(
  Object.entries(contract)
    .filter(([name, value]) => name.endsWith('Schema') && typeof value === 'object')
    .map(([name, value]) => [value, name.charAt(0).toUpperCase() + name.slice(1, -'Schema'.length)]),
);

const isCodeSchema = (value: object): value is contract.CodeSchema<string> => 'codes' in value;

/** A schema as JSON Schema; what has a name of its own becomes a reference to `#/components/schemas`. */
function describeSchemas() {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of componentNames) registry.add(schema as contract.Schema, { id });
  const options: Parameters<typeof z.toJSONSchema>[1] = {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (isCodeSchema(zodSchema)) Object.assign(jsonSchema, { type: 'string', enum: [...zodSchema.codes] });
      if (zodSchema === instantText || zodSchema === instant) jsonSchema.format = 'date-time';
      if (zodSchema === dateText || zodSchema === localDate) jsonSchema.format = 'date';
      // Minutes, counts, capacities: there is no number in the contract that is not whole.
      if (jsonSchema.type === 'number') jsonSchema.type = 'integer';
    },
  };
  const uri = (id: string) => `#/components/schemas/${id}`;
  const clean = (schema: object): JsonObject => {
    const { $schema: _dialect, $id: _id, ...rest } = schema as Record<string, Json>;
    return rest;
  };
  const { schemas } = z.toJSONSchema(registry, { ...options, uri });
  const components: JsonObject = Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, clean(schema)]));
  const inline = (schema: contract.Schema): JsonObject => clean(z.toJSONSchema(schema, options));
  const describe = (schema: contract.Schema): JsonObject => {
    const id = componentNames.get(schema);
    return id === undefined ? inline(schema) : { $ref: uri(id) };
  };
  const hasRequired = (schema: contract.Schema): boolean => {
    const { required } = inline(schema);
    return Array.isArray(required) && required.length > 0;
  };
  return { components, describe, inline, hasRequired };
}

const securityNames: Record<PrincipalKind, string> = {
  publishable: 'publishableKey',
  secret: 'secretKey',
  link: 'appointmentLink',
  patient: 'appointmentAccess',
  person: 'session',
  handle: 'sessionHandle',
  'sign-in-link': 'signInLink',
  'waitlist-link': 'waitlistLink',
  'survey-link': 'surveyLink',
  staff: 'staffSession',
};

const bearer = (description: string): JsonObject => ({ type: 'http', scheme: 'bearer', description });

/**
 * The OpenAPI 3.1 document of the whole table.
 *
 * @param version of the server that answers it
 */
export function openApiDocument(version: string): JsonObject {
  const { components, describe, inline, hasRequired } = describeSchemas();

  const parametersOf = (row: EndpointRow): Json[] => {
    const list = (schema: contract.Schema | undefined, place: 'path' | 'query'): Json[] => {
      if (schema === undefined) return [];
      const { properties = {}, required = [] } = inline(schema) as { properties?: JsonObject; required?: string[] };
      return Object.entries(properties).map(([name, property]) => ({
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        schema: property,
      }));
    };
    const key: Json[] =
      row.method === 'POST'
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              description: `Chosen by the caller, 1 to 255 visible ASCII characters. ${memoryOf(row)}`,
              schema: { type: 'string', minLength: 1, maxLength: 255 },
            },
          ]
        : [];
    return [...list(row.params, 'path'), ...list(row.query, 'query'), ...key];
  };

  const memoryOf = ({ remembers }: EndpointRow): string => {
    if (remembers === false) return 'This call only reads: no answer is kept for the key.';
    const span = remembers === undefined ? '8 days' : `${remembers.minutes} minutes`;
    return `The same key and body get the first answer again, for ${span}.`;
  };

  const problemsOf = (row: EndpointRow): JsonObject => {
    const codes = new Set<contract.ProblemCode>([...commonProblems(row), ...row.problems]);
    const byStatus = Map.groupBy(codes, (code) => contract.problemStatus[code]);
    return Object.fromEntries(
      [...byStatus]
        .sort(([a], [b]) => a - b)
        .map(([status, list]) => [
          String(status),
          {
            description: list.join(', '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
    );
  };

  const operationOf = (row: (typeof endpointRows)[number]): JsonObject => {
    const success: JsonObject =
      row.response === undefined
        ? { '204': { description: 'Done' } }
        : {
            [row.creates ? '201' : '200']: {
              description: row.creates ? 'Created' : 'Done',
              content: {
                [row.feed === 'stream' ? 'text/event-stream' : 'application/json']: { schema: describe(row.response) },
              },
            },
          };
    return {
      operationId: row.name,
      summary: row.summary,
      tags: [row.tag],
      security: [...row.access].map((kind: PrincipalKind) => ({ [securityNames[kind]]: [] })),
      ...(row.scope === undefined ? {} : { 'x-scope': row.scope }),
      ...(row.fresh === true ? { 'x-fresh': true } : {}),
      ...(row.phi.length > 0 ? { 'x-phi': row.phi } : {}),
      parameters: parametersOf(row),
      ...(row.body === undefined
        ? {}
        : {
            requestBody: {
              required: hasRequired(row.body),
              content: { 'application/json': { schema: describe(row.body) } },
            },
          }),
      responses: { ...success, ...problemsOf(row) },
    };
  };

  const paths: Record<string, Record<string, Json>> = {};
  for (const row of endpointRows) (paths[row.path] ??= {})[row.method.toLowerCase()] = operationOf(row);

  return {
    openapi: '3.1.0',
    info: {
      title: 'OpenPRM API',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Patient relationship management that a clinic embeds. Instants are RFC 3339 with an offset; errors are RFC 9457 problems.',
    },
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        publishableKey: {
          type: 'apiKey',
          in: 'query',
          name: 'key',
          description: 'A publishable key, `pk_…`; for other than GET as a bearer.',
        },
        secretKey: bearer("A clinic's secret key, `sk_…`; for servers only."),
        appointmentLink: bearer('The secret of a mailed link, `lnk_…`.'),
        appointmentAccess: bearer('The short-lived credential for one appointment.'),
        session: bearer("The access token of a patient's session, `pst_…`; 5 minutes."),
        sessionHandle: bearer('The refresh handle of such a session, `prh_…`; good for one refresh.'),
        waitlistLink: bearer('The secret of a mailed link to a waitlist entry, `wll_…`.'),
        surveyLink: bearer('The secret of a link by which one person answers a survey, `svl_…`.'),
        signInLink: bearer('The secret of a link that signs a patient in, `psl_…`; good once.'),
        staffSession: bearer(
          'The session of somebody who works at the clinic; what it may do depends on the role, `x-scope`.',
        ),
      },
    },
  };
}
