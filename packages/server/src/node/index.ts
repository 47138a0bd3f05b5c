/** The reference server for Node: database, job queue, mail and keys around the portable core. */
export { type AuditPlaces, verifyAuditAt } from './open-audit.ts';
export { openDatabase, type DatabaseConfig, type OpenDatabase } from './database.ts';
export { FolderInUseError } from './folder-lock.ts';
export { type Operator, openOperator } from './open-operator.ts';
export { createJsonLogger, type LogLevel } from './json-logger.ts';
export { createErasureFile, erasureFileBeside } from './erasure-file.ts';
export { FilesError } from '../core/index.ts';
export { type FilesSetting, readFilesSetting } from './open-files.ts';
export { KeyFileError, addRootKey, keepRootKeys, readRootKeys } from './key-file.ts';
export { type Demo, type OpenServer, type ServerConfig, openServer } from './open-server.ts';
