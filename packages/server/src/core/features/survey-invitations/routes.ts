import type { HandlersOf } from '../../http/handlers.ts';
import { createSurveyInvitation, decideSurveyMail, openSurveyInvitation } from './service.ts';

/** Who is asked. */
export const surveyInvitationHandlers: HandlersOf<
  'createSurveyInvitation' | 'openSurveyInvitation' | 'decideSurveyMail'
> = {
  createSurveyInvitation: (context, { body }) => createSurveyInvitation(context, body),
  openSurveyInvitation: (context) => openSurveyInvitation(context),
  decideSurveyMail: (context, { body }) => decideSurveyMail(context, body.decision),
};
