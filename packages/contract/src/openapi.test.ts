import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Json, openApiDocument } from './openapi.ts';
import { endpointRows } from './policies.ts';
import { problemStatus } from './problem.ts';

type Node = { readonly [key: string]: Json };
const document = openApiDocument('1.2.3');
const operation = (path: string, method: string) =>
  (document['paths'] as Record<string, Record<string, Node>>)[path]?.[method];

describe('the OpenAPI document', () => {
  it('has every row by its name, with summary, tag and who may call it', () => {
    for (const row of endpointRows) {
      const found = operation(row.path, row.method.toLowerCase());
      assert.equal(found?.['operationId'], row.name);
      assert.equal(found?.['summary'], row.summary);
      assert.equal((found?.['security'] as Json[] | undefined)?.length, row.access.length);
    }
  });

  it('refers only to components that it has', () => {
    const text = JSON.stringify(document);
    const names = new Set(Object.keys((document['components'] as Record<string, Node>)['schemas'] ?? {}));
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    assert.ok(references.length > 50);
    assert.deepEqual(
      references.filter((name) => !names.has(name)),
      [],
    );
  });

  it('says what each endpoint may refuse, by status and code', () => {
    const book = operation('/v1/appointments', 'post')?.['responses'] as Record<string, { description: string }>;
    assert.match(book['409']?.description ?? '', /hold-expired/);
    assert.match(book['403']?.description ?? '', /origin-not-allowed/);
    assert.match(book['413']?.description ?? '', /body-too-large/);
    assert.match(book['400']?.description ?? '', /idempotency-key-required/);
    const codes = JSON.stringify(document['paths']);
    const unused = Object.keys(problemStatus).filter((code) => !codes.includes(code));
    // what no row answers: a wrong method has no row
    assert.deepEqual(unused, ['method-not-allowed']);
  });

  it('writes codes as lists, instants and dates by their format, and numbers as whole ones', () => {
    const { Appointment, Slot, SlotDay } = (
      document['components'] as { schemas: Record<string, { properties: Record<string, Node> }> }
    ).schemas;
    assert.deepEqual((Appointment?.properties['status']?.['enum'] as string[] | undefined)?.slice(0, 3), [
      'proposed',
      'pending',
      'booked',
    ]);
    assert.equal(Slot?.properties['start']?.['format'], 'date-time');
    assert.equal(SlotDay?.properties['date']?.['format'], 'date');
    assert.equal(SlotDay?.properties['count']?.['type'], 'integer');
  });

  it('needs a body only where a field of it is needed', () => {
    const required = (path: string) => (operation(path, 'post')?.['requestBody'] as Node | undefined)?.['required'];
    assert.equal(required('/v1/holds'), true);
    assert.equal(required('/v1/appointments/{id}/arrive'), false);
  });
});

describe('the table of endpoints', () => {
  it('marks personal data at places that the schemas have', () => {
    for (const row of endpointRows) {
      for (const place of row.phi) {
        const [part = '', ...path] = place.replaceAll('[]', '').split('.');
        assert.ok(part === 'body' || part === 'response', place);
        let at = (part === 'body' ? row.body : row.response) as unknown as {
          shape?: Record<string, unknown>;
          def?: { element?: unknown };
        };
        for (const name of path) {
          const next = (at.shape ?? {})[name] as typeof at | undefined;
          assert.ok(next !== undefined, `${row.name}: ${place}`);
          at = (next.def?.element as typeof at | undefined) ?? next;
        }
      }
    }
  });

  it('has no address twice, and an id for each parameter in a path', () => {
    const addresses = endpointRows.map(({ method, path }) => `${method} ${path}`);
    assert.equal(new Set(addresses).size, addresses.length);
    for (const { path, params, name } of endpointRows) assert.equal(path.includes('{'), params !== undefined, name);
  });
});
