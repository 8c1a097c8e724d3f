import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs, hourMs } from '../../../base/clock.ts';
import { noEvidence } from '../fold.ts';
import type { RingEvent } from '../model.ts';
import { gatherScatterSample, sampleEvent, sampleStart, transfersOf } from './testing/sample-ring.ts';
import { type TimelineEntry, timelineOf } from './timeline.ts';

const kinds = (entries: readonly TimelineEntry[]) => entries.map(({ kind }) => kind);
const member = (account: string) => ({ account, role: 'MEMBER', sinceSeq: 1, sinceAt: sampleStart }) as const;

test('a ring is told from its first transfer to its last', () => {
  const { events, evidence } = gatherScatterSample();
  const entries = timelineOf(events, evidence);
  expect(kinds(entries)).toEqual([
    'FIRST_TRANSFER',
    'BORN',
    'LARGEST_TRANSFER',
    'LAST_TRANSFER',
    'GREW',
    'PEAK_SUSPICION',
  ]);
  expect(entries[1]).toMatchObject({ seq: 3, cause: 'FLAGGED_TRANSFER', transfersAdded: 3, suspicion: 0.75 });
  expect(entries[4]).toMatchObject({ seq: 5, transfersAdded: 2, suspicion: 0.85, joined: [] });
});

test('growth is one entry until something else happens', () => {
  const grew = (seq: number, change: Partial<RingEvent> = {}) =>
    sampleEvent({ seq, at: sampleStart + seq, transfersAdded: 1, ...change });
  const events = [
    grew(1, { kind: 'BORN', joined: [member('A'), member('B'), member('C')] }),
    grew(2),
    grew(3),
    grew(4, { cause: 'MOTIF' }),
    grew(5, { cause: 'MOTIF', joined: [member('A'), member('D')] }),
    grew(6),
    grew(7, { kind: 'SHRANK', cause: 'LABEL', left: ['D'], transfersAdded: 0, retracted: [5] }),
  ];
  const entries = timelineOf(events, noEvidence);
  expect(kinds(entries)).toEqual(['BORN', 'GREW', 'GREW', 'GREW', 'GREW', 'SHRANK']);
  expect(entries[1]).toMatchObject({ seq: 3, transfersAdded: 2 });
  expect(entries[3]).toMatchObject({ joined: ['D'] });
  expect(entries[5]).toMatchObject({ left: ['D'], transfersRetracted: 1 });
});

test('a late change stands after those before it, and keeps its time', () => {
  const events = [
    sampleEvent({ seq: 8, kind: 'BORN', joined: [member('A')] }),
    sampleEvent({ seq: 9, at: sampleStart - hourMs, joined: [member('B')] }),
  ];
  expect(timelineOf(events, noEvidence).map(({ kind, at }) => [kind, at])).toEqual([
    ['BORN', sampleStart],
    ['GREW', sampleStart - hourMs],
  ]);
});

test('the busiest day is the one on which the most money moved, when there are several', () => {
  const transfers = transfersOf('A>B 10; B>C 30; C>D 20').map((transfer, index) => ({
    ...transfer,
    at: sampleStart + (index === 0 ? 0 : 3 * dayMs + index),
  }));
  const entry = timelineOf([], { transfers, ties: [] }).find(({ kind }) => kind === 'BUSIEST_DAY');
  expect(entry).toEqual({
    kind: 'BUSIEST_DAY',
    at: Date.UTC(2026, 0, 8),
    seq: 2,
    transfers: 2,
    referenceCents: 50,
  });
});

test('entries are in order of time whatever the transfers and their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), (hours) => {
      const transfers = hours.map((hour, index) => ({
        ...(transfersOf('A>B 10')[0] as ReturnType<typeof transfersOf>[number]),
        seq: index + 1,
        at: hour * 9 * hourMs,
      }));
      const entries = timelineOf([], { transfers, ties: [] });
      expect(entries).toEqual(timelineOf([], { transfers: [...transfers].reverse(), ties: [] }));
      expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => a - b));
    }),
  );
});
