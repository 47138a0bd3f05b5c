/** The real server core in this process, on a database in memory: nothing is mocked but the clock, the queue and the mail. */
export {
  type InProcessClinic,
  type InProcessServer,
  type InProcessServerOptions,
  openInProcessServer,
} from './in-process-server.ts';
