import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrmError } from './errors/is-prm-error.ts';
import { paginate } from './paging.ts';

/** Three pages; counts what was asked for. */
function pages() {
  const asked: (string | undefined)[] = [];
  const load = ({ cursor }: { cursor?: string }) => {
    asked.push(cursor);
    const n = Number(cursor ?? 0);
    const data = n === 1 ? [] : [{ id: 2 * n }, { id: 2 * n + 1 }];
    return Promise.resolve({ data, nextCursor: n < 2 ? String(n + 1) : null, total: 4 });
  };
  return { asked, load };
}

test('a page is plain data: its first page, and whatever else the answer holds', async () => {
  const { asked, load } = pages();
  const page = await paginate(load);
  assert.deepEqual(page, { data: [{ id: 0 }, { id: 1 }], nextCursor: '1', total: 4 });
  assert.deepEqual(asked, [undefined]);
});

test('iterating gives every item of every page, empty pages passed over', async () => {
  const { asked, load } = pages();
  const ids = [];
  for await (const { id } of await paginate(load)) ids.push(id);
  assert.deepEqual(ids, [0, 1, 4, 5]);
  assert.deepEqual(asked, [undefined, '1', '2']);
});

test('pages are fetched as they are reached, and again when iterated again', async () => {
  const { asked, load } = pages();
  const page = await paginate(load);
  for await (const { id } of page) if (id === 1) break;
  assert.deepEqual(asked, [undefined]);
  const again = [];
  for await (const item of page) again.push(item);
  assert.equal(again.length, 4);
});

test('an error of a later page is thrown to who iterates', async () => {
  const load = ({ cursor }: { cursor?: string }) =>
    cursor === undefined
      ? Promise.resolve({ data: [{ id: 0 }], nextCursor: 'next' })
      : Promise.reject(new Error('out of reach'));
  const page = await paginate(load);
  await assert.rejects(async () => {
    for await (const _item of page);
  }, /out of reach/);
});

test('iterating gives every record that can be read, then throws what cannot', async () => {
  const changed = { id: 'apt_1', reason: 'sealed-value-changed' } as const;
  const keyless = { id: 'apt_4', reason: 'patient-key-missing' } as const;
  const load = ({ cursor }: { cursor?: string }) =>
    Promise.resolve(
      cursor === undefined
        ? { data: [{ id: 'apt_0' }], nextCursor: 'next', damaged: [changed] }
        : { data: [{ id: 'apt_2' }, { id: 'apt_3' }], nextCursor: null, damaged: [keyless] },
    );
  const page = await paginate(load);
  assert.deepEqual(page.damaged, [changed]);
  const ids: string[] = [];
  const walk = async () => {
    for await (const { id } of page) ids.push(id);
  };
  await assert.rejects(walk, (error) => {
    assert.ok(isPrmError(error) && error.name === 'DamagedRecordsError');
    assert.equal(error.code, 'record-damaged');
    assert.deepEqual(error.records, [changed, keyless]);
    assert.match(error.message, /^2 of the records of this list cannot be read; `records` names them$/);
    // ids end in no log by a message
    assert.doesNotMatch(error.message, /apt_/);
    return true;
  });
  assert.deepEqual(ids, ['apt_0', 'apt_2', 'apt_3']);
});
