import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/**
 * The cookies of the staff's pages: for this origin and nothing else, out of reach of scripts, and sent by no other site.
 *
 * Over HTTPS their names begin with `__Host-`, which a browser takes only with Secure, for this very host and the whole of it. On this machine
 * itself, over plain HTTP, they go without: not every browser takes a Secure cookie there (Chromium does, WebKit does not).
 */
export interface StaffCookies {
  read(c: Context, name: StaffCookie): string | undefined;
  write(c: Context, name: StaffCookie, value: string): void;
  remove(c: Context, name: StaffCookie): void;
}

/**
 * `session`: who is signed in. `step`: between the first step of signing in and the second. `proof`: while a code is asked for once more. `form`: which browser a form was
 * given to. `device`: that somebody has signed in in this browser with both factors, without saying who; it stays when they sign out.
 */
export type StaffCookie = 'session' | 'step' | 'proof' | 'form' | 'device';

const names: Readonly<Record<StaffCookie, string>> = {
  session: 'openprm-staff',
  step: 'openprm-staff-step',
  proof: 'openprm-staff-proof',
  form: 'openprm-staff-form',
  device: 'openprm-staff-device',
};

/** The others end with the browser. In seconds. */
const lifetimes: Partial<Record<StaffCookie, number>> = { device: 30 * 24 * 3600 };

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Whether staff may sign in at an address at all: over HTTPS, or on this machine. */
export function isSafeForStaff(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || loopback.includes(hostname);
}

/** @param publicUrl where the app is reached: over HTTPS or not */
export function createStaffCookies(publicUrl: string): StaffCookies {
  const isSecure = new URL(publicUrl).protocol === 'https:';
  const prefix = isSecure ? ({ prefix: 'host' } as const) : {};
  return {
    read: (c, name) => (isSecure ? getCookie(c, names[name], 'host') : getCookie(c, names[name])),
    write(c, name, value) {
      const maxAge = lifetimes[name];
      setCookie(c, names[name], value, {
        ...prefix,
        path: '/',
        httpOnly: true,
        sameSite: 'Strict',
        secure: isSecure,
        ...(maxAge === undefined ? {} : { maxAge }),
      });
    },
    remove(c, name) {
      deleteCookie(c, names[name], { ...prefix, path: '/', secure: isSecure });
    },
  };
}
