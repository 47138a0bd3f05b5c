import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { listQuestionnaireRows, toQuestionnaire } from './questionnaire-repository.ts';
import { createQuestionnaire, getQuestionnaire, putQuestionnaire, retireQuestionnaire } from './service.ts';

/** Forms. */
export const questionnaireHandlers: HandlersOf<
  'listQuestionnaires' | 'createQuestionnaire' | 'getQuestionnaire' | 'putQuestionnaire' | 'retireQuestionnaire'
> = {
  listQuestionnaires: (context, { query }) =>
    readPage(
      context,
      query,
      2,
      (after, limit) => listQuestionnaireRows(context, query.status, after, limit),
      ({ created_at: createdAt, id }) => [createdAt.toISOString(), id],
      toQuestionnaire,
    ),
  createQuestionnaire: (context, { body }) => createQuestionnaire(context, body.questionnaire),
  getQuestionnaire: (context, { params }) => getQuestionnaire(context, params.id),
  putQuestionnaire: (context, { params, body }) => putQuestionnaire(context, params.id, body.questionnaire),
  retireQuestionnaire: (context, { params }) => retireQuestionnaire(context, params.id),
};
