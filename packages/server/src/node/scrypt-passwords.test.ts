import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createScryptPasswords } from './scrypt-passwords.ts';

const quick = createScryptPasswords({ ln: 4, r: 8, p: 1 });

describe('a hash of a password', () => {
  it('is what RFC 7914 says', async () => {
    // section 12, the third vector, as far as our 32 bytes go: N=16384, r=8, p=1
    const salt = Buffer.from('SodiumChloride').toString('base64').replace(/=+$/, '');
    const hash = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex');
    const stored = `$scrypt$ln=14,r=8,p=1$${salt}$${hash.toString('base64').replace(/=+$/, '')}`;
    assert.equal(await quick.verify('pleaseletmein', stored), true);
    assert.equal(await quick.verify('pleaseletmeix', stored), false);
  });

  it('is another each time, says how it was made, and does not hold the password', async () => {
    const [a, b] = [await quick.hash('seven grey herons'), await quick.hash('seven grey herons')];
    assert.match(a, /^\$scrypt\$ln=4,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.notEqual(a, b);
    assert.ok((await quick.verify('seven grey herons', a)) && (await quick.verify('seven grey herons', b)));
  });

  it('costs what OWASP asks, unless it is told otherwise', async () => {
    assert.match(await createScryptPasswords().hash('seven grey herons'), /^\$scrypt\$ln=17,r=8,p=1\$/);
  });

  it('of another kind is an error, and never a wrong password', async () => {
    await assert.rejects(quick.verify('x', '$argon2id$v=19$x'), /another way than scrypt/);
  });

  it('waits its turn when many come, and each gets its own answer', async () => {
    const stored = await quick.hash('password 3');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => quick.verify(`password ${i}`, stored)));
    assert.deepEqual(
      answers.flatMap((isRight, i) => (isRight ? [i] : [])),
      [3],
    );
  });
});
