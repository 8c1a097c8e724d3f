import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyTransfers, drawnTransfers } from './evidence.arbitrary.ts';
import { rolesOf } from './roles.ts';

const roles = (...lines: string[]): Record<string, string> =>
  Object.fromEntries(rolesOf(drawnTransfers(...lines)));

describe('roles', () => {
  test('a chain has a source, mules and a sink', () => {
    expect(roles('a>b', 'b>c', 'c>d')).toEqual({ a: 'SOURCE', b: 'MULE', c: 'MULE', d: 'SINK' });
  });

  test('hubs collect, distribute, or stand between many and many', () => {
    expect(roles('a>h', 'b>h', 'c>h')['h']).toBe('COLLECTOR');
    expect(roles('a>h', 'b>h', 'c>h', 'h>d')['h']).toBe('COLLECTOR');
    expect(roles('h>a', 'h>b', 'h>c')['h']).toBe('DISTRIBUTOR');
    expect(roles('a>h', 'b>h', 'c>h', 'h>d', 'h>e', 'h>f')['h']).toBe('BRIDGE');
    expect(roles('a>h', 'b>h', 'a>h')['h']).toBe('SINK');
  });

  test('who paid everything before it got anything is no mule', () => {
    expect(roles('b>c @0', 'a>b @60')['b']).toBe('MEMBER');
    expect(roles('a>b', 'b>c', 'c>a')['a']).toBe('MEMBER');
    expect(roles('a>b', 'b>c', 'c>a', 'a>b')['a']).toBe('MULE');
  });

  test('every account has one, in ascending order, whatever the order of the transfers', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        const found = rolesOf(transfers);
        expect([...found.keys()]).toEqual(
          [...new Set(transfers.flatMap(({ from, to }) => [from, to]))].sort(),
        );
        expect([...rolesOf([...transfers].reverse())]).toEqual([...found]);
      }),
    );
  });
});
