import assert from 'node:assert/strict';
import { type Socket, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { type Listener, listen } from './listen.ts';
import { answerUnreadable } from './unreadable-request.ts';

const planted = 'dana.reyes@example.org';

describe('what is no request', () => {
  let listener: Listener;
  let calls = 0;
  before(async () => {
    listener = await listen(
      () => {
        calls += 1;
        return new Response('hello');
      },
      { host: '127.0.0.1', port: 0 },
    );
  });
  after(() => listener.close(1000));

  /** Sends bytes, and reads until the connection is closed. */
  async function send(bytes: string): Promise<{ status: number; headers: Headers; body: string }> {
    const socket = connect(listener.port, '127.0.0.1');
    socket.write(bytes, 'latin1');
    return readOf(await text(socket));
  }

  const readOf = (answer: string) => {
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const [line = '', ...lines] = head.split('\r\n');
    const headers = new Headers(lines.map((each) => each.split(': ', 2) as [string, string]));
    return { status: Number(line.split(' ')[1]), headers, body };
  };

  const assertStrict = ({ status, headers, body }: ReturnType<typeof readOf>, expected: number) => {
    assert.equal(status, expected);
    assert.equal(headers.get('content-type'), 'application/problem+json');
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('connection'), 'close');
    const problem = JSON.parse(/\{.*\}/.exec(body)?.[0] ?? '') as Record<string, unknown>;
    assert.deepEqual([problem['code'], problem['status']], ['malformed-request', expected]);
    assert.ok(!JSON.stringify([body, [...headers]]).includes(planted), 'nothing of what came is repeated');
  };

  for (const [what, bytes, status] of [
    ['words', `hello ${planted}\r\n\r\n`, 400],
    ['a method that is none', `DANA /${planted} HTTP/1.1\r\nHost: x\r\n\r\n`, 400],
    ['a version that is none', `GET /${planted} HTTP/9.9\r\nHost: x\r\n\r\n`, 400],
    ['a header without a name', `GET / HTTP/1.1\r\nHost: x\r\n: ${planted}\r\n\r\n`, 400],
    ['a length that is no number', `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${planted}\r\n\r\n`, 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length beside chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['a request for no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a host that is none', `GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n`, 400],
    ['an address that is none', `GET http://[/${planted} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 400],
    ['what nobody can expect', `GET / HTTP/1.1\r\nHost: x\r\nExpect: ${planted}\r\nConnection: close\r\n\r\n`, 417],
    ['bytes of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 400],
    ['headers of 40 kB', `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${planted.repeat(2000)}\r\n\r\n`, 431],
    ['an address of 40 kB', `GET /${planted.repeat(2000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ] as const)
    test(`such as ${what} is answered as a problem, as strictly as everything, and closed`, async () => {
      const before = calls;
      assertStrict(await send(bytes), status);
      assert.equal(calls, before);
    });

  test('that follows a request which was answered is answered too', async () => {
    const socket = connect(listener.port, '127.0.0.1');
    const all = text(socket);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => socket.once('readable', resolve));
    socket.write('no request\r\n\r\n');
    const answer = await all;
    assert.match(answer, /hello/);
    assertStrict(readOf(answer.slice(answer.indexOf('HTTP/1.1 400'))), 400);
  });

  test('keeps nobody else from being answered, however often it comes', async () => {
    await Promise.all(Array.from({ length: 50 }, () => send('\r\nno\r\n\r\n')));
    const response = await fetch(`http://127.0.0.1:${listener.port}/`);
    assert.equal(await response.text(), 'hello');
  });
});

describe('who does not finish a request', () => {
  const answerTo = (code: string, more: object = {}) => {
    const written: string[] = [];
    let isDestroyed = false;
    const socket = {
      writable: true,
      end: (bytes: string) => written.push(bytes),
      destroySoon: () => undefined,
      destroy: () => (isDestroyed = true),
      ...more,
    } as unknown as Socket;
    answerUnreadable(Object.assign(new Error(planted), { code }), socket);
    return { text: written.join(''), isDestroyed };
  };

  test('is told so', () => {
    const { text: answer } = answerTo('ERR_HTTP_REQUEST_TIMEOUT');
    assert.match(answer, /^HTTP\/1\.1 408 Request Timeout\r\n/);
    assert.match(answer, /nosniff/);
    assert.ok(!answer.includes(planted));
  });

  test('and has gone, cannot be written to, or is being answered, is cut off', () => {
    for (const [code, more] of [
      ['ECONNRESET', {}],
      ['HPE_INVALID_METHOD', { writable: false }],
      ['HPE_INVALID_METHOD', { _httpMessage: { headersSent: true } }],
    ] as const)
      assert.deepEqual(answerTo(code, more), { text: '', isDestroyed: true });
  });
});
