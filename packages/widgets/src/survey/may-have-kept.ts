import { sealedDatabase } from '@openprm/sdk';

/** Whether this device may keep answers that the clinic's system has not confirmed: whether anything was ever kept here. */
export async function mayHaveKept(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === sealedDatabase);
  } catch (error) {
    // A browser that has no such list is looked at more closely; a frame that is allowed no storage keeps nothing.
    return error instanceof TypeError;
  }
}
