import { runIn } from '../../../tooling/test/browser-tests.ts';
import { bringEngines, engineNames, engines } from '../../../tooling/test/engines.ts';
import type { Proof } from './proof.ts';

/** The elements that show something, and the list that one of them shows to who is signed in, each with where its tests are. */
const elements = {
  booking: 'booking/booking',
  survey: 'survey/survey',
  'own-surveys': 'survey/own/own',
  'access-log': 'access-log/access-log',
} as const;

/** Light: each test also looks at focus and announcements. */
const light = (tests: string) => `packages/widgets/src/${tests}-states.browser.test.ts`;
/** Dark, or forced colours on a device that forces them. */
const others = (tests: string) => `packages/widgets/src/${tests}-axe.theme.browser.test.ts`;

const schemes = [
  { name: 'light', file: light, env: {} },
  { name: 'dark', file: others, env: {} },
  { name: 'forced', file: others, env: { OPENPRM_FORCED_COLORS: '1' } },
] as const;

/** The tries: each element in each scheme in each engine that can show it. */
const tries = Object.entries(elements).flatMap(([element, tests]) =>
  schemes.flatMap(({ name, file, env }) =>
    engineNames
      .filter((engine) => name !== 'forced' || engines[engine].canForceColors)
      .map((engine) => ({ name: `${element} ${name} ${engine}`, file: file(tests), env, engine })),
  ),
);

/** Every state of the elements under axe. An engine that has no forced colours is not asked for them. */
export const proof: Proof = {
  name: 'axe',
  summary: 'axe finds nothing in any state, in N of the triples of element, colours (light, dark, forced) and engine',
  smallN: 1,
  fullN: tries.length,
  async run(n, { say }) {
    const present = bringEngines(engineNames, say);
    const figures: Record<string, number> = { triples: 0, failed: 0 };
    for (const { name, engine, file, env } of tries.slice(0, n)) {
      if (!present.includes(engine)) continue;
      const { passed, failed } = await runIn([engine], env, ['--files', file]);
      if (passed > 0) figures['triples'] = (figures['triples'] ?? 0) + 1;
      figures['failed'] = (figures['failed'] ?? 0) + failed;
      figures[name] = passed;
    }
    return { result: figures['triples'] === n && figures['failed'] === 0 ? 'pass' : 'fail', figures };
  },
};
