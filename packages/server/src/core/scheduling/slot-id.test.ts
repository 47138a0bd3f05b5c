import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeSlotId, encodeSlotId } from './slot-id.ts';

const suffix = fc.stringMatching(/^[A-Za-z0-9_-]{4,40}$/);
const key = fc.record(
  {
    scheduleId: suffix.map((text) => `sch_${text}`),
    healthcareServiceId: suffix.map((text) => `svc_${text}`),
    start: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  },
  { noNullPrototype: true },
);
/** What the contract lets through as a slot's id. */
const wireShape = /^slot_[A-Za-z0-9_.-]{4,120}$/;

describe('slot ids', () => {
  it('say which schedule, service and start are meant', () => {
    const slot = {
      scheduleId: 'sch_0198c2ab',
      healthcareServiceId: 'svc_0198-_c3',
      start: Date.parse('2026-11-24T14:00:00Z'),
    };
    assert.equal(encodeSlotId(slot), 'slot_0198c2ab.0198-_c3.mwurhkw0');
    assert.deepEqual(decodeSlotId('slot_0198c2ab.0198-_c3.mwurhkw0'), slot);
  });

  it('come back as they went, within the shape of the wire', () => {
    fc.assert(
      fc.property(key, (slot) => {
        const id = encodeSlotId(slot);
        assert.match(id, wireShape);
        assert.deepEqual(decodeSlotId(id), slot);
      }),
    );
  });

  it('decode anything else to undefined, and never throw', () => {
    const garbage = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `slot_${text}`),
      fc.stringMatching(/^slot_[A-Za-z0-9_.-]{4,120}$/),
      fc.stringMatching(/^slot_[a-z0-9]{4}\.[a-z0-9]{4}\.[a-z0-9]{0,14}$/),
    );
    fc.assert(
      fc.property(garbage, (id) => {
        const slot = decodeSlotId(id);
        assert.equal(slot ? encodeSlotId(slot) : id, id);
      }),
      { numRuns: 1000 },
    );
  });

  const refused = [
    '',
    'slot_',
    'slot_abcd',
    'slot_abcd.efgh',
    'slot_abcd.efgh.',
    'slot_abcd.efgh.01',
    'slot_abcd.efgh.A1',
    'slot_abcd.efgh.-1',
    'slot_abcd.efgh.zzzzzzzzzz',
    'slot_abc.efgh.1',
    'slot_abcd.efgh.1.1',
    'slot_abcd.efgh.1\n',
    ' slot_abcd.efgh.1',
    'apt_abcd.efgh.1',
    `slot_${'a'.repeat(41)}.efgh.1`,
  ];
  for (const id of refused) {
    it(`refuses ${JSON.stringify(id.slice(0, 40))}`, () => {
      assert.equal(decodeSlotId(id), undefined);
    });
  }

  it('are not made of what is no id or no start', () => {
    const slot = { scheduleId: 'sch_abcd', healthcareServiceId: 'svc_abcd', start: 0 };
    assert.throws(() => encodeSlotId({ ...slot, scheduleId: 'svc_abcd' }), RangeError);
    assert.throws(() => encodeSlotId({ ...slot, healthcareServiceId: 'svc_a.cd' }), RangeError);
    assert.throws(() => encodeSlotId({ ...slot, start: -1 }), RangeError);
    assert.throws(() => encodeSlotId({ ...slot, start: Number.NaN }), RangeError);
  });
});
