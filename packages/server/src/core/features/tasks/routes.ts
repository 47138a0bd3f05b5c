import type { HandlersOf } from '../../http/handlers.ts';
import { getTask, listTasks, updateTask } from './service.ts';

/** What is to be done because of answers. */
export const taskHandlers: HandlersOf<'listTasks' | 'getTask' | 'updateTask'> = {
  listTasks: (context, { query }) => listTasks(context, query),
  getTask: (context, { params }) => getTask(context, params.id),
  updateTask: (context, { params, body }) => updateTask(context, params.id, body),
};
