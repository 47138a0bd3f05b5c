import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { found } from '../found.ts';
import { readSchedule, readSchedules } from './repository.ts';
import { createSchedule, updateSchedule } from './service.ts';

/** When practitioners take appointments, and for what. */
export const scheduleHandlers: HandlersOf<'listSchedules' | 'createSchedule' | 'getSchedule' | 'updateSchedule'> = {
  listSchedules: (context, { query }) =>
    readPage(
      context,
      query,
      1,
      (after, limit) => readSchedules(context, query, after, limit),
      ({ id }) => [id],
      (schedule) => schedule,
    ),
  createSchedule: (context, { body }) => createSchedule(context, body),
  getSchedule: async (context, { params }) => found('schedule', await readSchedule(context, params.id)),
  updateSchedule: (context, { params, body }) => updateSchedule(context, params.id, body),
};
