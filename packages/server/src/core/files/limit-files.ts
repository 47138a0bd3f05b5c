import { Problem } from '../problem.ts';
import type { Files } from '../ports.ts';

/**
 * How many requests of one process may be at object storage at once: enough for a waiting room, and fewer than the threads (four) that Node has for a folder on a disk
 * that hangs, so that one is left for all else.
 */
export const mostAtStorage = 3;

/** Object storage for requests: who comes while too many are there is told to come again, in place of a line that grows as long as it hangs. */
export function limitFiles(files: Files): Files {
  let count = 0;
  const limited = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (count >= mostAtStorage) {
      throw new Problem('service-unavailable', {
        detail: 'Too many files are on their way just now. Nothing was changed; try again in a moment.',
        retryAfterSeconds: 2,
      });
    }
    count += 1;
    try {
      return await act();
    } finally {
      count -= 1;
    }
  };
  return {
    put: (name, content) => limited(() => files.put(name, content)),
    get: (name) => limited(() => files.get(name)),
    delete: (name) => limited(() => files.delete(name)),
  };
}
