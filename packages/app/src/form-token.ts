import type { Context, MiddlewareHandler } from 'hono';
import { messagePage } from './pages/message-page.ts';
import type { StaffCookies } from './staff-cookies.ts';

/**
 * What a form of the staff's pages carries: a hash of a cookie that only this browser has. A form that another page makes up cannot know it
 * (OWASP ASVS 5.0, 3.5). It is a second lock behind `onlyOwnForms` and SameSite.
 */
export const formTokenName = 'token';

async function tokenOf(cookie: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`form/${cookie}`));
  return Buffer.from(hash).toString('base64url');
}

/** The token for the forms of a page, by the session's cookie, or by a cookie of its own before anybody is signed in. */
export async function formToken(c: Context, cookies: StaffCookies): Promise<string> {
  const known = cookies.read(c, 'session') ?? cookies.read(c, 'form');
  if (known !== undefined) return tokenOf(known);
  const made = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  cookies.write(c, 'form', made);
  return tokenOf(made);
}

/** Lets a form through only if it came from a page of ours that this browser was given. Stands behind `onlyOwnForms`. */
export const onlyGivenForms =
  (cookies: StaffCookies): MiddlewareHandler =>
  async (c, next) => {
    const { [formTokenName]: token } = await c.req.parseBody();
    const known = [cookies.read(c, 'session'), cookies.read(c, 'form')].filter((cookie) => cookie !== undefined);
    const good = await Promise.all(known.map(tokenOf));
    if (typeof token === 'string' && good.includes(token)) return next();
    return c.html(
      messagePage('Not done', 'This form is out of date. Open the page again and press the button there.', {
        href: '/staff',
        name: 'Open the page',
      }),
      403,
    );
  };
