import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findTotpStep, toBase32, totpCode, totpStep, totpUri } from './totp.ts';

const secret = new TextEncoder().encode('12345678901234567890');

describe('a one-time password', () => {
  // RFC 6238, appendix B, the rows of SHA-1: eight digits.
  const vectors: readonly (readonly [seconds: number, code: string])[] = [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ];
  for (const [seconds, code] of vectors) {
    it(`of second ${seconds} is ${code}, as RFC 6238 says`, async () => {
      assert.equal(await totpCode(secret, totpStep(seconds * 1000), 8), code);
    });
  }

  // RFC 4226, appendix D.
  it('of each counter is what RFC 4226 says', async () => {
    const codes = await Promise.all(Array.from({ length: 10 }, (_, counter) => totpCode(secret, counter)));
    assert.deepEqual(codes, [
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ]);
  });

  it('is taken one step early or late, and not two', async () => {
    const now = 1_800_000_000_000;
    const step = totpStep(now);
    for (const [offset, found] of [
      [-2, undefined],
      [-1, step - 1],
      [0, step],
      [1, step + 1],
      [2, undefined],
    ] as const)
      assert.equal(await findTotpStep(secret, await totpCode(secret, step + offset), now, 0), found, `${offset}`);
  });

  it('is taken once', async () => {
    const now = 1_800_000_000_000;
    const code = await totpCode(secret, totpStep(now));
    const used = await findTotpStep(secret, code, now, 0);
    assert.ok(used !== undefined);
    assert.equal(await findTotpStep(secret, code, now, used), undefined);
    assert.equal(await findTotpStep(secret, code, now + 30_000, used), undefined);
  });
});

describe('what an app reads', () => {
  it('is base32 without padding (RFC 4648, section 10)', () => {
    const text = new TextEncoder();
    const vectors = {
      '': '',
      f: 'MY',
      fo: 'MZXQ',
      foo: 'MZXW6',
      foob: 'MZXW6YQ',
      fooba: 'MZXW6YTB',
      foobar: 'MZXW6YTBOI',
    };
    for (const [plain, encoded] of Object.entries(vectors)) assert.equal(toBase32(text.encode(plain)), encoded);
  });

  it('names the clinic and the person', () => {
    assert.equal(
      totpUri(secret, 'North & Clinic', 'a@b.example'),
      'otpauth://totp/North%20%26%20Clinic:a%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=North%20%26%20Clinic',
    );
  });
});
