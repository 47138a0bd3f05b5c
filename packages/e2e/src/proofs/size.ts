import { checkSizes } from '../../../tooling/size/check.ts';
import type { Proof } from './proof.ts';

const loader = 'loader';
const firstSlots = 'booking, to the first slots';
const firstQuestion = 'survey, to the first question';

/** What a page loads, as a browser receives it. */
export const proof: Proof = {
  name: 'size',
  summary: 'each browser entry is within its budget, and holds nothing of another feature',
  smallN: 1,
  fullN: 1,
  async run() {
    const { fits, entries, floors } = await checkSizes();
    const gzipOf = (label: string) => entries[label]?.gzip ?? Infinity;
    const floorOf = (label: string) => floors[label]?.gzip ?? 0;
    return {
      result: fits ? 'pass' : 'fail',
      figures: {
        loaderBrotli: entries[loader]?.brotli ?? Infinity,
        toFirstSlotsGzip: gzipOf(firstSlots),
        slotsFloorGzip: floorOf(firstSlots),
        slotsAboveFloorGzip: gzipOf(firstSlots) - floorOf(firstSlots),
        toFirstQuestionGzip: gzipOf(firstQuestion),
        questionFloorGzip: floorOf(firstQuestion),
        questionAboveFloorGzip: gzipOf(firstQuestion) - floorOf(firstQuestion),
      },
    };
  },
};
