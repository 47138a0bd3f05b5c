import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KeyError, type KeyErrorCode } from '../keys/key-error.ts';
import { readPage } from './cursor.ts';

const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));

/** A list of five, of which some do not open. */
function listOf(bad: Readonly<Record<string, Error>>) {
  const told: string[] = [];
  const read = (query: { readonly cursor?: string; readonly limit?: number } = {}) =>
    readPage(
      { tellDamage: (id, { resource }) => void told.push(`${id} ${resource}`) },
      query,
      1,
      (after, limit) => {
        const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after[0]) + 1;
        return Promise.resolve(rows.slice(from, from + limit));
      },
      ({ id }) => [id],
      ({ id }) => {
        const error = bad[id];
        if (error !== undefined) throw error;
        return { id };
      },
    );
  return { read, told };
}

const damage = (code: KeyErrorCode) => new KeyError(code, 'thing/x');
const idsOf = (page: { readonly data: readonly { readonly id: string }[] }) => page.data.map(({ id }) => id);

describe('a page of a list', () => {
  it('names what of it cannot be read, and gives the others in their order', async () => {
    const { read, told } = listOf({ b: damage('sealed-value-changed'), d: damage('patient-key-missing') });
    const page = await read();
    assert.deepEqual(idsOf(page), ['a', 'c', 'e']);
    assert.deepEqual(page.damaged, [
      { id: 'b', reason: 'sealed-value-changed' },
      { id: 'd', reason: 'patient-key-missing' },
    ]);
    assert.deepEqual(told, ['b thing/x', 'd thing/x']);
  });

  it('says nothing of damage where there is none', async () => {
    const { read, told } = listOf({});
    assert.deepEqual(await read(), { data: rows, nextCursor: null });
    assert.deepEqual(told, []);
  });

  it('goes on after one that ends a page, and after a page of nothing else', async () => {
    const { read } = listOf({ b: damage('sealed-value-changed'), c: damage('sealed-value-changed') });
    const first = await read({ limit: 2 });
    assert.deepEqual(idsOf(first), ['a']);
    const second = await read({ limit: 1, cursor: first.nextCursor ?? '' });
    assert.deepEqual([idsOf(second), second.damaged?.map(({ id }) => id)], [[], ['c']]);
    const third = await read({ cursor: second.nextCursor ?? '' });
    assert.deepEqual(third, { data: [{ id: 'd' }, { id: 'e' }], nextCursor: null });
  });

  it('is no page where more is wrong than one record', async () => {
    const whole = (
      ['root-key-unknown', 'root-key-wrong', 'tenant-key-missing', 'tenant-key-outdated', 'tenant-key-changed'] as const
    ).map(damage);
    for (const error of [...whole, new Error('a defect')])
      await assert.rejects(listOf({ b: error }).read(), (thrown) => thrown === error);
  });
});
