import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { chromiumLaunch } from './chromium-launch.ts';

/** Whose browser it is. */
export interface Visitor {
  /** BCP 47; `en-US` by default. */
  readonly locale?: string;
  /** IANA; Chicago by default, where the demo's first clinic is. */
  readonly timeZone?: string;
  readonly colorScheme?: 'light' | 'dark';
  /** The system's colours instead of the page's (`forced-colors: active`). */
  readonly isForced?: boolean;
  /** CSS pixels; 1280 by default. */
  readonly width?: number;
}

/** What a page did that its visitor does not see. */
export interface PageRecord {
  /** Addresses of all requests, with their fragments. */
  readonly requests: string[];
  /** Console lines of any level, and uncaught errors. */
  readonly consoleLines: string[];
  /** The part of them that says that something went wrong. */
  readonly errors: string[];
  /** What CSP and Trusted Types have reported, in report-only mode too. */
  readonly violations: string[];
  /** Each address and title that the page has had. */
  readonly histories: string[];
  /** Events that scripts dispatched, with their own fields and their detail as JSON. */
  readonly events: string[];
}

/** A page with its record. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly record: PageRecord;
}

/** A real Chromium without a window. */
export interface TestBrowser {
  /** Opens a page in a context of its own: another person at another device. */
  visit(visitor?: Visitor): Promise<Visit>;
  close(): Promise<void>;
}

/** Starts the Chromium of CHROME_PATH, or the one of this machine. */
export async function startBrowser(): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch(chromiumLaunch());
  return {
    visit: (visitor) => openVisit(browser, visitor),
    close: () => browser.close(),
  };
}

async function openVisit(
  browser: Browser,
  {
    locale = 'en-US',
    timeZone = 'America/Chicago',
    colorScheme = 'light',
    isForced = false,
    width = 1280,
  }: Visitor = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale,
    timezoneId: timeZone,
    colorScheme,
    forcedColors: isForced ? 'active' : 'none',
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  const record: PageRecord = { requests: [], consoleLines: [], errors: [], violations: [], histories: [], events: [] };
  await context.exposeBinding('tellTest', (_source, kind: 'violations' | 'histories' | 'events', text: string) => {
    record[kind].push(text);
  });
  await context.addInitScript(watchPage);
  const page = await context.newPage();
  context.on('request', (request) => record.requests.push(request.url()));
  page.on('console', (message) => {
    record.consoleLines.push(message.text());
    if (message.type() === 'error' || message.type() === 'warning') record.errors.push(message.text());
  });
  page.on('pageerror', (error) => {
    record.consoleLines.push(error.message);
    record.errors.push(error.message);
  });
  return { page, context, record };
}

/** Runs in the page before its own scripts. */
function watchPage(): void {
  const { tellTest } = globalThis as unknown as { tellTest: (kind: string, text: string) => void };
  document.addEventListener(
    'securitypolicyviolation',
    (event) => tellTest('violations', `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    true,
  );
  new ReportingObserver((reports) => reports.forEach((report) => tellTest('violations', JSON.stringify(report))), {
    types: ['csp-violation', 'permissions-policy-violation'],
    buffered: true,
  }).observe();

  const tellHistory = () => tellTest('histories', `${location.href} ${document.title}`);
  addEventListener('load', tellHistory);
  addEventListener('popstate', tellHistory);
  addEventListener('pagehide', tellHistory);
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      original(...args);
      tellHistory();
    };
  }

  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (this: EventTarget, event: Event): boolean {
    const fields: Record<string, unknown> = { ...event, type: event.type };
    if (event instanceof CustomEvent) fields['detail'] = event.detail;
    const plain = (key: string, value: unknown) => (key === 'isTrusted' || value instanceof Node ? undefined : value);
    tellTest('events', JSON.stringify(fields, plain));
    return dispatch.call(this, event);
  };
}
