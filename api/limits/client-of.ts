import { isIPv6 } from 'node:net';

/**
 * Whose requests are counted together: an IPv4 address, also one that is written as IPv6, or the first 64 bits of an IPv6 address,
 * since one customer has at least all of those. What is no address stands for itself.
 */
export function clientOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const bare = address.split('%')[0] ?? address;
  if (!isIPv6(bare)) return bare;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare);
  if (mapped?.[1] !== undefined) return mapped[1];
  return `${groupsOf(bare).slice(0, 4).join(':')}::`;
}

/** The eight groups of an IPv6 address in the form without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}
