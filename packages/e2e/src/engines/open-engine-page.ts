import {
  bringEngines,
  type EngineName,
  engineNames,
  engines,
  missingEngine,
  readEngineNames,
} from '../../../tooling/test/engines.ts';
import { type ChromiumOptions, openChromiumPage } from './chromium-page.ts';
import type { EnginePage } from './engine-page.ts';
import { openFirefoxPage } from './firefox-page.ts';
import { openWebKitPage } from './webkit-page.ts';

/** The engines to test in: those of OPENPRM_BROWSERS, or all. */
export const wantedEngines = (): readonly EngineName[] => {
  const asked = process.env['OPENPRM_BROWSERS'];
  return asked === undefined ? engineNames : readEngineNames(asked);
};

/**
 * Starts an engine with one page, after installing it where that is allowed.
 *
 * @param options of Chromium; the others keep pages, and windows of theirs have a profile
 * @throws saying what to install, where the engine is missing and cannot be brought
 */
export async function openEnginePage(name: EngineName, options: ChromiumOptions = {}): Promise<EnginePage> {
  bringEngines([name], (line) => console.error(line));
  switch (name) {
    case 'chromium':
      return openChromiumPage(options);
    case 'firefox':
      return openFirefoxPage(required(name, engines.firefox.find()));
    case 'webkit':
      return openWebKitPage(required(name, engines.webkit.find()));
  }
}

function required<Places>(name: EngineName, places: Places | undefined): Places {
  if (places === undefined) throw new Error(missingEngine(name));
  return places;
}
