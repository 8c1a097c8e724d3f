import fc from 'fast-check';
import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { PartitionQueue } from './partition-queue.ts';
import { upTo } from './reading.samples.ts';

function message(offset: number): KafkaMessage {
  const value = Buffer.alloc(10);
  return { key: null, value, timestamp: '0', offset: String(offset), attributes: 0, headers: {} };
}

function opened(offset: number, end: number | null = null): PartitionQueue {
  const queue = new PartitionQueue('kafka:c/t/0', 't', 0, end);
  queue.open(offset);
  return queue;
}

function takeAll(queue: PartitionQueue, max: number): [offsets: number[], endPosition: number][] {
  const found: [number[], number][] = [];
  for (let taken = queue.take(max); taken !== null; taken = queue.take(max)) {
    found.push([taken.messages.map(({ offset }) => Number(offset)), taken.endPosition]);
  }
  return found;
}

describe('PartitionQueue', () => {
  it('hands out batches across what was fetched together, and ends after what held no message', () => {
    const queue = opened(3);
    queue.push([message(3), message(4), message(6)], 8);
    queue.push([message(8)], 10);
    expect(queue.fetchedTo).toBe(10);
    expect(queue.records).toBe(4);
    expect(takeAll(queue, 2)).toEqual([
      [[3, 4], 5],
      [[6, 8], 10],
    ]);
    expect([queue.records, queue.bytes]).toEqual([0, 0]);
  });

  it('leaves out what it has already and what lies beyond the end', () => {
    const queue = opened(2, 5);
    queue.push(upTo(4).map(message), 4);
    queue.push(upTo(10).map(message), 10);
    expect(queue.isAtEnd).toBe(true);
    expect(takeAll(queue, 10)).toEqual([[[2, 3, 4], 5]]);
  });

  it('counts as decided what was acknowledged, and what held no message once nothing is open', () => {
    const queue = opened(3);
    expect(queue.decidedTo).toBe(3);
    queue.push([message(3)], 4);
    queue.passTo(6);
    expect(queue.decidedTo).toBe(3);
    queue.take(1);
    expect(queue.decidedTo).toBe(3);
    queue.acknowledge(4);
    expect(queue.decidedTo).toBe(6);
    queue.acknowledge(1);
    expect(queue.decidedTo).toBe(6);
  });

  it('gives every message once and in order, however it is fetched and taken', () => {
    const step = fc.oneof(
      fc.record({ fetch: fc.integer({ min: 0, max: 5 }), again: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ take: fc.integer({ min: 1, max: 4 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const queue = opened(0);
        const taken: number[] = [];
        const take = (max: number) => {
          const batch = queue.take(max);
          for (const { offset } of batch?.messages ?? []) taken.push(Number(offset));
          if (batch !== null) expect(batch.endPosition).toBe(taken.length);
        };
        for (const one of steps) {
          if ('take' in one) take(one.take);
          else {
            const next = queue.fetchedTo ?? 0;
            const from = Math.max(0, next - one.again);
            queue.push(
              upTo(one.fetch + next - from).map((place) => message(from + place)),
              next + one.fetch,
            );
          }
        }
        take(1000);
        expect(taken).toEqual(upTo(queue.fetchedTo ?? 0));
      }),
    );
  });
});
