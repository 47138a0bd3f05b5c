import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { slotFixture } from '@openprm/testing';
import { nearestAlternatives } from './nearest-alternatives.ts';

const at = (hour: string, more: Parameters<typeof slotFixture>[0] = {}) =>
  slotFixture({
    id: `slot_${hour}_${more.practitionerId ?? ''}${more.locationId ?? ''}`,
    start: `2026-11-26T${hour}:00-06:00`,
    ...more,
  });
const lost = at('10:00', { id: 'slot_lost' });
const hours = (slots: readonly { start: string }[]) => slots.map(({ start }) => start.slice(11, 16));

describe('the times nearest to one that was lost', () => {
  it('are three, in order of time, and not the lost one', () => {
    const named = [lost, at('07:30'), at('09:30'), at('10:30'), at('12:00'), at('15:00')];
    assert.deepEqual(hours(nearestAlternatives(lost, named, null)), ['09:30', '10:30', '12:00']);
  });

  it('are at the same place, whatever is nearer elsewhere', () => {
    const named = [at('10:15', { locationId: 'loc_elsewhere' }), at('14:00')];
    assert.deepEqual(hours(nearestAlternatives(lost, named, null)), ['14:00']);
  });

  it('are with anybody where anybody was asked for, and with one person where not', () => {
    const named = [at('10:00', { practitionerId: 'prc_other' }), at('13:00')];
    assert.deepEqual(hours(nearestAlternatives(lost, named, null)), ['10:00', '13:00']);
    assert.deepEqual(hours(nearestAlternatives(lost, named, lost.practitionerId)), ['13:00']);
  });

  it('say one time once, with the same person where they have it', () => {
    const named = [at('11:00', { practitionerId: 'prc_other' }), at('11:00')];
    const found = nearestAlternatives(lost, named, null);
    assert.deepEqual(hours(found), ['11:00']);
    assert.equal(found[0]?.practitionerId, lost.practitionerId);
  });
});
