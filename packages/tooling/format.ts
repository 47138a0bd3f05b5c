// npm run format: writes every file in the one format. `npm run lint` only checks it.
import { prettier } from './lint/format.ts';

const { code } = await prettier('--write', { live: true });
process.exitCode = code;
