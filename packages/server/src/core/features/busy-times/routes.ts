import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { readBusyTimes } from './repository.ts';
import { deleteBusyTime, putBusyTime } from './service.ts';

/** Time that the clinic's present system has taken. */
export const busyTimeHandlers: HandlersOf<'listBusyTimes' | 'putBusyTime' | 'deleteBusyTime'> = {
  listBusyTimes: (context, { query }) =>
    readPage(
      context,
      query,
      1,
      (after, limit) => readBusyTimes(context, query, after, limit),
      ({ externalId }) => [externalId],
      (busyTime) => busyTime,
    ),
  putBusyTime: (context, { params, body }) => putBusyTime(context, params.externalId, body),
  async deleteBusyTime(context, { params }) {
    await deleteBusyTime(context, params.externalId);
    return undefined;
  },
};
