// npm run docs: the reference of contract and SDK, into docs/reference.
import { generateReference } from './docs/reference.ts';

const done = await generateReference();
if (done) console.log('Written to docs/reference.');
process.exitCode = done ? 0 : 1;
