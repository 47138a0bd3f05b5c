// npm start: from a fresh clone to a running server. Plain JavaScript for Node 20 with nothing installed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { main } from './main.mjs';
import { findNode, Stop } from './node-runtime.mjs';
import { root } from './places.mjs';

await main(async (say) => {
  const node = await findNode(say);
  await ensureInstalled(node, 'run', say);
  await ensureBuilt(node, 'run', say);
  const app = path.join(root, 'packages/app/dist/main.js');
  if (!existsSync(app)) throw new Stop('The build left no packages/app/dist/main.js: there is no server to start.');
  const ended = await launch(node.execPath, [app, ...process.argv.slice(2)], { env: node.env });
  return ended.code;
});
