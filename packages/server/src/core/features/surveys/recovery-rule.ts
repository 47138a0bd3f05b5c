import type { EndpointAnswer, getSurvey, surveyCreateSchema } from '@openprm/contract';
import type * as z from 'zod/mini';

type Input = NonNullable<z.output<typeof surveyCreateSchema>['recovery']>[number];

/** A rule as it is kept: what a kind does not have is null. */
export type StoredRecoveryRule = EndpointAnswer<typeof getSurvey>['recovery'][number];

/** A rule of a request as it is kept. */
export function storedRecoveryRule(rule: Input): StoredRecoveryRule {
  return {
    kind: rule.kind,
    scoreId: rule.kind === 'score' ? rule.scoreId : null,
    linkId: rule.kind === 'answer' ? rule.linkId : null,
    atMost: rule.kind === 'word' ? null : (rule.atMost ?? null),
    atLeast: rule.kind === 'word' ? null : (rule.atLeast ?? null),
    words: rule.kind === 'word' ? [...rule.words] : [],
    dueMinutes: rule.dueMinutes,
  };
}
