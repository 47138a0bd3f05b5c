import type { HandlersOf } from '../../http/handlers.ts';
import { createSession } from '../sign-in/code-service.ts';
import { createSessionFromLink } from '../sign-in/link-service.ts';
import { createSessionFromAssertion } from '../sign-in/portal-service.ts';
import {
  endOwnSessions,
  endPatientSessions,
  getCurrentSession,
  matchCurrentSession,
  refreshSession,
  requirePerson,
} from './service.ts';
import { endOneSession, endOtherSessions, listOwnSessions } from './own-sessions.ts';

export const sessionHandlers: HandlersOf<
  | 'createSession'
  | 'createSessionFromAssertion'
  | 'createSessionFromLink'
  | 'refreshSession'
  | 'getCurrentSession'
  | 'matchCurrentSession'
  | 'endCurrentSession'
  | 'endOwnSessions'
  | 'listOwnSessions'
  | 'endOtherSessions'
  | 'endOneSession'
  | 'endPatientSessions'
> = {
  createSession: (context, { body }) => createSession(context, body),
  createSessionFromAssertion: (context, { body }) => createSessionFromAssertion(context, body),
  createSessionFromLink: (context, { body }) => createSessionFromLink(context, body.key),
  refreshSession: (context, { body }) => refreshSession(context, body.proof),
  getCurrentSession: (context) => getCurrentSession(context),
  matchCurrentSession: (context, { body }) => matchCurrentSession(context, body.birthDate),
  endCurrentSession: (context) => endOwnSessions(context, 'this'),
  endOwnSessions: (context) => endOwnSessions(context, 'all'),
  listOwnSessions: (context, { query }) => listOwnSessions(context, requirePerson(context), query),
  endOtherSessions: (context) => endOtherSessions(context, requirePerson(context)),
  endOneSession: (context, { params }) => endOneSession(context, params.id),
  endPatientSessions: (context, { params }) => endPatientSessions(context, params.id),
};
