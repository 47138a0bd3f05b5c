import type { Context, MiddlewareHandler } from 'hono';
import { messagePage } from './pages/message-page.ts';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Answers only requests whose `Host` names this machine. Without it a foreign page could give its own name our address
 * (DNS rebinding) and read what the demo shows to anyone who sits here.
 *
 * @param alsoAllowed host names besides those of the machine itself
 */
export function onlyLocalHosts(alsoAllowed: readonly string[] = []): MiddlewareHandler {
  return async (c, next) => {
    if ([...loopbackNames, ...alsoAllowed].includes(hostName(c))) return next();
    return c.html(
      messagePage(
        'Not at this address',
        'The demo answers only at localhost, 127.0.0.1 or [::1], because its keys are public.',
      ),
      421,
    );
  };
}

/**
 * Lets a form through only if a page of ours sent it. Browsers say so in `Sec-Fetch-Site`; one that does not must give our own
 * `Origin`. (With `Referrer-Policy: no-referrer` a form's Origin is `null`, so that header alone would not do.)
 */
export const onlyOwnForms: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site');
  const own = site === undefined ? c.req.header('Origin') === new URL(c.req.url).origin : site === 'same-origin';
  if (own) return next();
  return c.html(
    messagePage('Not done', 'This form did not come from this page. Open the page and press the button there.'),
    403,
  );
};

/** The name in the request's address: node-server builds the address from the `Host` header. */
const hostName = (c: Context) => new URL(c.req.url).hostname;
