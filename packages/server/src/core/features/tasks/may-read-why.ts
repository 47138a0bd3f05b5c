import type { RequestContext } from '../../http/context.ts';
import { holdsScope } from '../../http/check-access.ts';
import { isReader } from '../surveys/is-reader.ts';
import type { SurveyRow } from '../surveys/survey-repository.ts';

/**
 * Whether a principal may know why a task was opened: who answered was told who reads it, and a task tells of the answer. Whoever may not still sees whom to call and by when. A key
 * that may only change tasks learns nothing by it, nor one that may read no answers.
 */
export const mayReadWhy = (context: RequestContext, survey: Pick<SurveyRow, 'readers'>): boolean =>
  isReader(context, survey) &&
  holdsScope(context.principal, 'tasks:read') &&
  // of staff the survey itself says who reads; a key reads of an answer what its scopes allow
  (context.principal.kind !== 'secret' || holdsScope(context.principal, 'surveys:read'));
