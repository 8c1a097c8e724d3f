import { describe, expect, it } from 'vitest';
import { dayMs } from '../../base/clock.ts';
import { WindowIndex } from '../../graph/window/window-index.ts';
import { windowLengths } from '../../graph/window/windows.ts';
import { benchWindow } from './bench-window.ts';
import { NaiveWindow } from './naive-window.ts';
import { WindowStream } from './window-stream.ts';

describe('the benchmark of the window', () => {
  it('holds half of its stream, counts as a plain sum does, and shows how a limit ends it', () => {
    const figures = benchWindow({ transfers: 20_000, seed: 1, print: () => {} });
    expect(figures.held).toBe(10_000);
    expect(figures.countersEqual).toBe(true);
    expect(figures.refused).toEqual({
      code: 'SESSION_TOO_LARGE',
      message: expect.stringContaining('session.transfersMax (5000)'),
      transfersMax: 5000,
    });
    expect(figures.bytesPerHeldTransfer).toBeGreaterThan(57);
    expect(figures.naive.transfers).toBe(4000);
    expect(figures.naive.ratio).toBeGreaterThan(0);
    for (const key of ['transfersPerCpuSecond', 'peakMemoryMiB', 'machine'])
      expect(figures).toHaveProperty(key);
  });

  it('compares with a naive window that counts the same', () => {
    const windows = windowLengths(7 * dayMs, 30 * dayMs);
    const stream = new WindowStream(1, 100, 600, 60 * dayMs);
    const [naive, index] = [
      new NaiveWindow(windows),
      WindowIndex.of(windows, { transfersMax: 600, accountsMax: 1000 }),
    ];
    for (let count = 0; count < 600; count += 1) {
      const { from, to } = stream.next();
      index.add(stream.transfer);
      const { outCount, outSum, inCount, inSum } = index.accounts;
      const expected = windows.flatMap((_, window) => {
        const [sender, receiver] = [from * windows.length + window, to * windows.length + window];
        return [outCount[sender], outSum[sender], inCount[receiver], inSum[receiver]];
      });
      if (from !== to) expect(naive.add(stream.transfer)).toEqual(expected);
    }
  });
});
