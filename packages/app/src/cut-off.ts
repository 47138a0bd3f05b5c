import { ServerResponse } from 'node:http';

/**
 * Ends the connection of a request at once, from the bindings that node-server hands on with it: for a reader who takes nothing any more, and so would not notice
 * that the answer has ended.
 */
export function cutOff(bindings: unknown): void {
  if (typeof bindings !== 'object' || bindings === null || !('outgoing' in bindings)) return;
  const { outgoing } = bindings;
  if (outgoing instanceof ServerResponse) outgoing.destroy();
}
