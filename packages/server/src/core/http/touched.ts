/** The resources that a request touches, each with the patient whose data it holds. */
export interface Touched {
  add(resourceId: string | null, patientId?: string): void;
  /** Whether a patient was named already. */
  isAbout(patientId: string): boolean;
  isEmpty(): boolean;
  /** At least one: a request that touched nothing by name still leaves a row. */
  list(): readonly (readonly [resourceId: string | null, patientId: string | null])[];
}

export function createTouched(): Touched {
  const pairs = new Map<string, readonly [string | null, string | null]>();
  return {
    add(resourceId, about) {
      // a patient is about that patient
      const patientId = about ?? (resourceId?.startsWith('pat_') === true ? resourceId : undefined);
      const known = pairs.get(`${resourceId ?? ''}/`);
      // a resource that was named before without its patient is the same one
      if (patientId !== undefined && known !== undefined) pairs.delete(`${resourceId ?? ''}/`);
      const isNamed = [...pairs.values()].some(([id]) => id === resourceId);
      if (patientId === undefined && isNamed) return;
      pairs.set(`${resourceId ?? ''}/${patientId ?? ''}`, [resourceId, patientId ?? null]);
    },
    isAbout: (patientId) => [...pairs.values()].some(([, about]) => about === patientId),
    isEmpty: () => pairs.size === 0,
    list: () => (pairs.size === 0 ? [[null, null]] : [...pairs.values()]),
  };
}
