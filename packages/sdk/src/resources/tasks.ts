import { type EndpointInput, type Task, type TaskUpdate, getTask, listTasks, updateTask } from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of tasks. */
export type TaskQuery = EndpointInput<typeof listTasks>['query'];

/** What is to be done for a patient because of what they answered (FHIR Task), with a clock. Needs a secret key. */
export class Tasks {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists tasks by when they are due. */
  list(query: TaskQuery = {}, options?: CallOptions): Promise<PageResult<Task>> {
    return paginate((next) => this.#transport.call(listTasks, { query: { ...query, ...next } }, options));
  }

  /** Reads a task. */
  get(id: string, options?: CallOptions): Promise<Task> {
    return this.#transport.call(getTask, { params: { id } }, options);
  }

  /** Takes on, notes or closes a task. @throws {ConflictError} `version-conflict` when somebody changed it since */
  update({ id, ...body }: TaskUpdate & { readonly id: string }, options?: CallOptions): Promise<Task> {
    return this.#transport.call(updateTask, { params: { id }, body }, options);
  }
}
