// npm run lint: every check, and the reasons of those that fail.
import { lint } from './lint/checks.ts';
import { countChecks } from './test/stage.ts';

const { passed, failed } = await countChecks(lint);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
