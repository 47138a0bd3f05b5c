import type { RequestContext } from '../../http/context.ts';
import type { SurveyRow } from './survey-repository.ts';

/** Whether a principal is among those of whom it was said that they read the answers. The clinic's own server is no person. */
export function isReader({ principal }: RequestContext, { readers }: Pick<SurveyRow, 'readers'>): boolean {
  return principal.kind !== 'staff' || readers.some((role) => role === principal.role);
}
