import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pageAddress } from './framed-element.ts';
import { framedAccessLog } from './framed-access-log.ts';
import { framedBooking } from './framed-booking.ts';
import { framedSurvey } from './framed-survey.ts';
import { readFrameMessage, readHandshake, readShellMessage } from './protocol.ts';

const theme = { tokens: { '--prm-accent': '#7a3cff' }, fontFamily: 'Georgia', fontSize: 16, colorScheme: 'dark' };

describe('what an end of a frame takes', () => {
  it('is each of its messages, as they were', () => {
    for (const message of [
      { type: 'theme', theme },
      { type: 'language', lang: 'ar', dir: null },
      { type: 'fallback', pieces: [{ text: 'Call', href: 'tel:+1555' }] },
      { type: 'settings', values: { healthcareServiceId: 'svc_1', locationId: null, remember: true } },
      { type: 'answer', number: 1, isAllowed: false },
    ]) {
      assert.deepEqual(readShellMessage(message), message);
      assert.equal(readFrameMessage(message), null);
    }
    for (const message of [
      { type: 'size', blockSize: 400.5 },
      { type: 'size', blockSize: null },
      { type: 'focus', top: 0, bottom: 44 },
      { type: 'fact', name: 'prm-appointment-booked', id: 'apt_01m80y2qpbfzk14zpsqvk93bqf' },
      { type: 'signal', name: 'prm-signed-in' },
      { type: 'intent', name: 'prm-appointment-booking', number: 2 },
    ]) {
      assert.deepEqual(readFrameMessage(message), message);
      assert.equal(readShellMessage(message), null);
    }
  });

  it('is nothing that is no message, whatever it is, and it never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (data) => {
        assert.equal(readShellMessage(data), null);
        assert.equal(readFrameMessage(data), null);
        assert.equal(readHandshake(data), null);
      }),
    );
    for (const type of ['constructor', '__proto__', 'toString', 'unheard-of']) {
      assert.equal(readFrameMessage({ type }), null);
      assert.equal(readShellMessage({ type }), null);
    }
  });

  it('is nothing beyond what a message says: no other field, no name, no text, no time for an id', () => {
    const fact = { type: 'fact', name: 'prm-appointment-booked', id: 'apt_1' };
    assert.deepEqual(readFrameMessage({ ...fact, family: 'Quellhorst' }), fact);
    for (const id of [
      'Quellhorst',
      'apt_Dana Reyes',
      '1988-03-14',
      '+15550101234',
      'dana@example.org',
      '',
      `apt_${'a'.repeat(60)}`,
    ])
      assert.equal(readFrameMessage({ ...fact, id }), null, id);
    for (const name of ['click', 'prm-appointment booked', 'PRM-x'])
      assert.equal(readFrameMessage({ ...fact, name }), null);
    const signal = { type: 'signal', name: 'prm-signed-in' };
    assert.deepEqual(readFrameMessage({ ...signal, id: 'apt_1', family: 'Quellhorst' }), signal);
    for (const blockSize of [-1, Infinity, Number.NaN, 1e9, '400'])
      assert.equal(readFrameMessage({ type: 'size', blockSize }), null);
  });

  it('is no address that could run or load something', () => {
    const pieces = [
      'javascript:alert(1)',
      'data:text/html,x',
      ' javascript:alert(1)',
      'blob:x',
      '//x.example',
      'https://x.example/',
    ].map((href) => ({ text: 'Call', href }));
    const read = readShellMessage({ type: 'fallback', pieces });
    assert.deepEqual(read?.type === 'fallback' && read.pieces.map(({ href }) => href), [
      null,
      null,
      null,
      null,
      null,
      'https://x.example/',
    ]);
  });

  it('is a handshake of its own version only', () => {
    assert.equal(readHandshake({ openprm: 1, type: 'ready' }), 'ready');
    assert.equal(readHandshake({ openprm: 2, type: 'ready' }), null);
    assert.equal(readHandshake({ openprm: 1, type: 'size' }), null);
  });
});

describe('a link', () => {
  it('is no setting of a frame, and has a page of its own', () => {
    const paths = [
      [framedSurvey, 'svl_1', '/survey'],
      [framedBooking, 'lnk_1', '/manage'],
      [framedBooking, 'wll_1', '/waitlist'],
      [framedAccessLog, 'psl_1', '/records'],
    ] as const;
    for (const [{ settings, linkPage }, link, path] of paths) {
      assert.ok(!Object.hasOwn(settings, 'link'));
      assert.equal(linkPage(link), path);
    }
    assert.equal(pageAddress('https://api.example/', '/records', 'pk_1'), 'https://api.example/records?key=pk_1');
    assert.equal(pageAddress('https://api.example', '/survey', null), 'https://api.example/survey?key=');
  });
});
