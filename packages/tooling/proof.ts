// npm run proof                              lists the proofs
// npm run proof -- NAME [--small | --n N]    runs one, at its full N unless told; the last line is one line of JSON
import { parseArgs } from 'node:util';
import { findProofs } from './proof/find.ts';
import { runProof } from './proof/run.ts';
import { buildAll } from './test/build.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean', default: false }, n: { type: 'string' } },
});
const [name] = positionals;
const proofs = await findProofs();

if (name === undefined) {
  const width = Math.max(0, ...proofs.map((proof) => proof.name.length));
  for (const proof of proofs) console.log(`${proof.name.padEnd(width)}  ${proof.summary} (N = ${proof.fullN})`);
  if (proofs.length === 0) console.log('There is no proof yet.');
} else {
  process.exitCode = await prove(name);
}

async function prove(wanted: string): Promise<number> {
  const proof = proofs.find((each) => each.name === wanted);
  if (!proof) {
    console.error(`No proof is called ${wanted}. There are: ${proofs.map((each) => each.name).join(', ') || 'none'}.`);
    return 1;
  }
  const n = values.n === undefined ? (values.small ? proof.smallN : proof.fullN) : Number(values.n);
  if (!Number.isInteger(n) || n < 1) {
    console.error('--n takes a whole number of at least 1.');
    return 1;
  }
  await buildAll();
  console.error(`${proof.name}: ${proof.summary} (N = ${n})`);
  const report = await runProof(proof, n);
  console.log(JSON.stringify(report));
  return report.result === 'pass' ? 0 : 1;
}
