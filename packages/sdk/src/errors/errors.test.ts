import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vm from 'node:vm';
import { slotFixture } from '@openprm/testing';
import { build } from 'esbuild';
import { apiErrorOf } from './api-error-of.ts';
import { ApiError } from './api-error.ts';
import { ConnectionError } from './connection-error.ts';
import { isPrmError } from './is-prm-error.ts';
import { PrmError } from './prm-error.ts';
import { ResponseSchemaError } from './response-schema-error.ts';
import { TimeoutError } from './timeout-error.ts';

const refusal = (status: number, data?: unknown, requestId: string | null = null) =>
  apiErrorOf({
    endpoint: 'POST /v1/holds',
    status,
    text: typeof data === 'string' ? data : JSON.stringify(data ?? null),
    requestId,
    retryAfterMs: 1500,
  });

describe('a refusal', () => {
  for (const [status, name] of [
    [400, 'ApiError'],
    [401, 'AuthenticationError'],
    [403, 'PermissionError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [413, 'ApiError'],
    [422, 'ValidationError'],
    [429, 'RateLimitError'],
    [500, 'ApiError'],
    [503, 'ApiError'],
  ] as const) {
    test(`by ${status} is an ${name}`, () => {
      const error = refusal(status);
      assert.equal(error.name, name);
      assert.ok(error instanceof ApiError && error instanceof PrmError && error instanceof Error);
      assert.ok(error.stack?.startsWith(`${name}: POST /v1/holds answered ${status} unknown`));
    });
  }

  test('keeps what its problem says', () => {
    const alternatives = [slotFixture()];
    const data = { type: 'x', title: 'Taken', status: 409, code: 'slot-unavailable', requestId: 'req_7', alternatives };
    const error = refusal(409, data);
    assert.ok(isPrmError(error) && error.name === 'ConflictError');
    assert.deepEqual([error.code, error.requestId, error.alternatives], ['slot-unavailable', 'req_7', alternatives]);
    assert.equal(error.message, 'POST /v1/holds answered 409 slot-unavailable (request req_7)');
    assert.equal(error.problem?.title, 'Taken');
  });

  test("takes the request's id from the header where there is no problem, and only what looks like an id", () => {
    assert.equal(refusal(502, '<html>', 'req_8').requestId, 'req_8');
    assert.equal(refusal(502, '<html>', 'for Ada Lovelace').requestId, undefined);
  });

  test('keeps the fields that were refused', () => {
    const issues = [{ path: '/body/slotId', code: 'invalid_type', message: 'must be a string' }];
    const error = refusal(422, { code: 'validation-failed', issues });
    assert.ok(isPrmError(error) && error.name === 'ValidationError');
    assert.deepEqual(error.issues, issues);
  });

  test('says how long to wait, in whole seconds', () => {
    const error = refusal(429);
    assert.ok(isPrmError(error) && error.name === 'RateLimitError');
    assert.equal(error.retryAfterSeconds, 2);
  });

  test('of a code that this version does not know is `unknown`, and its problem still has the code', () => {
    const error = refusal(409, {
      code: 'moon-unavailable',
      title: 7,
      issues: 'none',
      alternatives: [{ id: 1 }, slotFixture()],
    });
    assert.ok(isPrmError(error) && error.name === 'ConflictError');
    assert.equal(error.code, 'unknown');
    assert.equal(error.problem?.code, 'moon-unavailable');
    assert.deepEqual(error.alternatives, [slotFixture()]);
  });

  for (const data of ['<html>Bad gateway</html>', undefined, null, 7, [], {}, { code: 7 }]) {
    test(`that is no problem has none: ${JSON.stringify(data)}`, () => {
      const error = refusal(502, data);
      assert.deepEqual([error.code, error.problem, error.requestId], ['unknown', undefined, undefined]);
    });
  }
});

describe('isPrmError', () => {
  test('knows each of ours and nothing else', () => {
    const ours = [
      refusal(404),
      new ConnectionError('GET /v1/slots got no answer'),
      new TimeoutError('GET /v1/slots got no answer within 10000 ms'),
      new ResponseSchemaError('GET /v1/slots', 200, []),
    ];
    assert.ok(ours.every(isPrmError));
    const others = [
      undefined,
      null,
      'ApiError',
      {},
      new Error('x'),
      new DOMException('aborted', 'AbortError'),
      { name: 'ApiError' },
    ];
    assert.ok(!others.some(isPrmError));
  });

  test('knows an error of a second copy in another realm', async () => {
    const { outputFiles } = await build({
      stdin: { contents: "export { TimeoutError } from './timeout-error.ts'", resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      minify: true,
      format: 'iife',
      globalName: 'copy',
      conditions: ['openprm-source'],
    });
    const error: unknown = vm.runInNewContext(`${outputFiles[0]?.text}; new copy.TimeoutError('late')`);
    assert.equal(error instanceof Error, false);
    assert.equal(error instanceof TimeoutError, false);
    assert.ok(isPrmError(error));
    assert.deepEqual([error.name, error.code], ['TimeoutError', 'timed-out']);
  });
});
