/**
 * By which right whoever asks reaches a patient, where it is another one than that by which the request acts: the id of a `RelatedPerson`, or null where it is their own chart, or
 * needs none.
 */
export type TouchedBy = string | null;

/** One thing that was touched. `by` is undefined where the request's own right is meant. */
export type TouchedThing = readonly [resourceId: string | null, patientId: string | null, by: TouchedBy | undefined];

/** The resources that a request touches, each with the patient whose data it holds. */
export interface Touched {
  add(resourceId: string | null, patientId?: string, by?: TouchedBy): void;
  /** Whether a patient was named already. */
  isAbout(patientId: string): boolean;
  isEmpty(): boolean;
  /** At least one: a request that touched nothing by name still leaves a row. */
  list(): readonly TouchedThing[];
}

export function createTouched(): Touched {
  const pairs = new Map<string, TouchedThing>();
  return {
    add(resourceId, about, by) {
      // a patient is about that patient
      const patientId = about ?? (resourceId?.startsWith('pat_') === true ? resourceId : undefined);
      const known = pairs.get(`${resourceId ?? ''}/`);
      // a resource that was named before without its patient is the same one
      if (patientId !== undefined && known !== undefined) pairs.delete(`${resourceId ?? ''}/`);
      const isNamed = [...pairs.values()].some(([id]) => id === resourceId);
      if (patientId === undefined && isNamed) return;
      pairs.set(`${resourceId ?? ''}/${patientId ?? ''}`, [resourceId, patientId ?? null, by]);
    },
    isAbout: (patientId) => [...pairs.values()].some(([, about]) => about === patientId),
    isEmpty: () => pairs.size === 0,
    list: () => (pairs.size === 0 ? [[null, null, undefined]] : [...pairs.values()]),
  };
}
