/**
 * The address at the other end of a connection, from the bindings that node-server hands on with each request; undefined for a call within the process,
 * which has none.
 */
export function remoteAddressOf(bindings: unknown): string | undefined {
  const socket = read(read(bindings, 'incoming'), 'socket');
  const address = read(socket, 'remoteAddress');
  return typeof address === 'string' ? address : undefined;
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
