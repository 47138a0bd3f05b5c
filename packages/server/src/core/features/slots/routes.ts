import type { HandlersOf } from '../../http/handlers.ts';
import { searchSlots } from './search.ts';

export const slotHandlers: HandlersOf<'searchSlots'> = {
  searchSlots: (context, { query }) => searchSlots(context, query),
};
