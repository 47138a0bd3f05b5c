import { spawn } from 'node:child_process';

/**
 * Starts a tiny process that outlives us and, if we die without calling what is returned, ends the server and removes
 * its folder. It learns of our death by the end of its standard input, which even SIGKILL cannot prevent.
 */
export function guard(server: number, folder: string): () => void {
  const script =
    'read -r word && exit; kill -INT "$1"; i=0; while kill -0 "$1" && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done; rm -rf "$2"';
  const child = spawn('sh', ['-c', script, 'guard', String(server), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  stdin.on('error', () => {});
  return () => void stdin.end('stopped\n');
}
