/** What runs inside the pages that the gate watches. Each function is handed over as text, and may use nothing from around it. */

/** Runs in each frame before its own scripts. What it hears it tells to the global `gateTells`. */
export function watchFrame(): void {
  const { gateTells } = globalThis as unknown as {
    gateTells: (channel: string, place: string, text: string) => void;
  };
  const tellPlace = () =>
    gateTells(
      'title, address or history',
      location.pathname,
      `${location.href} ${document.title} ${JSON.stringify(history.state)} ${window.name}`,
    );
  for (const name of ['load', 'popstate', 'hashchange', 'pagehide']) addEventListener(name, tellPlace);
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      original(...args);
      tellPlace();
    };
  }
  document.addEventListener('DOMContentLoaded', () => {
    tellPlace();
    new MutationObserver(tellPlace).observe(document.head, { subtree: true, childList: true, characterData: true });
  });

  const plain = (_key: string, value: unknown) => (value instanceof Node || value === window ? undefined : value);
  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (this: EventTarget, event: Event): boolean {
    const fields: Record<string, unknown> = { ...event, type: event.type };
    if ('detail' in event) fields['detail'] = event.detail;
    gateTells('event', event.type, JSON.stringify(fields, plain));
    return dispatch.call(this, event);
  };

  // What a recorder on the host's page does: each key, each input, each message, each port.
  if (window.top !== window) return;
  const heard: string[] = [];
  Object.assign(window, { heard });
  const hear = (event: Event) => {
    // Past the shadow roots, which are open.
    const [target = null] = event.composedPath();
    heard.push(
      `${event.type} ${event instanceof KeyboardEvent ? event.key : ''} ${target && 'value' in target ? String(target.value) : ''}`,
    );
  };
  for (const name of ['keydown', 'input', 'change', 'paste', 'copy', 'click', 'submit'])
    addEventListener(name, hear, true);
  addEventListener('message', ({ data }) => heard.push(`message ${JSON.stringify(data)}`), true);
  const onPort = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  const addToPort = MessagePort.prototype.addEventListener;
  const listenIn = (port: MessagePort) =>
    addToPort.call(port, 'message', (event) =>
      heard.push(`port ${JSON.stringify((event as MessageEvent<unknown>).data)}`),
    );
  MessagePort.prototype.addEventListener = function (this: MessagePort, ...args: [string, EventListener]) {
    listenIn(this);
    addToPort.apply(this, args);
  };
  if (onPort?.set) {
    const { set } = onPort;
    Object.defineProperty(MessagePort.prototype, 'onmessage', {
      ...onPort,
      set(this: MessagePort, listener: unknown) {
        listenIn(this);
        set.call(this, listener);
      },
    });
  }
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (this: MessagePort, ...args: [unknown]) {
    heard.push(`posted ${JSON.stringify(args[0])}`);
    post.apply(this, args);
  };
}

/** Runs in each frame before its own scripts, and tells what is written to the console, with all that an error carries. */
export function watchConsole(): void {
  const { gateTells } = globalThis as unknown as {
    gateTells: (channel: string, place: string, text: string) => void;
  };
  const textOf = (value: unknown): string => {
    try {
      if (!(value instanceof Error)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
      const own = Object.getOwnPropertyNames(value).map((name) => `${name}=${textOf(Reflect.get(value, name))}`);
      return `${value.name} ${own.join(' ')}`;
    } catch {
      return String(value);
    }
  };
  for (const name of ['debug', 'dir', 'error', 'group', 'info', 'log', 'table', 'trace', 'warn'] as const) {
    const original = console[name].bind(console);
    console[name] = (...values: unknown[]) => {
      gateTells('console', name, values.map(textOf).join(' '));
      original(...values);
    };
  }
  addEventListener('error', ({ message, error }) => gateTells('console', 'uncaught', `${message} ${textOf(error)}`));
  addEventListener('unhandledrejection', ({ reason }) => gateTells('console', 'unhandled', textOf(reason)));
}

/** Runs in a frame. @returns what its origin keeps on this device, by its place */
export async function readDevice(): Promise<[place: string, text: string][]> {
  const found: [string, string][] = [];
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) =>
      part instanceof CryptoKey
        ? `key ${part.extractable}`
        : part instanceof ArrayBuffer
          ? String.fromCharCode(...new Uint8Array(part))
          : ArrayBuffer.isView(part)
            ? String.fromCharCode(...new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
            : part,
    ) ?? String(value);
  try {
    found.push(['cookie', document.cookie]);
    for (const [name, storage] of Object.entries({ localStorage, sessionStorage })) {
      for (let at = 0; at < storage.length; at += 1) {
        const key = storage.key(at) ?? '';
        found.push([name, `${key}=${storage.getItem(key)}`]);
      }
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        found.push([`cache ${name}`, `${request.url} ${await (await cache.match(request))?.text()}`]);
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(opening.error ?? new Error(name)));
      });
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store);
        const read = <Read>(request: IDBRequest<Read[]>) =>
          new Promise<Read[]>((resolve) => request.addEventListener('success', () => resolve(request.result)));
        const [keys, values] = await Promise.all([read(reading.getAllKeys()), read(reading.getAll())]);
        keys.forEach((key, at) => found.push([`${name}/${store}`, `${text(key)} ${text(values[at])}`]));
      }
      database.close();
    }
  } catch (error) {
    // A frame that is allowed no storage keeps nothing.
    found.push(['none', error instanceof Error ? error.name : '']);
  }
  return found;
}

/** Runs in the host's page as one of its scripts would. @returns what can be reached, by its place */
export function readReachable(): [place: string, text: string][] {
  const found: [string, string][] = [];
  const read = (root: Document | ShadowRoot, place: string) => {
    for (const element of root.querySelectorAll('*')) {
      const attributes = element.getAttributeNames().map((name) => `${name}=${element.getAttribute(name)}`);
      const value = 'value' in element ? String(element.value) : '';
      found.push([place, `${attributes.join(' ')} ${value}`]);
      if (element.shadowRoot) read(element.shadowRoot, `${place} ${element.localName}`);
      const own = Object.entries(element).map(
        ([name, field]) => `${name}=${typeof field === 'object' ? '' : String(field)}`,
      );
      if (own.length > 0) found.push([`${place} ${element.localName} fields`, own.join(' ')]);
    }
    found.push([`${place} text`, root.textContent ?? '']);
  };
  read(document, 'document');
  found.push(['document text', document.body.innerText]);
  for (const entry of performance.getEntries()) found.push(['performance', JSON.stringify(entry)]);
  for (let at = 0; at < window.length; at += 1) {
    try {
      const inner = window[at];
      found.push(['frame', `${inner?.document.documentElement.outerHTML} ${inner?.location.href}`]);
    } catch {
      // Another origin: that is the wall.
    }
  }
  const { heard = [] } = window as unknown as { heard?: string[] };
  found.push(['heard', heard.join('\n')]);
  const keys = heard.flatMap((line) => /^keydown (.) /.exec(line)?.[1] ?? []);
  found.push(['keys', keys.join('')]);
  return found;
}
