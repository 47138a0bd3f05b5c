import { waitUntil as waitByInterval } from '@open-wc/testing';

/**
 * Waits until something holds, and looks every 5 ms: the 50 ms of the library, some thousand times in each engine, were a minute in which a
 * machine did nothing.
 *
 * @param message told when it did not hold in time
 * @param options `timeout` in milliseconds, 5,000 unless told: three engines run beside each other, and what holds is seen at once however long it may take
 * @throws after the timeout
 */
export const waitUntil: typeof waitByInterval = (predicate, message, options) =>
  waitByInterval(predicate, message, { interval: 5, timeout: 5000, ...options });
