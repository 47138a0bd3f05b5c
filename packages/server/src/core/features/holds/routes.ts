import type { HandlersOf } from '../../http/handlers.ts';
import { createHold, releaseHold, renewHold } from './service.ts';

export const holdHandlers: HandlersOf<'createHold' | 'renewHold' | 'releaseHold'> = {
  createHold: (context, { body }) => createHold(context, body),
  renewHold: (context, { params, body }) => renewHold(context, params.id, body.secret),
  releaseHold: (context, { params, body }) => releaseHold(context, params.id, body.secret),
};
