import type { HandlersOf } from '../../http/handlers.ts';
import { exportSurveyResponses, exportSurveyResults, getSurveyResults } from './service.ts';

/** What responses say together. */
export const surveyResultHandlers: HandlersOf<'getSurveyResults' | 'exportSurveyResults' | 'exportSurveyResponses'> = {
  getSurveyResults: (context, { params, query }) => getSurveyResults(context, params.id, query.by),
  exportSurveyResults: (context, { params, query }) => exportSurveyResults(context, params.id, query.by),
  exportSurveyResponses: (context, { params, query }) => exportSurveyResponses(context, params.id, query),
};
