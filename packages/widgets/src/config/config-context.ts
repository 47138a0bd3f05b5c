import type { PatientSession } from '@openprm/sdk';
import { createContext } from '@lit/context';

/** What every element of a page needs to reach its clinic. */
export interface PrmConfig {
  /** Origin of the PRM API, for example `https://prm.example.org`. */
  readonly apiUrl: string | null;
  /** The clinic's publishable key, `pk_…`. */
  readonly publishableKey: string | null;
  /** BCP 47 tag that overrides the page's `lang`. */
  readonly locale: string | null;
  /** The session of who is signed in; null for nobody. Older copies of this package have no such thing. */
  readonly session?: PatientSession | null;
}

/** Carries a page's {@link PrmConfig} from `<prm-config>` to the elements inside it, across versions of this package. */
export const configContext = createContext<PrmConfig>(Symbol.for('openprm.config'));
