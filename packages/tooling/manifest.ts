// The manifest of the elements and its editor data, into their package: what npm runs before it packs it.
import { writeManifest } from './manifest/write.ts';

await writeManifest('without-pages');
