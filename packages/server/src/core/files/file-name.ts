import type { FileName } from '../ports.ts';

const plain = /^[A-Za-z0-9_]{1,80}$/;

/**
 * Refuses what cannot be a name of ours, before it becomes a path or an address: no dot, no slash, nothing that leads out of its place.
 *
 * @throws RangeError
 */
export function checkFileName({ tenantId, id }: FileName): void {
  if (!plain.test(tenantId) || !plain.test(id))
    throw new RangeError('A file is named by the ids of its tenant and its own.');
}
