import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Proof } from '../../e2e/src/proofs/proof.ts';
import { root } from '../places.mjs';

/** Every proof in packages/e2e/src/proofs, by name. A file there without an export `proof` is a part of others. */
export async function findProofs(): Promise<Proof[]> {
  const files = globSync('packages/e2e/src/proofs/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const modules = await Promise.all(
    files.sort().map(async (file) => {
      const module = (await import(pathToFileURL(path.join(root, file)).href)) as { proof?: Proof };
      const expected = path.basename(file, '.ts');
      if (module.proof && module.proof.name !== expected)
        throw new Error(`${file}: its proof is called ${module.proof.name}.`);
      return module.proof;
    }),
  );
  return modules.filter((proof) => proof !== undefined);
}
