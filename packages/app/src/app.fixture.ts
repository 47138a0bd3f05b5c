import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import type { StaffRole } from '@openprm/contract';
import { clinicMorning, type Pretence, serverOf } from './reference-server.fixture.ts';
import { sessionOf } from './staff-sign-in.fixture.ts';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The app over a pretended server, at nine in the morning, with the real pages and site. */
export function appOf(
  pretence: Pretence = {},
  embedFolder = folder('../static'),
  publicUrl = 'http://localhost:4870',
): { app: Hono; notes: string[]; errors: unknown[]; violations: object[] } {
  const { server, notes } = serverOf(pretence);
  const errors: unknown[] = [];
  const violations: object[] = [];
  const app = createApp({
    server,
    folders: {
      embed: embedFolder,
      states: embedFolder,
      site: folder('../../../examples/clinic-site'),
      pages: folder('../static'),
    },
    publicUrl,
    keepsMail: true,
    now: () => clinicMorning,
    onError: (error) => errors.push(error),
    onViolation: (violation) => violations.push(violation),
  });
  return { app, notes, errors, violations };
}

/** A form that a page of ours sends. */
export const ownForm = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

/** What a browser in which somebody is signed in sends along. */
export const cookieOf = (role: StaffRole) => `openprm-staff=${sessionOf(role)}`;

/** A page as somebody of the staff sees it. */
export const openAs = (app: Hono, role: StaffRole, path = '/staff') =>
  app.request(path, { headers: { Cookie: cookieOf(role) } });

/** The token that the forms of a page carry. */
export const tokenIn = (page: string) => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** A form that a page of ours sends in a browser in which somebody is signed in. */
export async function staffForm(app: Hono, role: StaffRole, fields: Record<string, string>): Promise<RequestInit> {
  const form = ownForm({ ...fields, token: tokenIn(await (await openAs(app, role)).text()) });
  return { ...form, headers: { ...form.headers, Cookie: cookieOf(role) } };
}

/** What a browser does with a real address: it keeps cookies, follows redirects and fills in the form of the page that it opened. */
export function createBrowser(origin: string) {
  const jar = new Map<string, string>();
  const open = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    const next = response.headers.get('Location');
    return next === null ? response : open(next);
  };
  const post = (path: string, fields: Record<string, string>) => open(path, ownForm(fields));
  return {
    open,
    post,
    /** Opens a page and sends its form. */
    async send(path: string, fields: Record<string, string>): Promise<Response> {
      return post(path.replace(/\?.*/, ''), { ...fields, token: tokenIn(await (await open(path)).text()) });
    },
  };
}
