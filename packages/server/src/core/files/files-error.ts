/**
 * What can be wrong with object storage:
 * - `files-not-set`: nobody has said where files are kept
 * - `files-unreachable`: it did not answer, or not as it must; a later try may succeed
 * - `files-refused`: it answered no: rights, a name, a full disk
 * - `file-missing`: the database knows a file that is not there
 */
export type FilesErrorCode = 'files-not-set' | 'files-unreachable' | 'files-refused' | 'file-missing';

/** Object storage failed. The message says what to do, and holds ids and addresses only: no content, no secret. */
export class FilesError extends Error {
  override readonly name = 'FilesError';
  readonly code: FilesErrorCode;

  constructor(code: FilesErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
