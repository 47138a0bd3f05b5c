import type { HandlersOf } from '../../http/handlers.ts';
import { createSignInCode } from './code-service.ts';
import { createSignInLink, deleteSignInLink } from './link-service.ts';
import { deletePortal, getPortal, putPortal } from './portal-service.ts';

export const signInHandlers: HandlersOf<
  'createSignInCode' | 'createSignInLink' | 'deleteSignInLink' | 'getPortal' | 'putPortal' | 'deletePortal'
> = {
  createSignInCode: (context, { body }) => createSignInCode(context, body),
  createSignInLink: (context, { params, body }) => createSignInLink(context, params.id, body.hours),
  deleteSignInLink: (context, { params }) => deleteSignInLink(context, params.id),
  getPortal: (context) => getPortal(context),
  putPortal: (context, { body }) => putPortal(context, body),
  deletePortal: (context) => deletePortal(context),
};
