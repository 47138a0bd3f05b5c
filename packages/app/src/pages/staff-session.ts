import type { MiddlewareHandler } from 'hono';
import { ApiRefusal, type ClinicApi, createClinicApi } from '../clinic-api.ts';
import { formToken } from '../form-token.ts';
import type { Api } from '../reference-server.ts';
import type { StaffCookies } from '../staff-cookies.ts';
import type { StaffFrame } from './staff-layout.ts';

/** What a page behind the sign-in finds in its request. */
export interface SignedIn {
  Variables: { clinic: ClinicApi; frame: StaffFrame };
}

/**
 * Lets through who is signed in, and sends everybody else to the sign-in. Each request asks the server anew: a session that was ended elsewhere is
 * over here too, and a role that was changed is the new one.
 */
export function onlySignedIn(options: {
  readonly api: Api;
  readonly cookies: StaffCookies;
  readonly isDemo: boolean;
}): MiddlewareHandler<SignedIn> {
  const { api, cookies, isDemo } = options;
  return async (c, next) => {
    const credential = cookies.read(c, 'session');
    if (credential === undefined) return c.redirect('/staff/sign-in', 303);
    const clinic = createClinicApi(api, credential, { isPassive: c.req.header('Prm-Passive') !== undefined });
    try {
      const session = await clinic.session();
      c.set('clinic', clinic);
      c.set('frame', { session, token: await formToken(c, cookies), isDemo, damaged: clinic.damaged });
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status !== 401) throw error;
      cookies.remove(c, 'session');
      return c.redirect('/staff/sign-in?ended=idle', 303);
    }
    return next();
  };
}
