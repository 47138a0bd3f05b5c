import type { HandlersOf } from '../../http/handlers.ts';
import { getQuestionnaireResponse, listQuestionnaireResponses } from './read-responses.ts';
import { createQuestionnaireResponse, saveQuestionnaireResponse } from './service.ts';

/** What was answered. */
export const questionnaireResponseHandlers: HandlersOf<
  | 'createQuestionnaireResponse'
  | 'saveQuestionnaireResponse'
  | 'listQuestionnaireResponses'
  | 'getQuestionnaireResponse'
> = {
  createQuestionnaireResponse: (context, { body }) => createQuestionnaireResponse(context, body),
  saveQuestionnaireResponse: (context, { params, body }) => saveQuestionnaireResponse(context, params.id, body),
  listQuestionnaireResponses: (context, { query }) => listQuestionnaireResponses(context, query),
  getQuestionnaireResponse: (context, { params }) => getQuestionnaireResponse(context, params.id),
};
