import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { PrmClient, type PrmClientOptions } from '../index.ts';
import { type Act, problem, startApi } from '../transport/api-server.fixture.ts';

/** What must never come out of an error, planted wherever a call or its answer has room for it. */
const planted = {
  secretKey: 'sk_PLANTED-secret-key',
  publishableKey: 'pk_PLANTED-publishable',
  idempotencyKey: 'PLANTED-idempotency-key',
  holdSecret: 'PLANTED-hold-secret-0123456789',
  name: 'PLANTED-Ada',
  email: 'PLANTED@example.org',
  answer: 'PLANTED-answer',
};

/** Everything that a log, a tracker or a console might print of an error. */
function printed(error: unknown): string {
  const parts = [String(error), inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error)];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    parts.push(at.message, at.stack ?? '', JSON.stringify(Object.entries(at)));
  }
  return parts.join('\n');
}

const details = {
  title: planted.answer,
  detail: planted.name,
  type: planted.answer,
  requestId: `${planted.answer} ${planted.name}`,
};
const issues = [{ path: `/body/${planted.answer}`, code: planted.answer, message: planted.email }];
const html = { headers: { 'content-type': 'text/html' }, body: `<h1>${planted.answer}</h1>` };

const acts: Record<string, { act: Act; name: string; options?: Partial<PrmClientOptions> }> = {
  'a refused field': { act: problem(422, 'validation-failed', { ...details, issues }), name: 'ValidationError' },
  'a conflict': {
    act: problem(409, 'slot-unavailable', { ...details, alternatives: [{ id: planted.answer }] }),
    name: 'ConflictError',
  },
  'an unknown code': { act: problem(400, planted.answer, details), name: 'ApiError' },
  'a wrong credential': { act: problem(401, 'credential-invalid', details), name: 'AuthenticationError' },
  'a forbidden act': { act: problem(403, 'permission-denied', details), name: 'PermissionError' },
  'an absent thing': { act: problem(404, 'not-found', details), name: 'NotFoundError' },
  'a rate limit': { act: problem(429, 'rate-limited', details), name: 'RateLimitError' },
  'a failure': { act: problem(500, 'internal-error', details), name: 'ApiError' },
  "a proxy's page": { act: { status: 502, ...html }, name: 'ApiError' },
  'an answer that is not JSON': { act: html, name: 'ResponseSchemaError' },
  'an answer in another shape': {
    act: { body: { id: 7, patient: planted.name, [planted.answer]: 1 } },
    name: 'ResponseSchemaError',
  },
  'no answer in time': { act: 'hang', name: 'TimeoutError', options: { timeoutMs: 20 } },
  'a broken connection': { act: 'cut', name: 'ConnectionError' },
  'an answer that breaks off': { act: 'cut-midway', name: 'ConnectionError' },
  'a runtime that quotes the address': {
    act: 'hang',
    name: 'ConnectionError',
    options: {
      fetch: (input) => {
        const { url } = input as Request;
        return Promise.reject(
          new TypeError(`error sending request for url (${url})`, { cause: new Error(`${url} ${planted.name}`) }),
        );
      },
    },
  },
};

for (const [what, { act, name, options }] of Object.entries(acts)) {
  test(`${what} prints nothing of what was sent or answered`, async (t) => {
    const api = await startApi(t);
    api.plan(act);
    const clientOf = (key: string) => new PrmClient({ apiUrl: api.url, key, retryBudgetMs: 0, ...options });
    const bySecret = clientOf(planted.secretKey);
    const byPublishable = clientOf(planted.publishableKey);
    const calls = [
      byPublishable.slots.search({ healthcareServiceId: `svc_${planted.answer}` }),
      byPublishable.locations.list({ cursor: planted.answer }),
      bySecret.appointments.get(`apt_${planted.answer}`),
      bySecret.appointments.create(
        {
          holdId: `hld_${planted.answer}`,
          holdSecret: planted.holdSecret,
          patient: {
            given: planted.name,
            family: planted.name,
            birthDate: '1988-03-14',
            phone: '5550101234',
            email: planted.email,
          },
        },
        { idempotencyKey: planted.idempotencyKey },
      ),
    ];
    for (const result of await Promise.allSettled(calls)) {
      assert.equal(result.status, 'rejected');
      const error: unknown = result.reason;
      assert.ok(error instanceof Error);
      assert.equal(error.name, name);
      assert.doesNotMatch(printed(error), /PLANTED|1988-03-14|5550101234/);
    }
  });
}
