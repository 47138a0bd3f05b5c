/** What is known of where a request comes from. */
export interface RequestSource {
  /** The address at the other end of the connection; undefined for a call within the process. */
  readonly remote: string | undefined;
  /** The `X-Forwarded-For` header, as it came. */
  readonly forwardedFor: string | undefined;
}

/**
 * The network address of whoever calls. Each proxy of ours adds the address that it saw at the end of `X-Forwarded-For`, so of that header only as many
 * entries from its end are believed as there are proxies; whatever stands before was written by the caller.
 *
 * @param proxies how many proxies of ours every request comes through; 0 believes the connection alone
 * @returns an IPv4 address or the /64 of an IPv6 address, or undefined for a call within the process
 */
export function clientAddress({ remote, forwardedFor }: RequestSource, proxies: number): string | undefined {
  if (remote === undefined) return undefined;
  const seen = [...(forwardedFor ?? '').split(',').map((entry) => entry.trim()), remote].filter(
    (entry) => entry !== '',
  );
  return network(seen.at(-1 - Math.min(proxies, seen.length - 1)) ?? remote);
}

/**
 * What counts as one who holds times: an IPv4 address; of IPv6 the /56, which is what one connection often has, so that nobody has 256 shares.
 *
 * @param address as {@link clientAddress} gives it
 */
export function holderNetwork(address: string): string {
  const [, head, last] = /^(.*:)([^:]*)::\/64$/.exec(address) ?? [];
  if (head === undefined || last === undefined) return address;
  return `${head}${last.padStart(4, '0').slice(0, 2)}00::/56`;
}

/** An address without its port and zone; an IPv4 address in its IPv6 clothes as IPv4; of an IPv6 address the first 64 bits. */
function network(address: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(address) ?? [];
  const bare = (bracketed ?? address).replace(/%.*$/, '').toLowerCase();
  const [, mapped] = /^(?:::|(?:0{1,4}:){5})ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare) ?? [];
  if (mapped !== undefined) return mapped;
  const [, plain] = /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(bare) ?? [];
  if (plain !== undefined) return plain;
  const [head = '', tail] = bare.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: gap }, () => '0'), ...last];
  const short = groups.map((group) => group.replace(/^0+(?=.)/, ''));
  if (short.length === 8 && short.slice(0, 6).join(':') === '0:0:0:0:0:ffff')
    return short.slice(6).flatMap(bytesOf).join('.');
  return `${short.slice(0, 4).join(':')}::/64`;
}

const bytesOf = (group: string) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255];
