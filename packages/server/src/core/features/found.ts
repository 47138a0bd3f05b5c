import { notFound } from '../problem.ts';

/**
 * What a look-up by the id in the path gave.
 *
 * @param what is looked for, as a person calls it
 * @throws Problem `not-found` when there is none that this tenant and principal may know
 */
export function found<Thing>(what: string, thing: Thing | undefined): Thing {
  if (thing === undefined) throw notFound(what);
  return thing;
}
