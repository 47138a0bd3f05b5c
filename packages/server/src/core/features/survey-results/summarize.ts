import { type EndpointAnswer, smallestCell, type getSurveyResults } from '@openprm/contract';
import { experienceDimensions, visitExperience } from '@openprm/questionnaire/instruments';
import { type Points, type ScoreRule, type Share, recommendShare, topBoxShare } from '@openprm/questionnaire/scores';
import type { StoredScore } from '../questionnaire-responses/sealed-response.ts';

/** What a number of responses says together. */
export type Cell = EndpointAnswer<typeof getSurveyResults>['total'];

/** One complete response, without whose it is. */
export interface Answered {
  readonly points: Points;
  readonly scores: readonly StoredScore[];
}

/** A cell that says nothing. */
export const hiddenCell: Cell = { count: null, dimensions: [], recommend: null, scores: [] };

const scoresOfVisits: ReadonlySet<string> = new Set(visitExperience.scores.map(({ id }) => id));

/** What some responses say together; nothing where they are too few. */
export function summarize(rules: readonly ScoreRule[], answered: readonly Answered[]): Cell {
  if (answered.length < smallestCell) return hiddenCell;
  const asksAboutVisits = rules.some(({ id }) => scoresOfVisits.has(id));
  const pointsOf = (linkId: string) =>
    answered.map(({ points }) => points.get(linkId)).filter((points) => points !== undefined);
  const dimensions = asksAboutVisits
    ? experienceDimensions.flatMap(({ code, linkIds, best }) => {
        const share = topBoxShare(linkIds.flatMap(pointsOf), best);
        return share === undefined || share.count < smallestCell ? [] : [{ code, ...whole(share) }];
      })
    : [];
  const recommend = rules.some(({ id }) => id === 'recommend') ? recommendShare(pointsOf('recommend')) : undefined;
  return {
    count: answered.length,
    dimensions,
    recommend: recommend === undefined || recommend.count < smallestCell ? null : whole(recommend),
    scores: rules.flatMap((rule) => summarizeScore(rule, answered)),
  };
}

const whole = ({ percent, low, high }: Share) => ({
  percent: Math.round(percent),
  low: Math.round(low),
  high: Math.round(high),
});

function summarizeScore({ id, bands }: ScoreRule, answered: readonly Answered[]): Cell['scores'] {
  const scores = answered.flatMap((each) => each.scores.filter((score) => score.id === id));
  const values = scores.map(({ value }) => value).filter((value) => value !== null);
  if (values.length < smallestCell) return [];
  const counts = bands.map(({ code }) => scores.filter(({ band }) => band === code).length);
  // a band of nobody says that nobody is in it, which is as much as one of few
  const isShown = (count: number) =>
    count >= smallestCell && counts.every((each) => each === 0 || each >= smallestCell);
  return [
    {
      id,
      median: Math.round(median(values) ?? 0),
      bands: bands.map(({ code }, index) => ({
        code,
        count: isShown(counts[index] ?? 0) ? (counts[index] ?? 0) : null,
      })),
    },
  ];
}

/** The middle of some numbers, or of two in the middle their mean. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
