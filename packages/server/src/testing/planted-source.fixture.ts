/** A source that a process loads with another text than the one that stands there. */
export interface PlantedSource {
  /** `file:///…`, as it is loaded. */
  readonly url: string;
  /** Of the defect. */
  readonly name: string;
  readonly changes: readonly { readonly find: string; readonly replace: string }[];
}

/** Tells `load-planted.fixture.ts` which sources those are, as JSON. */
export const plantedVariable = 'OPENPRM_PLANTED_SOURCES';

/** What a process says to its standard error when it loads such a source. */
export const loadedPlanted = ({ url }: PlantedSource): string => `loaded with a planted defect: ${url}`;
