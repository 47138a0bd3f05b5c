import type {
  EndpointAnswer,
  FhirResource,
  SurveyUpdate,
  getSurvey as getRow,
  getSurveyForm as formRow,
  surveyCreateSchema,
} from '@openprm/contract';
import { lintQuestionnaire } from '@openprm/questionnaire/lint';
import type { ScoreRule } from '@openprm/questionnaire/scores';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { Problem, invalid } from '../../problem.ts';
import { found } from '../found.ts';
import { hasChanges } from '../has-changes.ts';
import { noteChange } from '../note-change.ts';
import { findQuestionnaire } from '../questionnaires/questionnaire-repository.ts';
import { missingReference } from '../references.ts';
import { type Rules, withKnownRules } from './known-instruments.ts';
import { storedDelivery } from './delivery.ts';
import { type StoredRecoveryRule, storedRecoveryRule } from './recovery-rule.ts';
import { changeSurvey, findAskedSurvey, findSurvey, insertSurvey, toSurvey } from './survey-repository.ts';

type Answer = EndpointAnswer<typeof getRow>;
type Input = z.output<typeof surveyCreateSchema>;

/** An hour to look at a safety answer, unless the clinic says otherwise. */
const usualSafetyMinutes = 60;

/**
 * Makes a survey of a published form.
 *
 * @throws Problem `validation-failed` when the form cannot be scored or watched as asked, or the mode forbids it; `not-found` for an unknown organization or form
 */
export async function createSurvey(context: RequestContext, input: Input): Promise<Answer> {
  const organization = await findOrganization(context, input.organizationId);
  const form = await findQuestionnaire(context, input.questionnaireId);
  if (form === undefined) throw missingForm();
  if (form.status !== 'active') throw invalid('/body/questionnaireId', 'must be a published form (active)');
  const content = JSON.parse(form.content) as FhirResource;
  const rules = withKnownRules(content, {
    scores: (input.scores ?? []) as readonly ScoreRule[],
    safety: input.safety ?? [],
  });
  const recovery = (input.recovery ?? []).map(storedRecoveryRule);
  checkRules(content, input.mode, rules, recovery);
  if (rules.safety.length > 0 && organization.email === null) throw invalid('/body/organizationId', needsAddress);
  const row = await insertSurvey(context, {
    id: context.newId('svy'),
    organization_id: input.organizationId,
    questionnaire_id: form.id,
    name: input.name,
    mode: input.mode,
    readers: [...new Set(input.readers)],
    minutes: input.minutes,
    scores: JSON.stringify(rules.scores),
    safety: JSON.stringify(rules.safety),
    safety_due_minutes: input.safetyDueMinutes ?? usualSafetyMinutes,
    recovery: JSON.stringify(recovery),
    emergency_telephone: input.emergencyTelephone ?? null,
    crisis_telephone: input.crisisTelephone ?? null,
    delivery: await storedDelivery(context, input, input.delivery ?? null),
  });
  await noteChange(context, 'survey.changed', row.id);
  return toSurvey(row);
}

const needsAddress = 'needs an e-mail address: an alert goes there when a safety answer is given';

/** Reads an organization, whose address stays until this transaction has ended. */
async function findOrganization({ tx, tenantId }: RequestContext, id: string) {
  const organization = await tx
    .selectFrom('organization')
    .select('email')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst();
  if (organization === undefined) throw missingReference('organization', '/body/organizationId');
  return organization;
}

function missingForm(): Problem {
  const message = 'is not the id of any questionnaire here';
  const path = '/body/questionnaireId';
  return new Problem('not-found', { detail: `${path} ${message}`, issues: [{ path, code: 'not-found', message }] });
}

/** Whether the form can be asked so. @throws Problem `validation-failed`, with the linter's words */
function checkRules(
  form: FhirResource,
  mode: Input['mode'],
  { scores, safety }: Rules,
  recovery: readonly StoredRecoveryRule[],
): void {
  if (mode !== 'named' && recovery.length > 0)
    throw invalid('/body/recovery', `must be left out of ${mode} answers: nobody could be called because of them`);
  recovery.forEach(({ scoreId }, index) => {
    if (scoreId !== null && scores.every(({ id }) => id !== scoreId))
      throw invalid(`/body/recovery/${index}/scoreId`, 'must be the id of one of the scores');
  });
  const asked = recovery.flatMap(({ linkId }) => (linkId === null ? [] : [{ linkId, atLeast: 0 }]));
  const faults = lintQuestionnaire(form, { scores, safety: [...safety, ...asked], isAnonymous: mode === 'anonymous' });
  const issues = faults
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer, message }) => ({
      path: '/body/questionnaireId',
      code,
      message: `${pointer}: ${message}`,
    }));
  const [first] = issues;
  if (first !== undefined) throw new Problem('validation-failed', { detail: first.message, issues });
}

/** Changes what was not promised to whoever answers. */
export async function updateSurvey(context: RequestContext, id: string, body: SurveyUpdate): Promise<Answer> {
  const present = found('survey', await findSurvey(context, id));
  if (!hasChanges(body)) return toSurvey(present);
  if (body.active === true && present.safety.length > 0) {
    const { email } = await findOrganization(context, present.organization_id);
    if (email === null) throw invalid('/body/active', `must stay false: its organization ${needsAddress}`);
  }
  const row = found(
    'survey',
    await changeSurvey(context, id, {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.minutes === undefined ? {} : { minutes: body.minutes }),
      ...(body.emergencyTelephone === undefined ? {} : { emergency_telephone: body.emergencyTelephone }),
      ...(body.crisisTelephone === undefined ? {} : { crisis_telephone: body.crisisTelephone }),
      ...(body.delivery === undefined
        ? {}
        : {
            delivery: await storedDelivery(
              context,
              { mode: present.mode, organizationId: present.organization_id },
              body.delivery,
            ),
          }),
      ...(body.active === undefined ? {} : { active: body.active }),
    }),
  );
  await noteChange(context, 'survey.changed', id);
  return toSurvey(row);
}

/** The form of an active survey with what is said before its first question. */
export async function getSurveyForm(context: RequestContext, id: string): Promise<EndpointAnswer<typeof formRow>> {
  const row = found('survey', await findAskedSurvey(context, id));
  return {
    surveyId: row.id,
    name: row.name,
    mode: row.mode,
    readers: row.readers,
    minutes: row.minutes,
    safety: row.safety.map(({ linkId, atLeast }) => ({ linkId, atLeast })),
    organization: { name: row.organization_name, telephone: row.organization_telephone },
    emergencyTelephone: row.emergency_telephone,
    crisisTelephone: row.crisis_telephone,
    questionnaire: JSON.parse(row.content) as FhirResource,
  };
}
