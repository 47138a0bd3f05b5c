// npm test [-- STAGE...]: everything that must hold, in stages. Plain JavaScript for Node 20 with nothing installed:
// it brings Node and the packages, then hands over to test/run.ts. Its last line is `N passed, N failed`.
import path from 'node:path';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { main } from './main.mjs';
import { findNode, Stop } from './node-runtime.mjs';
import { sourceCondition, tooling } from './places.mjs';

await main(async (say) => {
  try {
    const node = await findNode(say);
    await ensureInstalled(node, 'develop', say);
    const script = path.join(tooling, 'test/run.ts');
    const flags = [`--conditions=${sourceCondition}`];
    return (await launch(node.execPath, [...flags, script, ...process.argv.slice(2)], { env: node.env })).code;
  } catch (error) {
    // Who reads only the last line must not take an install that failed for a run without failures.
    console.error(error instanceof Stop ? error.message : error);
    console.log('0 passed, 1 failed');
    return 1;
  }
});
