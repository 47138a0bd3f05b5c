import { availableParallelism, totalmem } from 'node:os';
import type { Proof, ProofContext, ProofResult } from '../../e2e/src/proofs/proof.ts';
import { startPostgres, type ThrowAwayPostgres } from '../postgres.ts';

/** One run of a proof, with the machine it ran on: a figure without its machine says nothing. */
export interface ProofReport extends ProofResult {
  readonly name: string;
  readonly n: number;
  readonly machine: { cores: number; memoryGiB: number; node: string; platform: string };
}

/** Runs a proof with n tries and clears up behind it. A proof that throws has not proved anything, and the error shows. */
export async function runProof(proof: Proof, n: number): Promise<ProofReport> {
  let postgres: Promise<ThrowAwayPostgres> | undefined;
  const context: ProofContext = {
    postgres: () => (postgres ??= startPostgres({ durable: true })),
    say: (line) => console.error(line),
  };
  try {
    const { result, figures } = await proof.run(n, context);
    return { name: proof.name, n, result, figures, machine: machine() };
  } finally {
    await (await postgres)?.stop();
  }
}

function machine(): ProofReport['machine'] {
  return {
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}
