import * as z from 'zod/mini';

/**
 * A resource of FHIR R4 as it came: an open object, of which only what is read is checked. It is stored, and given back, deep-equal.
 */
export interface FhirResource {
  readonly resourceType: string;
  readonly [element: string]: unknown;
}

/** How large a resource may be, besides the bytes of its request: objects and lists within one another, and in all. */
export const resourceLimits = { depth: 80, nodes: 50_000 } as const;

const isResource = (value: unknown, type?: string): value is FhirResource =>
  typeof value === 'object' &&
  value !== null &&
  'resourceType' in value &&
  (type === undefined ? typeof value.resourceType === 'string' : value.resourceType === type);

/** Whether what JSON.parse gave keeps to {@link resourceLimits}; looked at level by level, so that no depth ends the look. */
function isWithinLimits(resource: unknown): boolean {
  let level: readonly unknown[] = [resource];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    const held = level.filter((value): value is object => typeof value === 'object' && value !== null);
    nodes += held.length;
    if (depth > resourceLimits.depth || nodes > resourceLimits.nodes) return false;
    level = held.flatMap((value) => Object.values(value) as unknown[]);
  }
  return true;
}

/** A resource in a request: of one type, and not too large. */
export const resourceInput = (type: 'Questionnaire' | 'QuestionnaireResponse') =>
  z
    .custom<FhirResource>((value) => isResource(value, type), `must be a FHIR ${type}`)
    .check(
      z.refine(
        isWithinLimits,
        `must hold at most ${resourceLimits.nodes} objects and lists, ${resourceLimits.depth} within one another`,
      ),
    );

/** A resource in a response. */
export const resourceSchema = z.custom<FhirResource>((value) => isResource(value));
