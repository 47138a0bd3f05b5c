/** What is kept of one report that a browser sent: names of ours, an origin and a number. Never an address, a text of the page, or what was typed. */
export interface PolicyReport {
  /** Which directive was broken, such as `script-src-elem`. */
  readonly directive: string;
  /** The origin of what was not loaded, a scheme, or a word such as `inline`. */
  readonly blocked: string;
  /** Which of our pages it was, without what stands in its address: `/staff/patients/…`. */
  readonly page: string;
  /** The file of ours in which it happened, or `elsewhere`. */
  readonly source: string | undefined;
  readonly line: number | undefined;
}

/** What tells pages of ours from others. */
export interface OwnPages {
  /** The hosts that they have: what is told of others is dropped. */
  readonly hosts: readonly string[];
  /** Names one by the path of its address, in words of ours. */
  readonly nameOf: (path: string) => string;
}

/** So many of one body are looked at. A browser sends a few at once. */
const mostReports = 20;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/**
 * Reads the body of `application/csp-report` (CSP level 2) or `application/reports+json` (Reporting API).
 *
 * @returns undefined for what is neither
 */
export function readPolicyReports(
  contentType: string,
  text: string,
  own: OwnPages,
): readonly PolicyReport[] | undefined {
  const body = parse(text);
  switch (contentType.split(';', 1)[0]?.trim().toLowerCase()) {
    case 'application/csp-report': {
      const report = isFields(body) ? body['csp-report'] : undefined;
      return isFields(report) ? toReports([fromLevel2(report)], own) : undefined;
    }
    case 'application/reports+json': {
      if (!Array.isArray(body)) return undefined;
      const violations = body
        .slice(0, mostReports)
        .filter(isFields)
        .flatMap(({ type, body: report }) => (type === 'csp-violation' && isFields(report) ? [report] : []));
      return toReports(violations, own);
    }
    default:
      return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The names of level 2 as those of the Reporting API. */
const fromLevel2 = (report: Fields): Fields => ({
  effectiveDirective: report['effective-directive'] ?? report['violated-directive'],
  blockedURL: report['blocked-uri'],
  documentURL: report['document-uri'],
  sourceFile: report['source-file'],
  lineNumber: report['line-number'],
});

const toReports = (reports: readonly Fields[], { hosts, nameOf }: OwnPages): readonly PolicyReport[] =>
  reports.flatMap((report) => {
    const document = ownUrl(report['documentURL'], hosts);
    if (document === undefined) return [];
    return [
      {
        directive: directiveOf(report['effectiveDirective']),
        blocked: blockedOf(report['blockedURL']),
        page: nameOf(document.pathname),
        source: sourceOf(report['sourceFile'], hosts),
        line: lineOf(report['lineNumber']),
      },
    ];
  });

function ownUrl(value: unknown, ownHosts: readonly string[]): URL | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) && ownHosts.includes(url.host) ? url : undefined;
}

/** Of a directive with its values (level 2) the name; of what is none a word of ours. */
function directiveOf(value: unknown): string {
  const name = typeof value === 'string' ? value.split(' ', 1)[0] : undefined;
  return name !== undefined && /^[a-z]{1,20}(?:-[a-z]{1,12}){0,4}$/.test(name) ? name : 'unknown';
}

/** What browsers say in place of an address: https://www.w3.org/TR/CSP3/#deprecated-serialize-violation */
const blockedWords = [
  'inline',
  'eval',
  'wasm-eval',
  'trusted-types-policy',
  'trusted-types-sink',
  'self',
  'data',
  'blob',
];

function blockedOf(value: unknown): string {
  if (typeof value !== 'string') return 'unknown';
  if (blockedWords.includes(value)) return value;
  const url = URL.parse(value);
  if (url === null) return 'unknown';
  if (!/^(?:https?|wss?):$/.test(url.protocol)) return url.protocol.slice(0, 20);
  return `${url.protocol}//${url.host}`.slice(0, 200);
}

/** The name of a script or a style sheet of ours: those of the built files hold a hash of their content. */
function sourceOf(value: unknown, ownHosts: readonly string[]): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const path = ownUrl(value, ownHosts)?.pathname ?? '';
  return /^\/(?:embed|app|states)\/[A-Za-z0-9_.-]{1,80}\.(?:js|css)$/.test(path) ? path : 'elsewhere';
}

const lineOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < 10_000_000 ? value : undefined;
