import { existsSync, globSync } from 'node:fs';
import { findChromium } from '../chromium.ts';
import { installPackages } from '../debian.ts';

/** The engines that the elements are tested in. */
export const engineNames = ['chromium', 'firefox', 'webkit'] as const;
export type EngineName = (typeof engineNames)[number];

/** Where the programs of WebKitGTK are: the browser, its driver, and the screen that both draw on. */
export interface WebKitPlaces {
  readonly browser: string;
  readonly driver: string;
  readonly screen: string;
}

/** An engine as this machine may have it. */
interface Engine<Places> {
  /** Its programs; undefined when one of them is missing. */
  readonly find: () => Places | undefined;
  /** Debian's packages that bring it. */
  readonly packages: readonly string[];
  /** How a person gets it where we cannot. */
  readonly advice: string;
  /** Whether it can show a page in the system's colours (`forced-colors: active`). */
  readonly canForceColors: boolean;
  /** Whether one of its processes stops answering after some twenty files of tests, each of which it runs well by itself. */
  readonly tires: boolean;
}

const chromium: Engine<string> = {
  find: findChromium,
  packages: ['chromium'],
  advice: 'install Chromium or Chrome, or name it in CHROME_PATH',
  canForceColors: true,
  tires: false,
};

const firefox: Engine<string> = {
  find() {
    const named = process.env['FIREFOX_PATH'];
    const places = named
      ? [named]
      : ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
    return places.find((file) => existsSync(file));
  },
  packages: ['firefox-esr'],
  advice: 'install Firefox (firefox-esr on Debian), or name it in FIREFOX_PATH',
  canForceColors: true,
  tires: false,
};

const webkit: Engine<WebKitPlaces> = {
  find() {
    const [browser] = globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser');
    const [driver, screen] = ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'];
    return browser && existsSync(driver) && existsSync(screen) ? { browser, driver, screen } : undefined;
  },
  packages: ['webkit2gtk-driver', 'xvfb'],
  advice: 'install WebKitGTK on a Linux (webkit2gtk-driver and xvfb on Debian); other systems do not have it',
  canForceColors: false,
  tires: true,
};

export const engines = { chromium, firefox, webkit };

const isEngineName = (name: string): name is EngineName => (engineNames as readonly string[]).includes(name);

/**
 * Reads the value of OPENPRM_BROWSERS.
 *
 * @param names comma-separated
 * @throws at a name that is no engine's
 */
export function readEngineNames(names: string): readonly EngineName[] {
  return names.split(',').map((name) => {
    if (isEngineName(name)) return name;
    throw new Error(`OPENPRM_BROWSERS knows ${engineNames.join(', ')}, not ${JSON.stringify(name)}.`);
  });
}

/** Installs what is missing of the engines where that is allowed. Answers which are there afterwards. */
export function bringEngines(names: readonly EngineName[], say: (line: string) => void): readonly EngineName[] {
  const isHere = (name: EngineName) => engines[name].find() !== undefined;
  const missing = names.filter((name) => !isHere(name));
  if (missing.length > 0)
    installPackages(
      missing.flatMap((name) => engines[name].packages),
      say,
    );
  return names.filter(isHere);
}

/** What to tell somebody whose machine lacks an engine. */
export const missingEngine = (name: EngineName): string =>
  `${name} is not on this machine: ${engines[name].advice}. OPENPRM_BROWSERS names the engines to test in, if it has to be fewer.`;
