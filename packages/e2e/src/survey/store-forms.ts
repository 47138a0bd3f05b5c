import { isDeepStrictEqual } from 'node:util';
import { type PrmClient, ValidationError } from '@openprm/sdk';

/** What became of forms that were stored and read again. */
export interface StoredForms {
  storedForms: number;
  /** Those that the server refuses: with a place for each fault. */
  refusedWithPlaces: number;
  refusedWithout: number;
  storedOtherwise: number;
}

/**
 * Stores forms at a server, reads each again, and compares.
 *
 * @param texts as JSON
 */
export async function storeForms(
  clinic: PrmClient,
  texts: readonly string[],
  say: (line: string) => void,
): Promise<StoredForms> {
  const found = { storedForms: 0, refusedWithPlaces: 0, refusedWithout: 0, storedOtherwise: 0 };
  for (const text of texts) {
    const questionnaire = JSON.parse(text) as Parameters<PrmClient['questionnaires']['create']>[0]['questionnaire'];
    try {
      const { id } = await clinic.questionnaires.create({ questionnaire });
      found.storedForms++;
      const read = await clinic.questionnaires.get(id);
      if (isDeepStrictEqual(read.questionnaire, JSON.parse(text))) continue;
      found.storedOtherwise++;
      say(`${id} was stored otherwise`);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      if (error.issues.length > 0) found.refusedWithPlaces++;
      else {
        found.refusedWithout++;
        say(`refused: ${error.message}`);
      }
    }
  }
  return found;
}
