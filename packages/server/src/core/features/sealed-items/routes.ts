import type { HandlersOf } from '../../http/handlers.ts';
import { getLinkSealing, openSealedItems } from './service.ts';

export const sealedItemHandlers: HandlersOf<'getLinkSealing' | 'openSealedItems'> = {
  getLinkSealing: (context) => getLinkSealing(context),
  openSealedItems,
};
