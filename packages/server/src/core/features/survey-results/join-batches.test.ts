import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultGroups } from '@openprm/contract';
import fc from 'fast-check';
import { type Placed, batchesOf, commonPlace, joinBatches } from './join-batches.ts';

const at = (id: number, person: number, location = 1, practitioner = 1, service = 1): Placed => ({
  id: `qrs_${id}`,
  person: `pat_${person}`,
  place: {
    location: `loc_${location}`,
    practitioner: `prc_${practitioner}`,
    'healthcare-service': `svc_${service}`,
  },
});
const idsOf = (batches: readonly (readonly Placed[])[]) => batches.map((batch) => batch.map(({ id }) => id));
const many = (count: number, make: (index: number) => Placed) =>
  Array.from({ length: count }, (_, index) => make(index));

test('five answers of four people wait for a fifth person, and the answer that was too many for the next batch', () => {
  const four = [at(0, 0), at(1, 1), at(2, 2), at(3, 3), at(4, 3)];
  assert.deepEqual(joinBatches(four, 0), []);
  assert.deepEqual(idsOf(joinBatches([...four, at(5, 4)], 0)), [['qrs_0', 'qrs_1', 'qrs_2', 'qrs_3', 'qrs_5']]);
});

test('answers of the same visits are joined first, and what waits long with what is most like it', () => {
  // of two practitioners in turn, with much joined already: each with their own
  const inTurn = many(10, (index) => at(index, index, 1, index % 2));
  assert.deepEqual(
    joinBatches(inTurn, 90).map((batch) => commonPlace(batch, 'practitioner')),
    ['prc_0', 'prc_1'],
  );
  // with nothing joined, five are told at once, of the place that they share
  const [first] = joinBatches(inTurn, 0);
  assert.equal(commonPlace(first ?? [], 'practitioner'), null);
  assert.equal(commonPlace(first ?? [], 'location'), 'loc_1');
});

test('no more than four or a quarter wait, where there are people enough', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ location: small, practitioner: small, service: small })), (places) => {
      const answers = places.map((place, id) => at(id, id, place.location, place.practitioner, place.service));
      const waiting = answers.length - joinBatches(answers, 0).flat().length;
      assert.ok(waiting <= Math.max(4, answers.length / 4));
    }),
  );
});

test('a batch of which somebody was erased is told no more, nor are its others in another', () => {
  const answers = many(9, (id) => at(id, id));
  const before = idsOf(batchesOf(answers.slice(0, 5), []).added);
  const { whole, added } = batchesOf(answers.slice(1), before);
  assert.deepEqual([whole, added], [[], []]);
});

const small = fc.integer({ min: 0, max: 3 });
const act = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      person: fc.integer({ min: 0, max: 14 }),
      location: small,
      practitioner: small,
      service: small,
      month: fc.integer({ min: 0, max: 2 }),
      /** Which of the questions were answered. */
      measures: fc.subarray(['count', 'recommend', 'overall']),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), person: fc.integer({ min: 0, max: 14 }) }) },
);

test('whoever asks after every act, by everything, and takes any told cell from any other never gets fewer than five people', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 20, maxLength: 120 }), (acts) => {
      const stored = new Map<string, string[][]>();
      const everybody: (Placed & { readonly month: number; readonly measures: readonly string[] })[] = [];
      let present = [...everybody];
      /** The members of each cell that was ever told, by what it measures. */
      const told = new Map<string, ReadonlySet<string>[]>();
      for (const one of acts) {
        if (one.kind === 'answer') {
          const answer = at(everybody.length, one.person, one.location, one.practitioner, one.service);
          everybody.push({ ...answer, month: one.month, measures: one.measures });
          present.push({ ...answer, month: one.month, measures: one.measures });
        } else if (one.kind === 'erase') present = present.filter(({ person }) => person !== `pat_${one.person}`);
        else
          for (const measure of ['count', 'recommend', 'overall']) {
            const before = stored.get(measure) ?? [];
            const { whole, added } = batchesOf(
              present.filter(({ measures }) => measures.includes(measure)),
              before,
            );
            stored.set(measure, [...before, ...idsOf(added)]);
            const cells = [
              whole,
              ...resultGroups.flatMap((by) =>
                [...Map.groupBy(whole, (batch) => commonPlace(batch, by))].flatMap(([id, part]) =>
                  id === null ? [] : [part],
                ),
              ),
              ...Map.groupBy(whole, (batch) => Math.max(...batch.map(({ month }) => month))).values(),
            ];
            told.set(measure, [...(told.get(measure) ?? []), ...cells.map((cell) => new Set(idsOf(cell).flat()))]);
          }
      }
      for (const cells of told.values()) assertNobodyIsAlone(everybody, cells);
    }),
    { numRuns: 300 },
  );
});

/**
 * Sums and differences of cells count everybody the same who is in the same cells. So whoever is told at all has to be, with at least four other people, in the very same cells as these.
 */
function assertNobodyIsAlone(everybody: readonly Placed[], cells: readonly ReadonlySet<string>[]) {
  const alike = Map.groupBy(everybody, ({ id }) => cells.map((cell) => (cell.has(id) ? 1 : 0)).join(''));
  for (const [cellsOfThese, answers] of alike) {
    if (!cellsOfThese.includes('1')) continue;
    const people = new Set(answers.map(({ person }) => person));
    assert.ok(people.size >= 5, `${people.size} people can be told apart`);
  }
}
