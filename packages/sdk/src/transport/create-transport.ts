import { apiErrorOf } from '../errors/api-error-of.ts';
import { type Clock, systemClock } from './clock.ts';
import { createLeanTransport, type TransportOptions } from './create-lean-transport.ts';
import { openAnswer } from './open-answer.ts';
import type { StreamTransport } from './transport.ts';

/**
 * Makes a transport over `fetch`. It tries again what may pass, within a budget; it parses every answer by the endpoint's row.
 *
 * @param clock for tests
 * @throws {TypeError} for an address that cannot be one
 */
export const createTransport = (options: TransportOptions, clock: Clock = systemClock): StreamTransport => ({
  ...createLeanTransport(options, apiErrorOf, clock),
  open: (endpoint, input, call) => openAnswer(options, endpoint, input, call, clock),
});
