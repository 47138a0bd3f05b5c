import { writeFallback } from './frame-fallback.ts';
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

function show({ framed, tag, publishableKey }: FramePage, port: MessagePort, loaded: Promise<void>): void {
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
        watchSize(element, (blockSize) => say({ type: 'size', blockSize }));
        watchFocus(element.shadowRoot ?? element, (top, bottom) => say({ type: 'focus', top, bottom }));
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

/** Tells the height of an element that shows something, now and whenever it changes. */
function watchSize(element: Element, tell: (blockSize: number) => void): void {
  new ResizeObserver(([entry]) => {
    const blockSize = entry?.borderBoxSize[0]?.blockSize ?? 0;
    if (blockSize > 0) tell(blockSize);
  }).observe(element);
}

/**
 * What holds things that one is chosen from. It is told in place of the one that has the focus: what an option stands at is which option it is, and forms are no secret.
 * A group of questions is none.
 */
const choices = 'fieldset:not(.group, .instance), [role=group], [role=grid], [data-choices]';

/** What is told to have the focus: the whole of what is chosen from, or the field or act itself. */
function toldPlaceOf(target: Element): Element {
  let place = target;
  for (let around = target.closest(choices); around; around = around.parentElement?.closest(choices) ?? null)
    place = around;
  return place;
}

/**
 * Tells where the focus is when it moved to another place by a key or by a new step, so that the host's page scrolls there: across origins a browser does not
 * have to. Where somebody pressed they look already. From one option to the next nothing is told: how often it moved would say which one it is on.
 */
function watchFocus(inside: Node, tell: (top: number, bottom: number) => void): void {
  let pressed: readonly EventTarget[] = [];
  addEventListener('pointerdown', (event) => (pressed = event.composedPath()), true);
  addEventListener('keydown', () => (pressed = []), true);
  // Inside the shadow root: a focus that stays in there is not told outside of it.
  inside.addEventListener('focusin', (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const place = toldPlaceOf(target);
    const before = 'relatedTarget' in event ? event.relatedTarget : null;
    if (pressed.includes(place) || (before instanceof Node && place.contains(before))) return;
    const { top, bottom } = place.getBoundingClientRect();
    const from = Math.max(0, top + window.scrollY);
    tell(from, Math.max(from, bottom + window.scrollY));
  });
}
