import type { HandlersOf } from '../../http/handlers.ts';
import { createRelatedPerson, listRelatedPersons, revokeRelatedPerson } from './service.ts';

export const relatedPersonHandlers: HandlersOf<'listRelatedPersons' | 'createRelatedPerson' | 'revokeRelatedPerson'> = {
  listRelatedPersons: (context, { query }) => listRelatedPersons(context, query),
  createRelatedPerson: (context, { body }) => createRelatedPerson(context, body),
  revokeRelatedPerson: (context, { params, body }) => revokeRelatedPerson(context, params.id, body),
};
