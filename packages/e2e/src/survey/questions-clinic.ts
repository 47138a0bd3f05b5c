import { patientNamed } from '../patient.ts';
import { type ProofDeployment, pick } from '../proofs/deployment.ts';
import { everyDay, setUpPlace } from '../set-up-clinic.ts';

/** How answers may be given. */
export type QuestionsMode = 'named' | 'confidential' | 'anonymous';

/** How many questions the form has. */
export const questions = 6;
/** What its choices are between. */
export const options = ['Never', 'Seldom', 'Often'] as const;
/** So many links somebody may have at once. */
const linksEach = 20;

/** A clinic with a survey in each mode, and enough patients who may be asked. */
export async function prepareQuestionsClinic(deployment: ProofDeployment, n: number) {
  const { clinic } = deployment;
  const { organizationId, healthcareServiceId } = await setUpPlace(clinic, {
    service: { durationMinutes: 5, slotIntervalMinutes: 5, capacity: 20, horizonDays: 30 },
    schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '00:00', end: '24:00' }] },
  });
  const { id: questionnaireId } = await clinic.questionnaires.create({ questionnaire: form() });
  const surveyIn = async (mode: QuestionsMode) =>
    (
      await clinic.surveys.create({
        organizationId,
        questionnaireId,
        name: 'Six questions',
        mode,
        readers: ['owner'],
        minutes: 2,
      })
    ).id;
  const surveyIds = {
    named: await surveyIn('named'),
    confidential: await surveyIn('confidential'),
    anonymous: await surveyIn('anonymous'),
  };
  const patients: string[] = [];
  const { data: slots } = await clinic.slots.search({ healthcareServiceId, limit: 100 });
  for (let at = 0; at < Math.ceil(n / linksEach); at++) {
    const hold = await clinic.holds.create({ slotId: pick(slots, Math.floor(at / 20)).id });
    const booked = await clinic.appointments.create({
      holdId: hold.id,
      holdSecret: hold.secret,
      patient: patientNamed(`Survey${at}x`),
    });
    patients.push(booked.patient?.id ?? '');
  }
  return {
    surveyIds,
    async linkFor(at: number, mode: 'named' | 'confidential', origin: string): Promise<string> {
      const patientId = pick(patients, Math.floor(at / linksEach));
      const { secret } = await clinic.surveyInvitations.create({ surveyId: surveyIds[mode], patientId });
      return `${origin}/survey#${secret}`;
    },
  };
}

/** Six questions with a text or a choice each; the first one has to be answered, so that every response tells whose it is. */
const form = () => ({
  resourceType: 'Questionnaire' as const,
  status: 'active',
  url: 'urn:openprm:test:nothing-lost',
  version: '1',
  language: 'en',
  title: 'Six questions',
  item: Array.from({ length: questions }, (_, at) => ({
    linkId: `q${at + 1}`,
    text: `Question ${at + 1}: what do you say?`,
    ...(at === 0 && { required: true }),
    ...(at % 3 === 2
      ? {
          type: 'choice',
          answerOption: options.map((display) => ({
            valueCoding: { system: 'urn:openprm:test:often', code: display.toLowerCase(), display },
          })),
        }
      : { type: at === 1 ? 'text' : 'string' }),
  })),
});

/** A page of a clinic's site that asks anybody. */
export const anonymousPage = (key: string, surveyId: string) => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html lang="en"><head><title>Anonymous</title><script type="module" src="/embed/openprm.js"></script></head>
<body><prm-survey isolation="inline" publishable-key="${key}" survey-id="${surveyId}"></prm-survey></body></html>`,
});
