import { writeFallback } from './frame-fallback.ts';
import { landInside, watchFocus } from './frame-focus.ts';
import { watchHeight } from './frame-height.ts';
import { applyTheme } from './frame-theme.ts';
import type { FramedElement, SettingValue } from './framed-element.ts';
import {
  type FrameMessage,
  protocolVersion,
  type Ready,
  readHandshake,
  readShellMessage,
  type ShellMessage,
} from './protocol.ts';

/** What the page that stands in place of an element says, too. */
export type { Ready } from './protocol.ts';

/** What the page of a frame gives to {@link openFrame}. */
export interface FramePage {
  readonly framed: FramedElement;
  /** The tag that the element is registered under in this document. */
  readonly tag: string;
  /** The key of the page's address, for which the server has made this page. What a host says is not asked. */
  readonly publishableKey: string;
  /** Origins that may speak to this page: the key's, and the API's own. */
  readonly origins: readonly string[];
  /** Resolves when the element is defined. */
  readonly load: () => Promise<void>;
  /** Whether what the element shows or takes now is a person's own. */
  readonly isPersonal: (element: Element) => boolean;
  /**
   * Where somebody is, as far as the page around may know it: of what is a person's own it is told once for each that there is something new to read. Left out, each time: where the number of
   * times tells nothing that was answered.
   */
  readonly chapterOf?: (element: Element) => string;
}

/** The frame's end of a framed element: says that it is there, takes the first port that comes from an allowed origin, and shows the element. */
export function openFrame(page: FramePage): void {
  const loaded = page.load();
  loaded.catch(() => {
    // the shell's fallback is shown: nothing was promised yet
  });
  const onMessage = ({ data, origin, source, ports }: MessageEvent<unknown>) => {
    const [port] = ports;
    // The window around, on an origin of the key: nobody else may set this page up.
    if (source !== window.parent || !page.origins.includes(origin)) return;
    if (readHandshake(data) !== 'hello' || !port) return;
    removeEventListener('message', onMessage);
    show(page, port, loaded);
  };
  addEventListener('message', onMessage);
  // To whoever it is: it tells nothing.
  window.parent.postMessage({ openprm: protocolVersion, type: 'ready' } satisfies Ready, '*');
}

function show(
  { framed, tag, publishableKey, isPersonal, chapterOf }: FramePage,
  port: MessagePort,
  loaded: Promise<void>,
): void {
  const root = document.documentElement;
  const answers = new Map<number, (isAllowed: boolean) => void>();
  let fallback: Extract<ShellMessage, { type: 'fallback' }>['pieces'] = [];
  let element: HTMLElement | undefined;
  let questions = 0;
  const say = (message: FrameMessage) => port.postMessage(message);

  const create = (): HTMLElement => {
    const made = document.createElement(tag);
    made.setAttribute('publishable-key', publishableKey);
    made.setAttribute('isolation', 'inline');
    for (const type of framed.facts) {
      made.addEventListener(type, (event) => {
        if ('appointmentId' in event) say({ type: 'fact', name: type, id: String(event.appointmentId) });
        else if ('waitlistEntryId' in event) say({ type: 'fact', name: type, id: String(event.waitlistEntryId) });
        else if ('surveyId' in event) say({ type: 'fact', name: type, id: String(event.surveyId) });
      });
    }
    for (const type of framed.signals) made.addEventListener(type, () => say({ type: 'signal', name: type }));
    for (const type of framed.intents) {
      made.addEventListener(type, (event) => {
        const number = (questions += 1);
        // Its own patience ends the wait for a page that does not answer.
        const answer = new Promise<boolean>((resolve) => answers.set(number, resolve));
        if ('waitFor' in event && typeof event.waitFor === 'function') event.waitFor(answer);
        else event.preventDefault();
        say({ type: 'intent', name: type, number });
      });
    }
    return made;
  };

  const hear = async (message: ShellMessage) => {
    switch (message.type) {
      case 'theme':
        return applyTheme(message.theme);
      case 'language':
        root.lang = message.lang;
        if (message.dir) root.dir = message.dir;
        else root.removeAttribute('dir');
        return;
      case 'fallback':
        fallback = message.pieces;
        if (element) writeFallback(element, fallback);
        return;
      case 'settings': {
        await loaded;
        const isNew = element === undefined;
        element ??= create();
        for (const name of Object.keys(framed.settings)) Reflect.set(element, name, textOf(message.values[name]));
        for (const name of Object.keys(framed.flags)) Reflect.set(element, name, message.values[name] === true);
        if (!isNew) return;
        writeFallback(element, fallback);
        document.body.append(element);
        const shown = element;
        const { isPersonalNow } = watchHeight(shown, isPersonal, (blockSize) => say({ type: 'size', blockSize }));
        const tellFocus = (top: number, bottom: number) => say({ type: 'focus', top, bottom });
        watchFocus(shown.shadowRoot ?? shown, isPersonalNow, tellFocus);
        let told: string | undefined;
        landInside(isPersonalNow, () => {
          const chapter = chapterOf?.(shown);
          if (chapter === undefined || chapter !== told) tellFocus(0, 0);
          told = chapter;
        });
        return;
      }
      case 'answer':
        answers.get(message.number)?.(message.isAllowed);
        answers.delete(message.number);
        return;
    }
  };
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readShellMessage(data);
    if (message) void hear(message);
  });
  port.start();
}

/** A host may send anything where a text belongs. */
const textOf = (value: SettingValue | undefined) => (typeof value === 'string' ? value : null);
