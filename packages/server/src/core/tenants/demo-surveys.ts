import {
  createQuestionnaire,
  createQuestionnaireResponse,
  createSurvey,
  createSurveyInvitation,
  type FhirResource,
  listAppointments,
  type SurveyCreate,
} from '@openprm/contract';
import { type Instrument, phq9, visitExperience } from '@openprm/questionnaire/instruments';
import type { Database } from '../ports.ts';
import { type Api, type ApiCall, createApiCall } from './api-call.ts';

/** The demo's surveys: their ids are the same in each demo, so that its pages can name them. */
export const demoSurveyIds = {
  visit: 'svy_demovisit',
  feelings: 'svy_demofeelings',
  suggestions: 'svy_demosuggestions',
} as const;
type DemoSurvey = keyof typeof demoSurveyIds;

type Wish = Omit<SurveyCreate, 'organizationId' | 'questionnaireId'> & { readonly instrument: Instrument };

const surveys: Readonly<Record<DemoSurvey, Wish>> = {
  visit: {
    instrument: visitExperience,
    name: 'How was your visit?',
    mode: 'named',
    readers: ['owner', 'clinician'],
    minutes: 2,
    delivery: { trigger: 'visit-fulfilled', delayMinutes: 0, throttleDays: 7, consent: 'opt-out' },
    recovery: [
      { kind: 'answer', linkId: 'overall', atMost: 2, dueMinutes: 24 * 60 },
      { kind: 'answer', linkId: 'wait', atMost: 1, dueMinutes: 48 * 60 },
      { kind: 'word', words: ['rude', 'pain', 'complaint'], dueMinutes: 24 * 60 },
    ],
  },
  feelings: {
    instrument: phq9,
    name: 'How you have been feeling',
    mode: 'named',
    readers: ['clinician'],
    minutes: 4,
    emergencyTelephone: '911',
    crisisTelephone: '988',
  },
  suggestions: {
    instrument: visitExperience,
    name: 'Tell us without your name',
    mode: 'anonymous',
    readers: ['owner'],
    minutes: 2,
  },
};

/** What one demo patient has answered already: good care, and a wait that opens a task. */
const answered: FhirResource = {
  resourceType: 'QuestionnaireResponse',
  questionnaire: `${String(visitExperience.questionnaire['url'])}|1`,
  status: 'completed',
  item: [
    {
      linkId: 'ratings',
      item: Object.entries({ access: 'good', wait: 'poor', listening: 'excellent', overall: 'good' }).map(
        ([linkId, code]) => ({
          linkId,
          answer: [{ valueCoding: { system: 'urn:openprm:codes:rating', code } }],
        }),
      ),
    },
    { linkId: 'comment', answer: [{ valueString: 'I waited 40 minutes, and nobody said why.' }] },
  ],
};

/** Stores the forms and makes the surveys, by the calls that any clinic would make; then gives them the ids that the demo's pages name. */
export async function seedDemoSurveys(
  { database, api, tenantId, secretKey }: DemoSurveyPlace,
  organizationId: string,
): Promise<void> {
  const call = createApiCall(api, secretKey);
  const forms = new Map<Instrument, string>();
  for (const [name, { instrument, ...wish }] of Object.entries(surveys) as [DemoSurvey, Wish][]) {
    const questionnaireId = forms.get(instrument) ?? (await storeForm(call, instrument));
    forms.set(instrument, questionnaireId);
    const { id } = await call(createSurvey, { body: { ...wish, organizationId, questionnaireId } });
    await database
      .updateTable('survey')
      .set({ id: demoSurveyIds[name] })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }
  await answerOnce(call, api);
}

/** Where the demo's surveys are made. */
export interface DemoSurveyPlace {
  readonly database: Database;
  readonly api: Api;
  readonly tenantId: string;
  readonly secretKey: string;
}

const storeForm = async (call: ApiCall, { questionnaire }: Instrument): Promise<string> =>
  (await call(createQuestionnaire, { body: { questionnaire: { ...questionnaire, status: 'active' } } })).id;

/** Somebody of the demo answers by a link. */
async function answerOnce(call: ApiCall, api: Api): Promise<void> {
  const { data } = await call(listAppointments, { query: { limit: 1 } });
  const [visit] = data;
  if (visit === undefined) return;
  const surveyId = demoSurveyIds.visit;
  const { secret } = await call(createSurveyInvitation, { body: { surveyId, appointmentId: visit.id } });
  await createApiCall(api, secret)(createQuestionnaireResponse, { body: { surveyId, response: answered } });
}
