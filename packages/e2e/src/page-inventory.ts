import type { BrowserContext, Page } from 'playwright-core';

/** What differs between a page before its first script and now. Each list is empty for a page that nobody touched. */
export interface PageChanges {
  /** Own properties of `window`, of what hangs on it, and of its prototypes, that came, went or have another value: `Array.prototype.at`. */
  readonly globals: readonly string[];
  /** Style sheets, attributes and children of html, head and body, cookies and storage, title, address. */
  readonly document: readonly string[];
  /** Tags that were registered. */
  readonly tags: readonly string[];
  /** Listeners of scripts under `/embed/` that are still on something else than a node inside the body: `window online`. */
  readonly listeners: readonly string[];
  /** Timers that still wait, with their delay in milliseconds: `interval 1000`. */
  readonly timers: readonly string[];
}

/** Lets pages that are opened from now on be inspected. Has to be the last script that is added to a context. */
export async function watchInventory(context: BrowserContext): Promise<void> {
  await context.addInitScript(keepInventory);
}

/** Compares a page with what it was. */
export async function pageChanges(page: Page): Promise<PageChanges> {
  return page.evaluate(() => (globalThis as unknown as { pageChanges: () => PageChanges }).pageChanges());
}

/** Runs in the page before its own scripts. */
function keepInventory(): void {
  // What a frame does to itself is its own affair.
  if (window !== window.top) return;
  const tags: string[] = [];
  const listeners = new Map<EventTarget, Map<string, Map<unknown, Set<boolean>>>>();
  const timers = new Map<unknown, string>();

  const define = customElements.define.bind(customElements);
  customElements.define = (tag, ...others) => {
    define(tag, ...others);
    tags.push(tag);
  };

  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  // What drives the page listens too, from a script without an address.
  const isOurs = () => /https?:.*\/embed\//.test(new Error().stack ?? '');
  const isCapture = (options: unknown) =>
    typeof options === 'object' && options !== null && 'capture' in options ? !!options.capture : options === true;
  const forget = (target: EventTarget, type: string, callback: unknown, capture: boolean) =>
    listeners.get(target)?.get(type)?.get(callback)?.delete(capture);
  EventTarget.prototype.addEventListener = function (type, callback, options) {
    const target = (this as EventTarget | undefined) ?? window;
    const capture = isCapture(options);
    const isOutside =
      !(target instanceof Node) || [document, document.documentElement, document.body].includes(target as HTMLElement);
    if (callback !== null && isOutside && isOurs()) {
      const types = listeners.get(target) ?? new Map<string, Map<unknown, Set<boolean>>>();
      listeners.set(target, types);
      const callbacks = types.get(type) ?? new Map<unknown, Set<boolean>>();
      types.set(type, callbacks);
      callbacks.set(callback, (callbacks.get(callback) ?? new Set<boolean>()).add(capture));
      if (typeof options === 'object' && options !== null) {
        if (options.once)
          add.call(target, type, () => forget(target, type, callback, capture), { once: true, capture });
        if (options.signal) add.call(options.signal, 'abort', () => forget(target, type, callback, capture));
      }
    }
    add.call(target, type, callback, options);
  };
  EventTarget.prototype.removeEventListener = function (type, callback, options) {
    const target = (this as EventTarget | undefined) ?? window;
    forget(target, type, callback, isCapture(options));
    remove.call(target, type, callback, options);
  };

  const { setInterval: every, clearInterval: stopEvery, setTimeout: later, clearTimeout: stopLater } = window;
  const setLater = (run: () => void, delay = 0, ...values: unknown[]) => {
    const id = later(() => {
      timers.delete(id);
      run.apply(window, values as []);
    }, delay);
    timers.set(id, `timeout ${delay}`);
    return id;
  };
  const setEvery = (run: () => void, delay = 0, ...values: unknown[]) => {
    const id = every(run, delay, ...values);
    timers.set(id, `interval ${delay}`);
    return id;
  };
  const clear = (stop: (id: number | undefined) => void) => (id: number | undefined) => {
    timers.delete(id);
    stop(id);
  };
  Object.assign(window, {
    setTimeout: setLater,
    setInterval: setEvery,
    clearTimeout: clear(stopLater),
    clearInterval: clear(stopEvery),
  });

  const asNow = () => {
    const found = new Map<string, PropertyDescriptor>();
    const walk = (name: string, value: unknown, depth: number, seen: ReadonlySet<unknown>) => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
      const descriptors = Object.getOwnPropertyDescriptors(value) as Record<PropertyKey, PropertyDescriptor>;
      for (const key of Reflect.ownKeys(descriptors)) {
        const descriptor = descriptors[key];
        if (!descriptor) continue;
        const path = `${name}${name === '' ? '' : '.'}${String(key)}`;
        found.set(path, descriptor);
        if (depth > 0 || key === 'prototype') walk(path, descriptor.value, depth - 1, new Set([...seen, value]));
      }
    };
    walk('', window, 2, new Set());
    walk('document', document, 0, new Set());
    walk('navigator', navigator, 0, new Set());
    return found;
  };
  const isSame = (one: PropertyDescriptor, other: PropertyDescriptor) =>
    Object.is(one.value, other.value) &&
    one.get === other.get &&
    one.set === other.set &&
    one.writable === other.writable &&
    one.enumerable === other.enumerable &&
    one.configurable === other.configurable;

  const documentNow = () => {
    const attributes = (element: Element | null) =>
      element?.getAttributeNames().map((name) => `${element.localName} ${name}=${element.getAttribute(name)}`) ?? [];
    const children = (element: Element | null) =>
      [...(element?.children ?? [])].map((child) => `${element?.localName} > ${child.localName}#${child.id}`);
    const { documentElement, head, body } = document;
    return [
      ...[documentElement, head, body].flatMap((element) => [...attributes(element), ...children(element)]),
      `${document.styleSheets.length} style sheets, ${document.adoptedStyleSheets.length} adopted, ${document.fonts.size} fonts`,
      `cookies ${document.cookie}`,
      `storage ${Object.keys(localStorage).join()} ${Object.keys(sessionStorage).join()}`,
      `title ${document.title}, address ${location.href}, ${history.length} entries, state ${JSON.stringify(history.state)}`,
    ];
  };
  let documentBefore: readonly string[] | undefined;
  // Parsed, and no module script has run yet.
  add.call(document, 'readystatechange', () => (documentBefore ??= documentNow()), { once: true });

  Object.assign(window, {
    pageChanges: () => {
      const now = asNow();
      const globals = [...new Set([...before.keys(), ...now.keys()])].filter((path) => {
        const [one, other] = [before.get(path), now.get(path)];
        return !one || !other || !isSame(one, other);
      });
      const then = documentBefore ?? [];
      const present = documentNow();
      return {
        globals,
        document: [
          ...then.filter((line) => !present.includes(line)).map((line) => `- ${line}`),
          ...present.filter((line) => !then.includes(line)).map((line) => `+ ${line}`),
        ],
        tags: [...tags],
        listeners: [...listeners].flatMap(([target, types]) =>
          [...types].flatMap(([type, callbacks]) =>
            [...callbacks.values()].flatMap((captures) =>
              [...captures].map(() => `${target === window ? 'window' : target.constructor.name} ${type}`),
            ),
          ),
        ),
        timers: [...timers.values()],
      };
    },
  });
  const before = asNow();
}
