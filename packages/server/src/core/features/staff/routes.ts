import type { HandlersOf } from '../../http/handlers.ts';
import { createStaff, inviteStaff, listStaff, signOutStaff, updateStaff } from './service.ts';

export const staffHandlers: HandlersOf<'listStaff' | 'createStaff' | 'updateStaff' | 'inviteStaff' | 'signOutStaff'> = {
  listStaff: (context, { query }) => listStaff(context, query),
  createStaff: (context, { body }) => createStaff(context, body),
  updateStaff: (context, { params, body }) => updateStaff(context, params.id, body),
  inviteStaff: (context, { params }) => inviteStaff(context, params.id),
  signOutStaff: (context, { params }) => signOutStaff(context, params.id),
};
