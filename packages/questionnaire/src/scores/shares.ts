/** A share with its interval, in percent. */
export interface Share {
  readonly percent: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const z = 1.959964;

/**
 * Recommend: the percentage of 9 and 10 less the percentage of 0 to 6, between -100 and 100. The interval is the adjusted Wald one of Rocks (2016,
 * "Interval Estimation for the 'Net Promoter Score'", arXiv:1601.07235): three answers are added, three quarters of one at either end.
 *
 * @param ratings whole numbers from 0 to 10; others are left out
 * @returns undefined without any answer
 */
export function recommendShare(ratings: readonly number[]): Share | undefined {
  const valid = ratings.filter((rating) => Number.isInteger(rating) && rating >= 0 && rating <= 10);
  if (valid.length === 0) return undefined;
  const promoters = valid.filter((rating) => rating >= 9).length;
  const detractors = valid.filter((rating) => rating <= 6).length;
  const count = valid.length;
  const [high, low, all] = [promoters + 0.75, detractors + 0.75, count + 3];
  const middle = (high - low) / all;
  const deviation = Math.sqrt((high / all + low / all - middle ** 2) / all);
  return inPercent((promoters - detractors) / count, middle - z * deviation, middle + z * deviation, count, -100);
}

/**
 * Top box: the share of answers that are the best one. The interval is Wilson's (1927), which also holds for few people and for shares near 0 and 100. Whoever answered several questions counts once, by the
 * share of theirs that are the best: as several people they would make the interval too narrow.
 *
 * @param people the points of what each has answered; who has answered nothing is left out
 * @param best the points of the best answer
 * @returns undefined without any answer
 */
export function topBoxShare(people: readonly (readonly number[])[], best: number): Share | undefined {
  const shares = people
    .filter((points) => points.length > 0)
    .map((points) => points.filter((each) => each === best).length / points.length);
  const count = shares.length;
  if (count === 0) return undefined;
  const share = shares.reduce((sum, each) => sum + each, 0) / count;
  const scale = 1 + z ** 2 / count;
  const middle = (share + z ** 2 / (2 * count)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) / scale;
  return inPercent(share, middle - half, middle + half, count, 0);
}

function inPercent(share: number, low: number, high: number, count: number, least: number): Share {
  const limit = (value: number) => Math.min(100, Math.max(least, value * 100));
  return { percent: share * 100, low: limit(low), high: limit(high), count };
}
