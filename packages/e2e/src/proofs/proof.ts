/** A figure in a proof's report: flat, so that a line of JSON stays readable. */
export type Figure = number | string | boolean;

/** A PostgreSQL with many connections that the proof may do anything to. */
export interface ProofPostgres {
  /** `postgres://...` of a superuser on 127.0.0.1. */
  readonly url: string;
  /** SIGKILL to the server, as when it crashes. */
  kill9(): Promise<void>;
  /** Starts it again at the same address and on the same data. */
  restart(): Promise<void>;
}

/** What a proof is given. Everything it hands out is stopped and removed after the proof. */
export interface ProofContext {
  /** The proof's own PostgreSQL, started at the first call; every commit waits for the disk. */
  postgres(): Promise<ProofPostgres>;
  /** Tells whoever waits how far it is. */
  say(line: string): void;
}

/** What a proof found, with the figures that a reader can check the claim by. */
export interface ProofResult {
  readonly result: 'pass' | 'fail';
  readonly figures: Readonly<Record<string, Figure>>;
}

/**
 * A claim that is tried many times, such as "100 people at once never get the same slot". One file in this folder
 * exports one as `proof`; `npm run proof -- NAME` runs it at its full N, `npm test` at its small one.
 */
export interface Proof {
  /** Kebab-case, the same as the file's name. */
  readonly name: string;
  /** The claim in one sentence. */
  readonly summary: string;
  readonly smallN: number;
  readonly fullN: number;
  /** Whether a figure of it is a time that other work on the machine would make longer: then `npm test` runs it alone. */
  readonly isTimed?: true;
  run(n: number, context: ProofContext): Promise<ProofResult>;
}
