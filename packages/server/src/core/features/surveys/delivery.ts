import type { EndpointAnswer, SurveyCreate, SurveyMode, getSurvey } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { invalid } from '../../problem.ts';
import { missingReference } from '../references.ts';
import { readOrganizationsOfServices } from '../schedules/repository.ts';

/** A delivery as it is kept: none of the kinds of visit means all. */
export type StoredDelivery = NonNullable<EndpointAnswer<typeof getSurvey>['delivery']>;

/**
 * A delivery of a request as it is kept, as JSON.
 *
 * @param survey whose organization asks about its own visits alone
 * @throws Problem `validation-failed` for an anonymous survey, or a kind of visit of another organization; `not-found` for an unknown one
 */
export async function storedDelivery(
  context: RequestContext,
  { mode, organizationId }: { readonly mode: SurveyMode; readonly organizationId: string },
  delivery: NonNullable<SurveyCreate['delivery']> | null,
): Promise<string | null> {
  if (delivery === null) return null;
  if (mode === 'anonymous')
    throw invalid('/body/delivery', 'must be left out of an anonymous survey: a mail knows whom it goes to');
  const { healthcareServiceIds = [], ...rest } = delivery;
  const organizations =
    healthcareServiceIds.length === 0 ? undefined : await readOrganizationsOfServices(context, healthcareServiceIds);
  for (const [index, id] of healthcareServiceIds.entries()) {
    const path = `/body/delivery/healthcareServiceIds/${index}`;
    const organization = organizations?.get(id);
    if (organization === undefined) throw missingReference('healthcare_service', path);
    if (organization !== organizationId) throw invalid(path, "must belong to the survey's organization");
  }
  const stored: StoredDelivery = { ...rest, healthcareServiceIds: [...healthcareServiceIds] };
  return JSON.stringify(stored);
}
