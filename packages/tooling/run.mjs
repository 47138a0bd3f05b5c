// node run.mjs FILE [args]           runs a TypeScript file of the repository, with every package taken from its sources
// node run.mjs --built FILE [args]   builds what is out of date, then runs a built file
// Plain JavaScript for Node 20 with nothing installed: it brings what FILE needs first.
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { main } from './main.mjs';
import { findNode } from './node-runtime.mjs';
import { sourceCondition } from './places.mjs';

await main(async (say) => {
  const built = process.argv[2] === '--built';
  const [file, ...args] = process.argv.slice(built ? 3 : 2);
  if (!file) throw new Error('usage: node packages/tooling/run.mjs [--built] FILE [args]');
  const node = await findNode(say);
  await ensureInstalled(node, built ? 'run' : 'develop', say);
  if (built) await ensureBuilt(node, 'run', say);
  const flags = built ? [] : [`--conditions=${sourceCondition}`];
  const ended = await launch(node.execPath, [...flags, path.resolve(file), ...args], {
    env: node.env,
    cwd: process.cwd(),
  });
  return ended.code;
});
