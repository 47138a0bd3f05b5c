import type { EndpointAnswer, SurveyCreate, SurveyMode, getSurvey } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { invalid } from '../../problem.ts';
import { requireReference } from '../references.ts';

/** A delivery as it is kept: none of the kinds of visit means all. */
export type StoredDelivery = NonNullable<EndpointAnswer<typeof getSurvey>['delivery']>;

/**
 * A delivery of a request as it is kept, as JSON.
 *
 * @throws Problem `validation-failed` for an anonymous survey; `not-found` for an unknown kind of visit
 */
export async function storedDelivery(
  context: RequestContext,
  mode: SurveyMode,
  delivery: NonNullable<SurveyCreate['delivery']> | null,
): Promise<string | null> {
  if (delivery === null) return null;
  if (mode === 'anonymous')
    throw invalid('/body/delivery', 'must be left out of an anonymous survey: a mail knows whom it goes to');
  const { healthcareServiceIds = [], ...rest } = delivery;
  for (const [index, id] of healthcareServiceIds.entries())
    await requireReference(context, 'healthcare_service', id, `/body/delivery/healthcareServiceIds/${index}`);
  const stored: StoredDelivery = { ...rest, healthcareServiceIds: [...healthcareServiceIds] };
  return JSON.stringify(stored);
}
