// npm run docs: the reference of contract and SDK, into docs/reference; the manifest of the elements, into their package and their pages.
import { generateReference } from './docs/reference.ts';
import { writeManifest } from './manifest/write.ts';

await writeManifest('with-pages');
console.log('Written to packages/widgets and docs/elements.');
const done = await generateReference();
if (done) console.log('Written to docs/reference.');
process.exitCode = done ? 0 : 1;
