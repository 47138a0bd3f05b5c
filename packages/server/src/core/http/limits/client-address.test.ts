import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientAddress, holderNetwork } from './client-address.ts';

describe('the address of a caller', () => {
  const rows: [
    what: string,
    remote: string | undefined,
    forwardedFor: string | undefined,
    proxies: number,
    expected: string | undefined,
  ][] = [
    ['is the connection’s', '198.51.100.7', undefined, 0, '198.51.100.7'],
    ['is the connection’s, whatever the caller writes', '198.51.100.7', '203.0.113.1', 0, '198.51.100.7'],
    ['is what our one proxy saw', '10.0.0.2', '203.0.113.1, 198.51.100.7', 1, '198.51.100.7'],
    ['is what the outer one of our two proxies saw', '10.0.0.2', 'x, 198.51.100.7, 10.0.0.9', 2, '198.51.100.7'],
    ['is the connection’s when a proxy adds nothing', '10.0.0.2', undefined, 1, '10.0.0.2'],
    ['is the first one known when there are fewer than proxies', '10.0.0.2', '198.51.100.7', 3, '198.51.100.7'],
    ['has no port', '10.0.0.2', '198.51.100.7:51234', 1, '198.51.100.7'],
    ['is IPv4 in IPv6 clothes too', '::ffff:198.51.100.7', undefined, 0, '198.51.100.7'],
    ['is IPv4 in IPv6 clothes of hexadecimal', '10.0.0.2', '::ffff:c633:6407', 1, '198.51.100.7'],
    ['is IPv4 in IPv6 clothes written out', '10.0.0.2', '0:0:0:0:0:FFFF:c633:6407', 1, '198.51.100.7'],
    ['is IPv4 in IPv6 clothes, half of them written out', '10.0.0.2', '0:0:0:0:0:ffff:198.51.100.7', 1, '198.51.100.7'],
    ['is the network of an IPv6 address', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', undefined, 0, '2001:db8:1:2::/64'],
    ['is the same network in its short form', '2001:0db8:1:2::1', undefined, 0, '2001:db8:1:2::/64'],
    ['is a network with a gap in front', '::1', undefined, 0, '0:0:0:0::/64'],
    ['is a network without brackets, port and zone', '10.0.0.2', '[fe80::1%eth0]:443', 1, 'fe80:0:0:0::/64'],
    ['is unknown within the process', undefined, '203.0.113.1', 1, undefined],
  ];
  for (const [what, remote, forwardedFor, proxies, expected] of rows) {
    it(what, () => assert.equal(clientAddress({ remote, forwardedFor }, proxies), expected));
  }
});

describe('who holds times', () => {
  for (const [address, expected] of [
    ['198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2::/64', '2001:db8:1:0000::/56'],
    ['2001:db8:1:ff::/64', '2001:db8:1:0000::/56'],
    ['2001:db8:1:100::/64', '2001:db8:1:0100::/56'],
  ] as const) {
    it(`is ${expected} for ${address}`, () => assert.equal(holderNetwork(address), expected));
  }
});
