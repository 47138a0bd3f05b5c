import { secureHeaders } from 'hono/secure-headers';
import type { MiddlewareHandler } from 'hono';

type Policy = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>;

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
export type PageKind = 'element' | 'form' | 'plain';

const policies: Record<PageKind, Policy> = {
  /** A clinic's page, and the page of a mailed link: our elements under as strict a policy as a host may have. */
  element: withElements,
  /** Pages of ours with forms and without a script. */
  form: { ...nothing, styleSrc: ["'self'"], imgSrc: ["'self'"], formAction: ["'self'"] },
  /** Files, and pages that only say something. */
  plain: { ...nothing, styleSrc: ["'self'"], imgSrc: ["'self'"] },
};

/** The headers of a page: a strict policy, no referrer, no sniffing, no framing. */
export const pageHeaders = (kind: PageKind): MiddlewareHandler =>
  secureHeaders({
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

/** For whatever shows patients: kept by no browser and no proxy. */
export const noStore: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
};
