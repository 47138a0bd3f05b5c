import {
  type FhirResource,
  type Survey,
  type SurveyCreate,
  createQuestionnaire,
  createResponseAttachment,
  createSurvey,
  createSurveyInvitation,
  putResponseAttachment,
} from '@openprm/contract';
import { type Instrument, visitExperience } from '@openprm/questionnaire/instruments';
import type { TestServer } from './clinic.fixture.ts';
import type { TestClinic } from './clinic-setup.fixture.ts';

/** An instrument's form, as whoever sends it has it. */
export const formOf = ({ questionnaire }: Instrument): FhirResource => ({ ...questionnaire, status: 'active' });

/** A form that asks for a file besides. */
export const withFile = (form: FhirResource): FhirResource => ({
  ...form,
  item: [
    ...(Array.isArray(form['item']) ? (form['item'] as unknown[]) : []),
    { linkId: 'photo', type: 'attachment', text: 'A photograph', repeats: true },
  ],
});

/** Forms that a clinic has stored, by their url, so that each is stored once. */
export async function storeForm(
  server: TestServer,
  clinic: TestClinic,
  form: FhirResource = formOf(visitExperience),
): Promise<string> {
  const as = { credential: clinic.secretKey };
  return (await server.call(createQuestionnaire, { body: { questionnaire: form } }, as)).id;
}

/** Makes a survey, named and of the form about visits unless it is said otherwise. */
export async function makeSurvey(
  server: TestServer,
  clinic: TestClinic,
  questionnaireId: string,
  more: Partial<SurveyCreate> = {},
): Promise<Survey> {
  const body: SurveyCreate = {
    organizationId: clinic.organizationId,
    questionnaireId,
    name: 'Your visit',
    mode: 'named',
    readers: ['owner', 'clinician'],
    minutes: 3,
    ...more,
  };
  return server.call(createSurvey, { body }, { credential: clinic.secretKey });
}

/** The secret of a link by which a patient answers. */
export const inviteTo = async (
  server: TestServer,
  clinic: TestClinic,
  surveyId: string,
  patientId: string,
): Promise<string> =>
  (await server.call(createSurveyInvitation, { body: { surveyId, patientId } }, { credential: clinic.secretKey }))
    .secret;

/** A file of a response as its answer names it. */
export interface SentFile {
  readonly id: string;
  readonly valueAttachment: { readonly contentType: string; readonly size: number; readonly url: string };
}

/** Makes room for a file of a response, and puts it there. */
export async function sendFile(
  server: TestServer,
  responseId: string,
  as: { readonly credential: string; readonly actingFor?: string },
  content: string,
): Promise<SentFile> {
  const bytes = Buffer.from(content);
  const attachment = { contentType: 'text/plain', size: bytes.length };
  const params = { id: responseId };
  const { id, url } = await server.call(createResponseAttachment, { params, body: { attachment } }, as);
  const body = { data: bytes.toString('base64') };
  await server.call(putResponseAttachment, { params: { ...params, attachmentId: id }, body }, as);
  return { id, valueAttachment: { ...attachment, url } };
}

/** A response that names files. */
export const withFiles = (response: FhirResource, files: readonly SentFile[]): FhirResource => ({
  ...response,
  item: [
    ...(Array.isArray(response['item']) ? (response['item'] as unknown[]) : []),
    { linkId: 'photo', answer: files.map(({ valueAttachment }) => ({ valueAttachment })) },
  ],
});

const rating = (code: string) => ({ valueCoding: { system: 'urn:openprm:codes:rating', code } });

/** Answers to the form about visits. */
export const visitAnswers = (
  status: 'in-progress' | 'completed',
  codes: Readonly<Record<string, string>> = {},
  comment?: string,
): FhirResource => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: 'urn:openprm:questionnaire:visit-experience|1',
  status,
  item: [
    {
      linkId: 'ratings',
      item: Object.entries(codes).map(([linkId, code]) => ({ linkId, answer: [rating(code)] })),
    },
    ...(comment === undefined ? [] : [{ linkId: 'comment', answer: [{ valueString: comment }] }]),
  ],
});
