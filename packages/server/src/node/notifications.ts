import type { PGliteInterface } from '@electric-sql/pglite';
import pg from 'pg';
import type { Notifications } from '../core/index.ts';

/** How often the connection is asked whether it still lives: a network that fails tells nobody. */
const askMilliseconds = 5000;
const answerMilliseconds = 2000;

/** LISTEN on a connection of its own: one of a pool may be taken by others, and a proxy that pools connections must be passed by. */
export function listenOnPostgres(url: string): Notifications {
  return {
    async listen(channels, { heard, lost }) {
      const client = new pg.Client({
        connectionString: url,
        application_name: 'openprm-listen',
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
      });
      let isOver = false;
      const end = (isLost: boolean) => {
        if (isOver) return;
        isOver = true;
        clearInterval(asking);
        void client.end().catch(() => undefined);
        if (isLost) lost();
      };
      let answersBy = Number.POSITIVE_INFINITY;
      const asking = setInterval(() => {
        if (performance.now() > answersBy) return end(true);
        answersBy = Math.min(answersBy, performance.now() + answerMilliseconds);
        client.query('select 1').then(
          () => (answersBy = Number.POSITIVE_INFINITY),
          () => end(true),
        );
      }, askMilliseconds);
      asking.unref();
      client.on('error', () => end(true));
      client.on('end', () => end(true));
      client.on('notification', ({ channel, payload = '' }) => heard(channel, payload));
      try {
        await client.connect();
        for (const channel of channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        end(false);
        throw error;
      }
      return async () => end(false);
    },
  };
}

/**
 * The embedded database has one process, whose own notifications it hears. What it shall hear is said on the one connection that there is, in its turn: between two messages of another
 * statement it would end that one's portal (SQLSTATE 34000).
 */
export function listenOnPglite(
  lite: Pick<PGliteInterface, 'onNotification'>,
  pool: Pick<pg.Pool, 'query'>,
): Notifications {
  return {
    async listen(channels, { heard }) {
      const wanted = new Set(channels);
      const stop = lite.onNotification((channel, payload) => {
        if (wanted.has(channel)) heard(channel, payload);
      });
      try {
        for (const channel of channels) await pool.query(`listen ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        stop();
        throw error;
      }
      return async () => stop();
    },
  };
}
