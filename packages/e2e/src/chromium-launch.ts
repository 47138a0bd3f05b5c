import type { LaunchOptions } from 'playwright-core';
import { bringChromium, chromiumArguments } from '../../tooling/chromium.ts';

/** What Playwright turns off by itself. Chromium heeds one `--disable-features` only, the last one, so that ours has to repeat it. */
const offByPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/**
 * The suggestions under the address bar, which are pages of the browser's own: every window makes one in advance, in a process that costs
 * as much as half a test, and nobody types an address here. Puppeteer turns them off, Playwright does not.
 */
const addressBarPages = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** How Playwright starts a Chromium for tests: the one of CHROME_PATH or of this machine, without what no test needs. */
export function chromiumLaunch(say: (line: string) => void = (line) => console.error(line)): LaunchOptions {
  const off = [...offByPlaywright, ...addressBarPages].join(',');
  return { executablePath: bringChromium(say), args: [...chromiumArguments, `--disable-features=${off}`] };
}
