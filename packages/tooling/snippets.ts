// Fills the included blocks of README.md and docs/ from their files, then checks everything that those pages show.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';
import {
  checkCommands,
  checkIncludes,
  checkJson,
  checkLinks,
  checkTypes,
  fillIncludes,
  readPages,
} from './snippets/check.ts';

for (const page of readPages(root)) {
  const filled = fillIncludes(root, page);
  if (filled === page.text) continue;
  writeFileSync(path.join(root, page.file), filled);
  console.log(`${page.file}: filled`);
}

const pages = readPages(root);
const messages = [
  ...checkIncludes(root, pages),
  ...checkLinks(root, pages),
  ...checkCommands(root, pages),
  ...checkJson(pages),
  ...(await checkTypes(root, pages)),
];
for (const message of messages) console.log(message);
process.exitCode = messages.length === 0 ? 0 : 1;
