import type { Files } from '../ports.ts';
import { checkFileName } from './file-name.ts';

/** Keeps objects as long as the process lives: for tests, and for a core that runs in a browser. */
export function createMemoryFiles(): Files {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>();
  const nameOf: (...name: Parameters<Files['get']>) => string = (name) => {
    checkFileName(name);
    return `${name.tenantId}/${name.id}`;
  };
  return {
    put: async (name, content) => void objects.set(nameOf(name), Uint8Array.from(content)),
    get: async (name) => {
      const found = objects.get(nameOf(name));
      return found && Uint8Array.from(found);
    },
    delete: async (name) => void objects.delete(nameOf(name)),
  };
}
