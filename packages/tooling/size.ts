// npm run size: gzip and brotli bytes of each browser entry; fails when one is over its budget.
import { checkSizes } from './size/check.ts';
import { buildAll } from './test/build.ts';

await buildAll();
process.exitCode = (await checkSizes()).fits ? 0 : 1;
