import { secureHeaders } from 'hono/secure-headers';
import type { MiddlewareHandler } from 'hono';

type Policy = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>;

/** Where browsers tell what a policy has kept a page from. */
export const policyReportsPath = '/reports';

/**
 * Has browsers tell what a page's policy keeps it from (OWASP ASVS 5.0, 3.4.7). By `report-uri` alone where the page comes without TLS: Chromium then has no Reporting API, and a policy that
 * names both would be told of by neither.
 */
export function askForReports(headers: Headers, isSecure: boolean): void {
  const policy = headers.get('Content-Security-Policy');
  if (policy === null) return;
  const reportTo = isSecure ? '; report-to policy' : '';
  headers.set('Content-Security-Policy', `${policy}; report-uri ${policyReportsPath}${reportTo}`);
  if (isSecure) headers.set('Reporting-Endpoints', `policy="${policyReportsPath}"`);
}

const nothing: Policy = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Our elements bring their styles as constructed sheets and their markup through lit's one Trusted Types policy. */
const withElements: Policy = {
  ...nothing,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ['lit-html'],
};

/** What a page may load and do. */
export type PageKind = 'site' | 'element' | 'form' | 'staff' | 'plain';

const policies: Record<PageKind, Policy> = {
  /** A clinic's page: our elements in it and in frames, under as strict a policy as a host may have. */
  site: { ...withElements, frameSrc: ["'self'"] },
  /** The page of a mailed link: our elements in the page itself. */
  element: withElements,
  /** Pages of ours with forms and without a script. */
  form: { ...nothing, styleSrc: ["'self'"], imgSrc: ["'self'"], formAction: ["'self'"] },
  /** The staff's pages: forms, and a script of ours that asks before a session ends. */
  staff: {
    ...nothing,
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["'none'"],
  },
  /** Files, and pages that only say something. */
  plain: { ...nothing, styleSrc: ["'self'"], imgSrc: ["'self'"] },
};

/** The headers of a page: a strict policy, no referrer, no sniffing, no framing, no camera and the like. */
export const pageHeaders = (kind: PageKind): MiddlewareHandler => {
  const secure = secureHeaders({
    contentSecurityPolicy: policies[kind],
    referrerPolicy: 'no-referrer',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    xFrameOptions: 'DENY',
    // Whether an address is served by HTTPS only is for the proxy that ends TLS to say.
    strictTransportSecurity: false,
    xXssProtection: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
    originAgentCluster: false,
  });
  return async (c, next) => {
    await secure(c, next);
    c.header('Permissions-Policy', noPermissions);
  };
};

/** For whatever shows patients: kept by no browser and no proxy. */
export const noStore: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
};

/** What no page of ours needs: cameras, places and payments are for elements that say so. */
const noFeatures = [
  'accelerometer',
  'camera',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
];
const noPermissions = noFeatures.map((feature) => `${feature}=()`).join(', ');

/**
 * The headers of an element's page in a frame: the one kind of page that others may frame.
 *
 * @param origins whose pages may; undefined for the page that only says that a key is wrong, which anybody may frame
 */
export function frameHeaders(origins: readonly string[] | undefined): Readonly<Record<string, string>> {
  const ancestors = origins === undefined ? '*' : ["'self'", ...origins].join(' ');
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      `trusted-types ${origins === undefined ? "'none'" : 'lit-html'}`,
      `frame-ancestors ${ancestors}`,
    ].join('; '),
    'Permissions-Policy': noPermissions,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    // A page that is cross-origin isolated may frame only what says that it may.
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    // A key that is revoked, and an origin that is taken away, count from the next load on.
    'Cache-Control': 'no-store',
  };
}
