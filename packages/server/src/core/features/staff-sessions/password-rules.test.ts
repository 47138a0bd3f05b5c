import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCommonPasswords } from '../../../node/common-passwords.ts';
import { leastPasswordLength, newPasswordProblem, normalizePassword, passwordProblem } from './password-rules.ts';

const about = ['Maya Ellison', 'maya@riverside.example', 'Riverside Physical Therapy'];

describe('a new password', () => {
  const cases: readonly (readonly [string, ReturnType<typeof passwordProblem>])[] = [
    ['correct horse staple', undefined],
    ['قطة تمشي على السور', undefined],
    ['Xk3!pW9z', 'too-short'],
    ['👍👍👍👍👍👍👍👍', 'too-short'],
    ['a'.repeat(15), 'too-simple'],
    ['123412341234123412', 'too-simple'],
    ['abcdefghijklmnopqrs', 'too-simple'],
    ['qwertyuiop1234567890', 'too-simple'],
    ['9876543210poiuytrewq', 'too-simple'],
    ['maya@riverside.example', 'names-you'],
    ['MayaEllisonRiverside', 'names-you'],
    ['Riverside2026!!!', 'names-you'],
    ['riverside heron umbrella', undefined],
    ['x'.repeat(100) + 'yzabcdefgh'.repeat(11), 'too-long'],
  ];
  for (const [password, problem] of cases)
    it(`${JSON.stringify(password.slice(0, 30))} is ${problem ?? 'taken'}`, () => {
      assert.equal(passwordProblem(password, about), problem);
    });

  it('is none of those that leaked often, whatever its case and spaces', async () => {
    const known = createCommonPasswords();
    assert.ok((await known.count(leastPasswordLength)) > 9000, 'more than three times what ASVS asks for');
    for (const password of [
      'passwordpassword',
      'Password Password',
      '1qaz2wsx3edc4rfv',
      'MailCreated5240',
      'P a s s w o r d',
    ])
      assert.equal(await newPasswordProblem(known, password, about), 'common', password);
    assert.equal(await newPasswordProblem(known, 'correct horse staple', about), undefined);
    assert.equal(await newPasswordProblem(known, 'password', about), 'too-short');
  });

  it('is the same however its letters are composed', () => {
    assert.equal(normalizePassword('cafe\u0301'), normalizePassword('café'));
  });
});
