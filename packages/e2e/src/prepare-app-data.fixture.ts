import { startApp } from './app-process.ts';

// The demo clinic's data as an app leaves it after its first start, which migrates and fills it, made once for a run of tests:
//   node prepare-app-data.fixture.ts FOLDER    what OPENPRM_TEST_APP_DATA names
const [, , dataFolder] = process.argv;
if (dataFolder === undefined) throw new Error('Name the folder that is to be made.');
const app = await startApp({ dataFolder });
const code = await app.stop();
if (code !== 0) throw new Error(`The app ended with ${code}:\n${app.output()}`);
