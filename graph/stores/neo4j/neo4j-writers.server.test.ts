import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { beforeEach, describe, expect, test } from 'vitest';
import { openLog } from '../../../base/log.ts';
import { packagePath } from '../../../base/package-root.ts';
import { Random } from '../../../base/random.ts';
import { serverVariable } from '../../../test/servers/server-variable.ts';
import type { GraphStore } from '../../store.ts';
import { exported, transfer } from '../contract/sample-events.contract.ts';
import { openNeo4jGraphStore } from './open-neo4j-graph-store.ts';
import { emptyNeo4j, testNeo4jConfig } from './testing/test-neo4j.ts';

const address = serverVariable('ANEL_TEST_NEO4J_URL');
const rounds = 5;
const seed = 20_261;

/** A writer in a process of its own: see zombie-writer.child.ts. */
function startWriter(url: string, epoch: number) {
  const script = packagePath('graph', 'stores', 'neo4j', 'zombie-writer.child.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, String(epoch)], {
    cwd: packagePath(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  return { pid: child.pid ?? 0, nextLine, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}

async function appendBatches(store: GraphStore, name: string, batches: number): Promise<number> {
  const random = new Random(`${seed}/${name}`);
  let stored = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    const events = Array.from({ length: 40 }, (_, index) =>
      transfer(`${name}-${batch}-${index}`, `a${random.below(20)}`, `a${random.below(20)}`, {
        device: `d${random.below(5)}`,
      }),
    );
    stored += (await store.append(events)).filter(({ status }) => status === 'stored').length;
  }
  return stored;
}

if (address !== null) {
  const url = address;
  const config = testNeo4jConfig(url, { writeTimeoutMs: 60_000 });
  const open = () => openNeo4jGraphStore({ config, log: openLog('silent') });

  describe('writers on one Neo4j', () => {
    beforeEach(() => emptyNeo4j(config));

    test('8 at once on 20 accounts: no error comes out, every number is given once', async () => {
      const stores = await Promise.all(Array.from({ length: 8 }, open));
      const stored = await Promise.all(stores.map((store, index) => appendBatches(store, `w${index}`, 10)));
      expect(stored).toEqual(Array.from({ length: 8 }, () => 400));
      const [first] = stores as [GraphStore];
      const events = await exported(first, 0, 1000);
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 3200 }, (_, index) => index + 1));
      expect(new Set(events.map(({ event }) => event.id)).size).toBe(3200);
      const counts = await first.counts();
      expect(counts).toEqual({ accounts: 20, transfers: 3200, identifiers: 5, lastSeq: 3200 });
      const uses = await Promise.all(
        Array.from({ length: 20 }, (_, index) => first.identifiersOf(`a${index}`, 100)),
      );
      expect(uses.flat().reduce((sum, { count }) => sum + count, 0)).toBe(3200);
      await Promise.all(stores.map((store) => store.close()));
    }, 180_000);

    test('8 that write the same events at once store each of them once', async () => {
      const stores = await Promise.all(Array.from({ length: 8 }, open));
      const events = Array.from({ length: 300 }, (_, index) =>
        transfer(`same-${index}`, `a${index % 20}`, `a${(index * 7) % 20}`),
      );
      const outcomes = await Promise.all(stores.map((store) => store.append(events)));
      const fresh = outcomes.flat().filter(({ status }) => status === 'stored');
      expect(fresh).toHaveLength(300);
      expect(outcomes.flat().every(({ status }) => status !== 'refused')).toBe(true);
      expect((await stores[0]?.counts())?.transfers).toBe(300);
      await Promise.all(stores.map((store) => store.close()));
    }, 120_000);

    test(`stopped ${rounds} times in the middle, and continued after another has taken over: it changes nothing`, async () => {
      const random = new Random(seed);
      for (let round = 0; round < rounds; round += 1) {
        const writer = startWriter(url, 2 * round + 1);
        for (let lines = random.between(1, 6); lines > 0; lines -= 1) await writer.nextLine();
        for (let turns = random.below(2000); turns > 0; turns -= 1) await new Promise(setImmediate);
        writer.kill('SIGSTOP');
        const owner = await open();
        await owner.claim({ ledgerId: 'zombies', epoch: 2 * round + 2 });
        const before = await owner.counts();
        const events = await exported(owner, 0, 1000);
        writer.kill('SIGCONT');
        let line = await writer.nextLine();
        // What it had committed before it was stopped, it may only say now.
        while (/^\d+$/.test(line)) {
          expect(Number(line)).toBeLessThanOrEqual(before.lastSeq);
          line = await writer.nextLine();
        }
        expect(line).toBe('SUPERSEDED');
        expect(await owner.counts()).toEqual(before);
        expect(await exported(owner, 0, 1000)).toEqual(events);
        expect(await appendBatches(owner, `owner${round}`, 1)).toBe(40);
        await owner.close();
      }
    }, 180_000);
  });
}
