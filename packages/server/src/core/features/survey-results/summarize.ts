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
  /** From the end of the visit to the answer. */
  readonly lagHours: number | undefined;
  /** From the answer to the first call because of it. */
  readonly minutesToContact: number | undefined;
}

/** A thing that is measured by responses. */
export interface Measure {
  /** As it stands in `survey_batch`; it never changes. */
  readonly name: string;
  /** Whether a response says anything of it. */
  readonly isIn: (answered: Answered) => boolean;
}

const scoresOfVisits: ReadonlySet<string> = new Set(visitExperience.scores.map(({ id }) => id));

/** All that is measured by a survey with these scores. */
export function measuresOf(rules: readonly ScoreRule[]): readonly Measure[] {
  return [
    { name: 'count', isIn: () => true },
    { name: 'lag', isIn: ({ lagHours }) => lagHours !== undefined },
    { name: 'contact', isIn: ({ minutesToContact }) => minutesToContact !== undefined },
    ...dimensionsOf(rules).map(({ code, linkIds }) => ({
      name: `dimension:${code}`,
      isIn: ({ points }: Answered) => linkIds.some((linkId) => points.has(linkId)),
    })),
    ...(asksRecommend(rules)
      ? [{ name: 'recommend', isIn: (answered: Answered) => recommendShare(ratingsOf([answered])) !== undefined }]
      : []),
    ...rules.map(({ id }) => ({
      name: `score:${id}`,
      isIn: ({ scores }: Answered) => scores.some((score) => score.id === id && score.value !== null),
    })),
  ];
}

const dimensionsOf = (rules: readonly ScoreRule[]) =>
  rules.some(({ id }) => scoresOfVisits.has(id)) ? experienceDimensions : [];

const asksRecommend = (rules: readonly ScoreRule[]) => rules.some(({ id }) => id === 'recommend');

const ratingsOf = (answered: readonly Answered[]) => answered.flatMap(({ points }) => points.get('recommend') ?? []);

/** The responses by which something is measured, of whole batches alone; none where there is no batch. */
export type Told = (measure: string) => readonly Answered[];

/** What some batches say together. */
export function summarize(rules: readonly ScoreRule[], told: Told): Cell {
  const recommend = recommendShare(ratingsOf(told('recommend')));
  return {
    count: told('count').length === 0 ? null : told('count').length,
    dimensions: dimensionsOf(rules).flatMap(({ code, linkIds, best }) => {
      const people = told(`dimension:${code}`).map(({ points }) =>
        linkIds.flatMap((linkId) => points.get(linkId) ?? []),
      );
      const share = topBoxShare(people, best);
      return share === undefined ? [] : [{ code, ...whole(share) }];
    }),
    recommend: recommend === undefined ? null : whole(recommend),
    scores: rules.flatMap((rule) => summarizeScore(rule, told(`score:${rule.id}`))),
  };
}

const whole = ({ percent, low, high }: Share) => ({
  percent: Math.round(percent),
  low: Math.round(low),
  high: Math.round(high),
});

function summarizeScore({ id, bands }: ScoreRule, answered: readonly Answered[]): Cell['scores'] {
  const scores = answered.flatMap((each) => each.scores.filter((score) => score.id === id));
  const middle = median(scores.flatMap(({ value }) => value ?? []));
  if (middle === undefined) return [];
  return [
    {
      id,
      median: Math.round(middle),
      bands: bands.map(({ code }) => ({ code, count: inFives(scores.filter(({ band }) => band === code).length) })),
    },
  ];
}

/** A number to the nearest five, null of fewer than five: so that beside others it tells of nobody how many are left. */
export const inFives = (count: number): number | null =>
  count < smallestCell ? null : Math.round(count / smallestCell) * smallestCell;

/** The middle of some numbers, or of two in the middle their mean. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
