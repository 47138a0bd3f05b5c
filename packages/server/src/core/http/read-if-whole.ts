import { isRecordDamage } from '../keys/key-error.ts';
import type { RequestContext } from './context.ts';

/**
 * Reads a record for an act that is done whether or not it can be read.
 *
 * @param id by which the log and the audit name a record that cannot be
 * @returns undefined for one that was changed by other hands, or whose key is missing
 * @throws KeyError what is wrong with more than one record
 */
export async function readIfWhole<Item>(
  { tellDamage }: Pick<RequestContext, 'tellDamage'>,
  id: string,
  read: () => Promise<Item>,
): Promise<Item | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isRecordDamage(error)) throw error;
    tellDamage(id, error);
    return undefined;
  }
}
