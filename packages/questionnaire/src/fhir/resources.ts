import type { JsonObject } from './json.ts';

/** A code with its system: two are the same if both are (https://hl7.org/fhir/R4/datatypes.html#Coding). */
export interface Coding extends JsonObject {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

/** A number with its unit (https://hl7.org/fhir/R4/datatypes.html#Quantity). */
export interface Quantity extends JsonObject {
  readonly value?: number;
  readonly unit?: string;
  readonly system?: string;
  readonly code?: string;
}

/** A file, by its address or its bytes in base64 (https://hl7.org/fhir/R4/datatypes.html#Attachment). */
export interface Attachment extends JsonObject {
  readonly contentType?: string;
  readonly title?: string;
  /** Bytes, before base64. */
  readonly size?: number;
  readonly url?: string;
}

/** A link to another resource (https://hl7.org/fhir/R4/references.html). */
export interface Reference extends JsonObject {
  readonly reference?: string;
  readonly display?: string;
}

/**
 * A form (https://hl7.org/fhir/R4/questionnaire.html). An open object: what this engine does not know is kept as it is and never written to.
 */
export interface Questionnaire extends JsonObject {
  readonly resourceType: 'Questionnaire';
  readonly item?: readonly QuestionnaireItem[];
}

/** A question, a group or a text of a form. Open, as {@link Questionnaire} is. */
export interface QuestionnaireItem extends JsonObject {
  readonly linkId: string;
  readonly type: string;
  readonly item?: readonly QuestionnaireItem[];
}

/** What somebody answered (https://hl7.org/fhir/R4/questionnaireresponse.html). */
export interface QuestionnaireResponse extends JsonObject {
  readonly resourceType: 'QuestionnaireResponse';
  readonly status: string;
  readonly item?: readonly ResponseItem[];
}

/** One question or group of a response. Repeats of a group are items of their own with one `linkId`; repeats of a question are answers of one item. */
export interface ResponseItem extends JsonObject {
  readonly linkId: string;
  readonly answer?: readonly ResponseAnswer[];
  readonly item?: readonly ResponseItem[];
}

/** One answer, with what was asked below it. */
export interface ResponseAnswer extends JsonObject {
  readonly item?: readonly ResponseItem[];
}
