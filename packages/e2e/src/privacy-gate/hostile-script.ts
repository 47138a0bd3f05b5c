/** Runs on the host's page before its own scripts, and keeps all that such a script can see; the global `readAll` reads what is there now and answers all. */
export function readEverything(): void {
  if (window !== window.top) return;
  const seen: string[] = [];
  const see = (what: string, value: unknown) => {
    try {
      seen.push(`${what} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
    } catch {
      seen.push(`${what} ${String(value)}`);
    }
  };
  const roots = new Set<ParentNode>([document]);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit) {
    const root = attach.call(this, init);
    roots.add(root);
    return root;
  };
  const { dispatchEvent, addEventListener: listen } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (this: EventTarget, event: Event) {
    see(`event ${event.type}`, { ...event });
    return dispatchEvent.call(this, event);
  };
  EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: [never]) {
    if (this instanceof MessagePort)
      listen.call(this, 'message', (event) => see('port', (event as MessageEvent).data), { capture: true });
    return listen.call(this, type, ...rest);
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown, ...rest: [never]) {
    see('to port', message);
    return postMessage.call(this, message, ...rest);
  };
  for (const type of [
    'message',
    'keydown',
    'keyup',
    'input',
    'change',
    'click',
    'focusin',
    'paste',
    'submit',
    'selectionchange',
    'storage',
    'hashchange',
    'popstate',
  ]) {
    listen.call(
      window,
      type,
      (event) => {
        const [target] = event.composedPath();
        see(`heard ${type}`, [
          'data' in event ? event.data : '',
          'key' in event ? event.key : '',
          target instanceof HTMLInputElement ? target.value : '',
          target instanceof Element ? target.textContent : '',
        ]);
      },
      true,
    );
  }
  const fetched = window.fetch;
  window.fetch = (...call) => {
    see('fetch', [String(call[0]), call[1]?.body ?? '']);
    return fetched(...call);
  };
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => see('entry', entry.toJSON()))).observe({
    entryTypes: ['resource', 'navigation', 'mark', 'measure', 'event', 'layout-shift', 'longtask', 'element'].filter(
      (type) => PerformanceObserver.supportedEntryTypes.includes(type),
    ),
  });
  const attempt = (what: string, read: () => unknown) => {
    try {
      see(what, read());
    } catch (error) {
      see(what, String(error));
    }
  };
  Object.assign(window, {
    readAll: () => {
      for (const root of roots) {
        for (const element of root.querySelectorAll('*')) {
          see('element', [
            element.localName,
            element.getAttributeNames().map((name) => element.getAttribute(name)),
            element.textContent,
          ]);
          if (element instanceof HTMLInputElement) see('value', element.value);
          const { shadowRoot } = element;
          if (shadowRoot) see('shadow', shadowRoot.textContent);
          if (!(element instanceof HTMLIFrameElement)) continue;
          attempt('frame document', () => element.contentDocument?.body.innerHTML);
          attempt('frame window', () => element.contentWindow?.document.body.innerHTML);
          attempt('frame address', () => element.contentWindow?.location.href);
          attempt('frame name', () => element.contentWindow?.name);
          attempt('frame storage', () => element.contentWindow?.localStorage.length);
        }
      }
      attempt('page', () => [
        window.name,
        document.title,
        location.href,
        document.cookie,
        document.referrer,
        history.length,
        history.state,
      ]);
      attempt('storage', () => [{ ...localStorage }, { ...sessionStorage }]);
      attempt('selection', () => String(getSelection()));
      return seen;
    },
  });
}
