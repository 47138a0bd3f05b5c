import type { HandlersOf } from '../../http/handlers.ts';
import { noteReader, readFeed } from './service.ts';

/** The feed of events. What waits and what stays open afterwards is done by `feed/`, outside of any transaction. */
export const eventHandlers: HandlersOf<'listEvents' | 'streamEvents'> = {
  async listEvents(context, { query }) {
    const page = await readFeed(context, query);
    if (query.after === undefined || page.data.length > 0) noteReader(context);
    return page;
  },
  async streamEvents(context, { query }) {
    noteReader(context);
    return readFeed(context, query);
  },
};
