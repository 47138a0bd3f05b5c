import { checkSizes } from '../../../tooling/size/check.ts';
import type { Proof } from './proof.ts';

const loader = 'loader';
const firstSlots = 'booking, to the first slots';

/** What a page loads, as a browser receives it. */
export const proof: Proof = {
  name: 'size',
  summary: 'each browser entry is within its budget, and holds nothing of another feature',
  smallN: 1,
  fullN: 1,
  async run() {
    const { fits, entries, floor } = await checkSizes();
    const toFirstSlots = entries[firstSlots]?.gzip ?? Infinity;
    return {
      result: fits ? 'pass' : 'fail',
      figures: {
        loaderBrotli: entries[loader]?.brotli ?? Infinity,
        toFirstSlotsGzip: toFirstSlots,
        floorGzip: floor.gzip,
        aboveFloorGzip: toFirstSlots - floor.gzip,
      },
    };
  },
};
