import { extensionNumber, extensionsOf, extensionValue } from '../fhir/extensions.ts';
import { numberOf, type JsonObject } from '../fhir/json.ts';
import type { Limits } from './plan.ts';

/** Reads what an item's answers have to keep to, but for a pattern: see `read-pattern.ts`. */
export function readLimits(item: JsonObject): Limits {
  const maxLength = numberOf(item['maxLength']);
  const minLength = extensionNumber(item, 'minLength');
  const min = extensionValue(item, 'minValue') ?? extensionValue(item, 'minQuantity');
  const max = extensionValue(item, 'maxValue') ?? extensionValue(item, 'maxQuantity');
  const decimals = extensionNumber(item, 'maxDecimalPlaces');
  const bytes = megabytes(extensionNumber(item, 'maxSize'));
  const mimeTypes = extensionsOf(item, 'mimeType').flatMap((extension) => {
    const code = extension['valueCode'];
    return typeof code === 'string' ? [code] : [];
  });
  return {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(min && { min }),
    ...(max && { max }),
    ...(decimals !== undefined && { decimals }),
    ...(bytes !== undefined && { bytes }),
    mimeTypes,
  };
}

/** The extension maxSize is in megabytes (http://hl7.org/fhir/StructureDefinition/maxSize). */
function megabytes(size: number | undefined): number | undefined {
  return size === undefined ? undefined : Math.floor(size * 1_000_000);
}
