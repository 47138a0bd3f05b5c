import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { found } from '../found.ts';
import { createSurvey, getSurveyForm, updateSurvey } from './service.ts';
import { findSurvey, listSurveyRows, toSurvey } from './survey-repository.ts';

/** How forms are asked. */
export const surveyHandlers: HandlersOf<
  'listSurveys' | 'createSurvey' | 'getSurvey' | 'updateSurvey' | 'getSurveyForm'
> = {
  listSurveys: (context, { query }) =>
    readPage(
      context,
      query,
      2,
      (after, limit) => listSurveyRows(context, after, limit),
      ({ created_at: createdAt, id }) => [createdAt.toISOString(), id],
      toSurvey,
    ),
  createSurvey: (context, { body }) => createSurvey(context, body),
  getSurvey: async (context, { params }) => toSurvey(found('survey', await findSurvey(context, params.id))),
  updateSurvey: (context, { params, body }) => updateSurvey(context, params.id, body),
  getSurveyForm: (context, { params }) => getSurveyForm(context, params.id),
};
