import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../places.mjs';
import { readElements } from './elements.ts';
import { elementPages, packageFiles } from './files.ts';

/** Writes the files of the elements' package, and the tables of docs/elements if asked. */
export async function writeManifest(pages: 'with-pages' | 'without-pages'): Promise<void> {
  const elements = await readElements();
  const files = [...packageFiles(elements), ...(pages === 'with-pages' ? elementPages(elements) : [])];
  for (const { file, text } of files) writeFileSync(path.join(root, file), text);
}
