import type { WebKitPlaces } from '../../../tooling/test/engines.ts';
import { startWebKitDriver } from '../../../tooling/test/webkit-driver.ts';
import { callText, type EnginePage, type KeyName, type KeyPress, shownFrame } from './engine-page.ts';

/** How WebDriver writes keys that are no characters (https://www.w3.org/TR/webdriver2/#keyboard-actions). */
const keyCodes: Readonly<Record<KeyName | 'Shift', string>> = {
  Shift: '\uE008',
  Tab: '\uE004',
  Enter: '\uE007',
  Space: ' ',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Home: '\uE011',
  End: '\uE010',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
};

/** Starts a WebKitGTK with one page, driven by WebDriver. */
export async function openWebKitPage(places: WebKitPlaces): Promise<EnginePage> {
  const origin = `http://127.0.0.1:${await startWebKitDriver(places)}`;
  const { sessionId } = (await call(origin, 'POST', '/session', {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: places.browser, args: ['--automation'] } },
    },
  })) as { sessionId: string };
  const send = (method: 'POST' | 'DELETE', path: string, body?: object) =>
    call(origin, method, `/session/${sessionId}${path}`, body);
  const act = (actions: readonly object[]) =>
    send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  const run = (script: string) => send('POST', '/execute/sync', { script, args: [] });
  await send('POST', '/window/rect', { x: 0, y: 0, width: 1280, height: 900 });
  return {
    engine: 'webkit',
    async goto(url) {
      await send('POST', '/frame', { id: null });
      await send('POST', '/url', { url });
    },
    async enterFrame() {
      const deadline = performance.now() + 30_000;
      for (;;) {
        const id = await run(`return (${shownFrame.toString()})()`);
        if (id !== null) return void (await send('POST', '/frame', { id }));
        if (performance.now() > deadline) throw new Error('webkit: there is no frame.');
      }
    },
    back: async () => void (await send('POST', '/back', {})),
    press: async (key) => void (await act(strokesOf(key))),
    async type(text) {
      for (const value of text) await act([strokeDown(value), strokeUp(value)]);
    },
    evaluate: async (each, ...values) => (await run(`return ${callText(each, values)}`)) as ReturnType<typeof each>,
    addScript: async (text) => void (await run(text)),
    leaveFrame: async () => void (await send('POST', '/frame', { id: null })),
    close: async () => void (await send('DELETE', '')),
  };
}

const strokeDown = (value: string) => ({ type: 'keyDown', value });
const strokeUp = (value: string) => ({ type: 'keyUp', value });

function strokesOf(key: KeyPress): readonly object[] {
  const isShifted = key.startsWith('Shift+');
  const code = keyCodes[key.replace('Shift+', '') as KeyName];
  const stroke = [strokeDown(code), strokeUp(code)];
  return isShifted ? [strokeDown(keyCodes.Shift), ...stroke, strokeUp(keyCodes.Shift)] : stroke;
}

/** One command of WebDriver. @throws with what the driver says */
async function call(origin: string, method: 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${origin}${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {}),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`WebKitWebDriver, ${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}
