import assert from 'node:assert/strict';
import { afterEach, describe, it, mock } from 'node:test';
import { mostFileBytes } from './read-attachment.ts';
import { sendFile } from './send-file.ts';

const access = { apiUrl: 'https://clinic.example', link: 'svl_secret' };
const url = '/v1/questionnaire-responses/qrs_1/attachments/fil_1';
const fileOf = (size: number) => new File([new Uint8Array(size)], 'knee.png', { type: 'image/png' });
const send = (size: number) =>
  sendFile(access, { responseId: 'qrs_1', file: fileOf(size) }, new AbortController().signal);

/** A clinic's system that makes room for files and answers their content. */
function answerContent(status: number, body: object): void {
  mock.method(globalThis, 'fetch', async (input: Request | URL | string, init?: RequestInit) => {
    const { method } = input instanceof Request ? input : { method: init?.method };
    const [code, answer] = method === 'POST' ? [201, { id: 'fil_1', url }] : [status, body];
    const type = code < 400 ? 'application/json' : 'application/problem+json';
    return new Response(code === 204 ? null : JSON.stringify(answer), {
      status: code,
      headers: { 'Content-Type': type },
    });
  });
}

const unavailable = {
  type: 'urn:openprm:problem:service-unavailable',
  title: '',
  status: 503,
  code: 'service-unavailable',
  requestId: 'req_1',
};

describe('a file that goes with a response', () => {
  afterEach(() => mock.restoreAll());

  it('stands in the answer itself where the clinic’s system has no place for files', async () => {
    answerContent(503, unavailable);
    const { data, url: named, size } = await send(300);
    assert.equal(named, undefined);
    assert.equal(size, 300);
    assert.ok(typeof data === 'string');
    assert.equal(atob(data).length, 300);
  });

  it('is not sent there where it is too large for that', async () => {
    answerContent(503, unavailable);
    await assert.rejects(send(mostFileBytes + 1), { code: 'service-unavailable' });
  });

  it('is not taken for one without a place where it is refused', async () => {
    answerContent(422, { ...unavailable, status: 422, code: 'validation-failed' });
    await assert.rejects(send(300), { code: 'validation-failed' });
  });
});
