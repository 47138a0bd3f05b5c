/** Where an element runs: `inline`, in the host's page, or in a `frame` on the API's origin, which the page's other scripts cannot look into. */
export type Isolation = 'frame' | 'inline';

/** What the page's elements fall back to. The loader sets the API's address to the origin it came from. */
export const defaults: {
  apiUrl: string | null;
  /** Where an element runs that does not say it: in the page, or with the loader in a frame. */
  isolation: Isolation;
  /** Milliseconds that an element without settings of its own waits for a `<prm-config>` whose code has not come. */
  configPatience: number;
} = { apiUrl: null, isolation: 'inline', configPatience: 5000 };
