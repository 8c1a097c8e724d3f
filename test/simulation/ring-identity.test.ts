import { expect, test } from 'vitest';
import type { RingEvent, RingEventKind } from '../../scoring/rings/model.ts';
import { identityFigures, plantedIdentities } from './ring-identity.ts';

const planted = [{ ringId: 'p', typology: 'CYCLE', members: ['a', 'b', 'c', 'd'] }] as const;

/** A log of lines `SEQ RING KIND +joined -left`, MERGED with the other ring behind `>`. */
function log(text: string): readonly RingEvent[] {
  const lines = text.trim().split('\n');
  return lines.map((line, place): RingEvent => {
    const [number, ringId, kind, ...rest] = line.trim().split(' ');
    const seq = Number(number);
    const words = (sign: string) => rest.filter((word) => word.startsWith(sign)).map((word) => word.slice(1));
    return {
      seq,
      ordinal: place,
      ringId: ringId!,
      kind: kind as RingEventKind,
      cause: 'FLAGGED_TRANSFER',
      at: seq,
      typology: 'CYCLE',
      suspicion: 1,
      joined: words('+').map((account) => ({ account, role: 'MEMBER', sinceSeq: seq, sinceAt: seq })),
      left: words('-'),
      otherRingId: words('>')[0] ?? null,
      transfersAdded: 0,
      transfers: [],
      ties: [],
      retracted: [],
    };
  });
}

function identity(text: string) {
  const [one] = plantedIdentities(planted, log(text));
  return [one!.carriers.join(' '), one!.livesOn];
}

test('less than half of the accounts covers nothing', () => {
  expect(identity('1 r BORN +a +x')).toEqual(['', false]);
});

test('the first ring with half of the accounts is the carrier, while it grows, sleeps and wakes', () => {
  expect(
    identity(`1 r BORN +a +x
              2 r GREW +b
              3 r DORMANT
              4 r REOPENED +c`),
  ).toEqual(['r', true]);
});

test('of two at one moment it is the one with more of its accounts, then the older one', () => {
  expect(
    identity(`1 r BORN +x +y
              2 r GREW +a +b
              2 s BORN +c +d`),
  ).toEqual(['r', true]);
  expect(
    identity(`1 r BORN +a +x
              2 r GREW +b
              2 s BORN +b +c +d`),
  ).toEqual(['s', true]);
});

test('a ring that is merged into the carrier changes nothing', () => {
  expect(
    identity(`1 s BORN +d +x
              2 r BORN +a +b
              3 s MERGED >r
              3 r GREW +d +x`),
  ).toEqual(['r', true]);
});

test('a carrier that is merged into another ring passes on, to an older one too', () => {
  expect(
    identity(`1 s BORN +d +x
              2 r BORN +a +b
              3 r MERGED >s
              3 s GREW +a +b`),
  ).toEqual(['r s', true]);
});

test('what happens within one sequence number is not seen between its events', () => {
  expect(
    identity(`1 r BORN +a +b
              2 r SHRANK -a -b
              2 s BORN +a +b
              2 s MERGED >r
              2 r GREW +a +b`),
  ).toEqual(['r', true]);
});

test('a second ring that covers it changes nothing while the carrier does', () => {
  const both = '1 r BORN +a +b\n 2 s BORN +b +c +d';
  expect(identity(both)).toEqual(['r', true]);
  expect(identity(`${both}\n 3 r SHRANK -a`)).toEqual(['r s', true]);
});

test('a planted ring that nothing covers any more does not live on, and may be found again', () => {
  const shrunk = '1 r BORN +a +b\n 2 r SHRANK -a';
  expect(identity(shrunk)).toEqual(['r', false]);
  expect(identity(`${shrunk}\n 3 r GREW +c`)).toEqual(['r', true]);
  expect(identity(`${shrunk}\n 3 s BORN +c +d`)).toEqual(['r s', true]);
});

test('a ring that was closed covers nothing, until it is opened again', () => {
  const closed = '1 r BORN +a +b\n 2 r CLOSED';
  expect(identity(closed)).toEqual(['r', false]);
  expect(identity(`${closed}\n 3 r REOPENED`)).toEqual(['r', true]);
});

test('figures count those that were tracked, those that live on, and those of them with one id', () => {
  const of = (carriers: readonly string[], livesOn: boolean) => ({ ringId: 'p', carriers, livesOn });
  const identities = [of([], false), of(['r'], true), of(['r', 's'], true), of(['r'], false)];
  expect(identityFigures(identities)).toEqual({ tracked: 3, livingOn: 2, oneId: 1 });
});
