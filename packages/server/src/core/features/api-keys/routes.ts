import type { HandlersOf } from '../../http/handlers.ts';
import { createKey, listKeys, revokeOneKey, updateKey } from './service.ts';

export const apiKeyHandlers: HandlersOf<'listApiKeys' | 'createApiKey' | 'updateApiKey' | 'revokeApiKey'> = {
  listApiKeys: (context, { query }) => listKeys(context, query),
  createApiKey: (context, { body }) => createKey(context, body),
  updateApiKey: (context, { params, body }) => updateKey(context, params.id, body.origins),
  revokeApiKey: (context, { params }) => revokeOneKey(context, params.id),
};
