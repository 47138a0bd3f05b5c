/** The reference server for Node: database, job queue, mail and keys around the portable core. */
export { openDatabase, type DatabaseConfig, type OpenDatabase } from './database.ts';
export { FolderInUseError } from './folder-lock.ts';
export { createJsonLogger, type LogLevel } from './json-logger.ts';
export { KeyFileError } from './key-file.ts';
export { type Demo, type OpenServer, type ServerConfig, openServer } from './open-server.ts';
