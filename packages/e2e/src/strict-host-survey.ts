import { bookFor } from './strict-host-patient.ts';
import { patientNamed } from './patient.ts';
import type { StrictHost } from './strict-host.ts';

/** What somebody answers: each is told from all that stands elsewhere. */
export interface PlantedAnswers {
  /** An option's words; its code is the same in lower case. */
  readonly choice: string;
  readonly comment: string;
  readonly number: string;
  readonly fileName: string;
  readonly fileText: string;
}

/** Answers that name whose they are. @param name letters */
export const answersOf = (name: string): PlantedAnswers => ({
  choice: `Choose${name}`,
  comment: `Comment${name}`,
  number: '73918264',
  fileName: `file${name}.txt`.toLowerCase(),
  fileText: `Inside${name}`,
});

/** Forms in which the answers could be written. */
export const answerForms = ({ choice, comment, number, fileName, fileText }: PlantedAnswers): readonly string[] => [
  choice,
  comment,
  number,
  fileName,
  fileText,
  Buffer.from(fileText).toString('base64'),
];

/** A survey that is asked, and how it will be answered. */
interface Asked {
  readonly surveyId: string;
  readonly answers: PlantedAnswers;
}

/** A named survey, and the link by which a patient of the clinic is asked. @param name of the patient */
export async function askByLink(host: StrictHost, name: string): Promise<Asked & { readonly secret: string }> {
  await bookFor(host, name);
  const [patient] = (await host.clinic.patients.search({ email: patientNamed(name).email })).data;
  const asked = await makeSurvey(host, name, 'named');
  const { secret } = await host.clinic.surveyInvitations.create({
    surveyId: asked.surveyId,
    patientId: patient?.id ?? '',
  });
  return { secret, ...asked };
}

/** A survey that anybody on the clinic's page answers without a name. */
export const askAnybody = (host: StrictHost, name: string): Promise<Asked> => makeSurvey(host, name, 'anonymous');

/** With each kind of answer that says something; files by name alone. */
async function makeSurvey({ clinic, place }: StrictHost, name: string, mode: 'named' | 'anonymous'): Promise<Asked> {
  const answers = answersOf(name);
  const options = [answers.choice, 'Nothing'].map((display) => ({
    valueCoding: { system: 'urn:gate', code: display.toLowerCase(), display },
  }));
  const questionnaire = {
    resourceType: 'Questionnaire',
    url: `urn:gate:${name.toLowerCase()}`,
    version: '1',
    status: 'active',
    title: 'How it went',
    item: [
      { linkId: 'choice', type: 'choice', text: 'What was it?', answerOption: options },
      { linkId: 'comment', type: 'string', text: 'Tell us more.' },
      { linkId: 'number', type: 'integer', text: 'How many?' },
      // no file is asked of who is nobody
      ...(mode === 'anonymous' ? [] : [{ linkId: 'file', type: 'attachment', text: 'Show us.' }]),
    ],
  };
  const form = await clinic.questionnaires.create({ questionnaire });
  const survey = await clinic.surveys.create({
    organizationId: place.organizationId,
    questionnaireId: form.id,
    name: 'How it went',
    mode,
    readers: ['owner'],
    minutes: 2,
  });
  return { surveyId: survey.id, answers };
}

/** The guide's tags with the survey in the booking's place. @param body with one booking element @param surveyId of one that anybody may answer */
export const withSurvey = (body: string, surveyId?: string): string =>
  body
    .replace('<prm-booking', surveyId === undefined ? '<prm-survey' : `<prm-survey survey-id="${surveyId}"`)
    .replace('</prm-booking>', '</prm-survey>');
