import { describe, expect, it } from 'vitest';
import type { Source, SourceBatch, SourceRecord } from './source.ts';

/** A source of one partition that was made for one test, and the number of its records, which must be at least 5. */
export interface MadeSource {
  readonly source: Source;
  readonly records: number;
}

/** All batches of a source from a position on. */
async function readBatches(source: Source, fromPosition = 0, batchMax = 512): Promise<SourceBatch[]> {
  const batches: SourceBatch[] = [];
  for await (const batch of source.batches(async () => fromPosition, batchMax, new AbortController().signal))
    batches.push(batch);
  return batches;
}

/** All records of a source from a position on. */
export async function readRecords(source: Source, fromPosition = 0, batchMax = 512): Promise<SourceRecord[]> {
  return (await readBatches(source, fromPosition, batchMax)).flatMap((batch) => batch.records);
}

/** What every source must do. `make` opens the same content anew each time. */
export function describeSource(name: string, make: () => Promise<MadeSource>): void {
  describe(`${name} keeps the contract of Source`, () => {
    const using = (test: (made: MadeSource) => Promise<void>) => async () => {
      const made = await make();
      try {
        await test(made);
      } finally {
        await made.source.close();
      }
    };

    it(
      'delivers every record once, each at a position of its own',
      using(async ({ source, records }) => {
        const found = await readRecords(source);
        expect(found).toHaveLength(records);
        expect(new Set(found.map((record) => record.position)).size).toBe(records);
        if (source.total !== null) expect(source.total).toBe(records);
      }),
    );

    it(
      'cuts batches at batchMax and counts the end position of each',
      using(async ({ source, records }) => {
        const batches = await readBatches(source, 0, 2);
        const sizes = batches.map((batch) => batch.records.length);
        expect(sizes.slice(0, -1).every((size) => size === 2)).toBe(true);
        let end = 0;
        for (const batch of batches) {
          end += batch.records.length;
          expect(batch.endPosition).toBe(end);
          expect(batch.source).toBe(batches[0]?.source);
          await source.acknowledge(batch);
        }
        expect(end).toBe(records);
      }),
    );

    it(
      'has the same identity and the same order when it is opened again',
      using(async ({ source }) => {
        const again = await make();
        try {
          expect(again.source.id).toBe(source.id);
          expect(await readRecords(again.source)).toEqual(await readRecords(source));
        } finally {
          await again.source.close();
        }
      }),
    );

    it(
      'goes on from any position with the same tail',
      using(async ({ source, records }) => {
        const all = await readRecords(source);
        for (let from = 0; from <= records; from += 1) {
          expect(await readRecords(source, from, 3)).toEqual(all.slice(from));
        }
      }),
    );

    it(
      'ends when it is aborted',
      using(async ({ source, records }) => {
        const aborting = new AbortController();
        let seen = 0;
        for await (const batch of source.batches(async () => 0, 1, aborting.signal)) {
          seen += batch.records.length;
          if (seen === 2) aborting.abort();
        }
        expect(seen).toBe(2);
        expect(records).toBeGreaterThan(2);
      }),
    );

    it(
      'keeps the bytes of bad records',
      using(async ({ source }) => {
        for (const record of await readRecords(source)) {
          if (record.decoded.status === 'bad') expect(record.raw).not.toBeNull();
        }
      }),
    );
  });
}
