import { isDirectionSet, localeOf } from '../locales/language.ts';
import { shellLanguage, shellTexts } from '../locales/frame/shell-texts.ts';
import { watchLanguage } from '../locales/watch-language.ts';
import {
  type FramedElement,
  frameAddress,
  type FrameHeight,
  type HostSide,
  pageAddress,
  type SettingValues,
} from './framed-element.ts';
import { readFallback } from './host-fallback.ts';
import { readTheme } from './host-theme.ts';
import {
  type Hello,
  protocolVersion,
  type FrameMessage,
  readFrameMessage,
  readHandshake,
  type ShellMessage,
} from './protocol.ts';
import { shellSheet } from './shell-styles.ts';

/** What the host's page has set on the element. */
export interface ShellSettings {
  /** Absolute address of the API. */
  readonly apiUrl: string;
  /** Null only beside a link. */
  readonly publishableKey: string | null;
  /** Secret of a link, which the API's own page opens instead of a frame (decision 40). */
  readonly link: string | null;
  /** BCP 47; null for the language around the element. */
  readonly locale: string | null;
  /** By the names of the framed element's properties. */
  readonly values: SettingValues;
}

/** Milliseconds for the page of the frame to come and to say that it is there. */
const patience = 20_000;
/** The same, once the browser says that the frame has loaded: its script ran before that. */
const patienceAfterLoad = 2000;

/**
 * What the frame may do on the host's page. It is on another origin, so that scripts and storage are its own; it may open links in new tabs and hand over a
 * calendar file, but not lead the page itself elsewhere.
 */
const sandbox =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads';

/** The host's end of a framed element, without lit: makes the frame, and bridges size, theme, language, focus, the fallback slot and the events. */
export class FrameShell {
  readonly #host: HTMLElement;
  readonly #framed: FramedElement;
  readonly #side: HostSide;
  readonly #root = document.createElement('div');
  readonly #probe = document.createElement('span');
  readonly #mark = document.createElement('span');
  readonly #words = document.createElement('p');
  /** Tries again, or opens the page of a link. */
  readonly #act = document.createElement('button');
  #settings: ShellSettings | null = null;
  #frame: HTMLIFrameElement | null = null;
  #origin = '';
  #port: MessagePort | null = null;
  #endCall = () => {};
  /** What the frame was told last, by the kind of message. */
  #told = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends what is watched while the shell is on the page. */
  #stop: (() => void) | null = null;

  /** @param host the element on the host's page, whose events and fallback slot are bridged */
  constructor(host: HTMLElement, framed: FramedElement, side: HostSide) {
    this.#host = host;
    this.#framed = framed;
    this.#side = side;
    this.#root.className = 'shell';
    this.#probe.className = 'probe';
    this.#mark.className = 'mark';
    this.#act.type = 'button';
    const trouble = document.createElement('div');
    trouble.className = 'trouble';
    this.#words.role = 'status';
    const slot = document.createElement('slot');
    slot.name = 'fallback';
    trouble.append(this.#words, slot, this.#act);
    this.#root.append(trouble, this.#probe, this.#mark);
  }

  /** Puts the shell into a shadow root, and begins to watch the page. */
  connect(root: ShadowRoot): void {
    this.disconnect();
    const sheet = shellSheet();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    root.append(this.#root);
    const connected = new AbortController();
    const { signal } = connected;
    addEventListener('message', this.#onMessage, { signal });
    addEventListener('online', this.#onOnline, { signal });
    document.addEventListener('securitypolicyviolation', this.#onViolation, { signal });
    this.#probe.addEventListener('transitionend', this.#tellTheme, { signal });
    this.#act.addEventListener('click', this.#onAct, { signal });
    const unwatch = watchLanguage(this.#host, this.#tellLanguage);
    const fallback = new MutationObserver(this.#tellFallback);
    fallback.observe(this.#host, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: ['href', 'slot'],
    });
    this.#stop = () => {
      connected.abort();
      unwatch();
      fallback.disconnect();
    };
    if (this.#settings) this.#open();
  }

  /** Forgets the frame and all that was in it. */
  disconnect(): void {
    this.#stop?.();
    this.#stop = null;
    this.#close();
    this.#root.remove();
  }

  /** Takes on what the page has set; another address begins anew. Null shows the fallback: something has to be set first. */
  update(settings: ShellSettings | null): void {
    const before = this.#settings;
    this.#settings = settings;
    if (!this.#stop) return;
    if (!settings) {
      this.#close();
      return this.#showTrouble();
    }
    const isSame = before?.apiUrl === settings.apiUrl && before.publishableKey === settings.publishableKey;
    if (!isSame || settings.link !== null || before.link !== null) return this.#open();
    this.#tellLanguage();
    this.#tellSettings();
  }

  readonly #open = () => {
    const settings = this.#settings;
    if (!settings || !this.#stop) return;
    this.#close();
    const { apiUrl, publishableKey, link } = settings;
    this.#root.className = link === null ? 'shell' : 'shell linked';
    if (link !== null || publishableKey === null) return this.#say();
    const frame = document.createElement('iframe');
    this.#frame = frame;
    this.#origin = new URL(apiUrl).origin;
    // On the API's own pages it would keep nothing in: the frame could take it off itself.
    if (this.#origin !== location.origin) frame.setAttribute('sandbox', sandbox);
    frame.allow = '';
    // A page's path may say what somebody is ill with.
    frame.referrerPolicy = 'no-referrer';
    frame.addEventListener('load', () => this.#expect(patienceAfterLoad), { once: true });
    frame.src = frameAddress(apiUrl, this.#framed.name, publishableKey);
    this.#reserve(this.#framed.firstHeight(settings.values));
    this.#say();
    this.#root.prepend(frame);
    this.#expect(patience);
  };

  /** In ems of the host's own font, so that it follows that and the width by itself. */
  #reserve([wide, narrow]: FrameHeight) {
    this.#frame?.style.setProperty('--wide', `${wide}em`);
    this.#frame?.style.setProperty('--narrow', `${narrow}em`);
  }

  /** A link is opened where no script of the host's can follow, and by a press alone. Not as an anchor: its address would stand in the page. */
  readonly #onAct = () => {
    const { apiUrl = '', publishableKey = null, link } = this.#settings ?? {};
    if (!link) return this.#open();
    const page = pageAddress(apiUrl, this.#framed.linkPage(link), publishableKey);
    open(`${page}&lang=${this.#lang}#${link}`, '_top', 'noreferrer');
  };

  #close() {
    clearTimeout(this.#timer);
    this.#hangUp();
    this.#frame?.remove();
    this.#frame = null;
  }

  #hangUp() {
    this.#endCall();
    this.#port = null;
    this.#told.clear();
  }

  #expect(milliseconds: number) {
    clearTimeout(this.#timer);
    if (this.#port) return;
    this.#timer = setTimeout(
      () =>
        this.#fail(
          `did not answer. Either the API cannot be reached, or ${location.origin} is not among the allowed origins of the key. Open ${this.#frame?.src} in a tab to see which.`,
        ),
      milliseconds,
    );
  }

  /** The frame stays where it is: what comes late is taken after all. */
  #fail(reason: string) {
    clearTimeout(this.#timer);
    console.error(`OpenPRM: the frame of <${this.#host.localName}> ${reason}`);
    this.#showTrouble();
  }

  #showTrouble() {
    this.#root.className = 'shell failed';
    this.#say();
  }

  /** The words of the shell itself, in the language around it. A region that is filled after it is there is announced. */
  #say() {
    const language = shellLanguage(this.#lang);
    const texts = shellTexts[language];
    const isFailed = this.#root.classList.contains('failed');
    this.#words.textContent = isFailed ? texts.unavailable : '';
    this.#act.textContent = isFailed ? texts.tryAgain : texts.apart;
    this.#act.hidden = this.#settings === null;
    if (this.#frame) this.#frame.title = this.#side.titles[language];
  }

  get #lang() {
    return localeOf(this.#host, this.#settings?.locale ?? null);
  }

  readonly #onOnline = () => {
    if (this.#root.classList.contains('failed')) this.#open();
  };

  readonly #onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (!this.#frame || this.#port || !/^(frame|child|default)-src/.test(effectiveDirective)) return;
    if (!blockedURI.startsWith(this.#origin)) return;
    this.#fail(`is blocked by the page's Content-Security-Policy: add "frame-src ${this.#origin}".`);
  };

  /** Only the frame that was made here, and only as long as it shows the API's origin, is spoken to. */
  readonly #onMessage = ({ data, origin, source }: MessageEvent<unknown>) => {
    const view = this.#frame?.contentWindow;
    if (!view || source !== view || origin !== this.#origin) return;
    const said = readHandshake(data);
    if (said === 'refused')
      return this.#fail('was refused: the publishable key is unknown or was revoked, or this network asked too often.');
    if (said !== 'ready') return;
    clearTimeout(this.#timer);
    // A frame that was loaded anew begins anew.
    this.#hangUp();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const call = new AbortController();
    this.#endCall = () => {
      call.abort();
      port1.close();
    };
    port1.addEventListener(
      'message',
      ({ data: message }: MessageEvent<unknown>) => {
        const read = readFrameMessage(message);
        if (read) this.#hear(read);
      },
      { signal: call.signal },
    );
    port1.start();
    view.postMessage({ openprm: protocolVersion, type: 'hello' } satisfies Hello, this.#origin, [port2]);
    this.#root.classList.remove('failed');
    this.#tellTheme();
    this.#tellLanguage();
    this.#tellFallback();
    this.#tellSettings();
  };

  #hear(message: FrameMessage) {
    switch (message.type) {
      case 'size':
        if (!this.#frame) return;
        if (message.blockSize === null) this.#reserve(this.#framed.personalHeight(this.#settings?.values ?? {}));
        this.#frame.style.blockSize = message.blockSize === null ? '' : `${Math.ceil(message.blockSize)}px`;
        this.#frame.className = 'shown';
        return;
      case 'focus':
        this.#mark.style.insetBlockStart = `${message.top}px`;
        this.#mark.style.blockSize = `${Math.max(1, message.bottom - message.top)}px`;
        this.#mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        return;
      case 'fact': {
        const Fact = this.#side.facts.find(({ type }) => type === message.name);
        if (Fact) this.#host.dispatchEvent(new Fact(message.id));
        return;
      }
      case 'signal': {
        const Signal = this.#side.signals.find(({ type }) => type === message.name);
        if (Signal) this.#host.dispatchEvent(new Signal());
        return;
      }
      case 'intent':
        void this.#ask(message.name, message.number);
        return;
    }
  }

  /** What this element does not know it does not allow: a host that is older than the frame cannot have been asked. */
  async #ask(name: string, number: number) {
    const port = this.#port;
    const Intent = this.#side.intents.find(({ type }) => type === name);
    const intent = Intent && new Intent();
    if (intent) this.#host.dispatchEvent(intent);
    const isAllowed = (await intent?.settled()) ?? false;
    port?.postMessage({ type: 'answer', number, isAllowed } satisfies ShellMessage);
  }

  /** Says it, unless it was said already. */
  #tell(message: ShellMessage) {
    const text = JSON.stringify(message);
    if (!this.#port || this.#told.get(message.type) === text) return;
    this.#told.set(message.type, text);
    this.#port.postMessage(message, []);
  }

  readonly #tellTheme = () => this.#tell({ type: 'theme', theme: readTheme(this.#host, this.#probe) });

  readonly #tellLanguage = () => {
    this.#say();
    const { direction } = getComputedStyle(this.#host);
    const isSet = isDirectionSet(this.#host, this.#settings?.locale ?? null);
    this.#tell({ type: 'language', lang: this.#lang, dir: isSet ? (direction === 'rtl' ? 'rtl' : 'ltr') : null });
  };

  readonly #tellFallback = () => this.#tell({ type: 'fallback', pieces: readFallback(this.#host) });

  #tellSettings() {
    if (this.#settings) this.#tell({ type: 'settings', values: this.#settings.values });
  }
}
