import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

function terminal(options: { isTTY: boolean; columns?: number; colour?: boolean }) {
  const written: string[] = [];
  const clock = { nowMs: 0 };
  const target = { ...options, write: (text: string) => written.push(text) };
  const progress = new Progress(target, { nowMs: () => clock.nowMs, colour: options.colour ?? false });
  return { written, clock, progress };
}

test('nothing is drawn where there is no terminal, but lines for people are written', () => {
  const { written, progress } = terminal({ isTTY: false });
  progress.update('scoring', 5, 10);
  progress.say('stopping');
  expect(written).toEqual(['stopping\n']);
});

test('at most ten times a second, and always the end', () => {
  const { written, clock, progress } = terminal({ isTTY: true });
  for (clock.nowMs = 0; clock.nowMs < 100; clock.nowMs += 10) progress.update('scoring', clock.nowMs, 1000);
  expect(written).toHaveLength(1);
  progress.update('scoring', 1000, 1000);
  expect(written.at(-1)).toContain('1,000/1,000');
});

test('a line fits into the terminal; colour codes take no room', () => {
  for (const colour of [false, true]) {
    const { written, progress } = terminal({ isTTY: true, columns: 40, colour });
    progress.update('scoring', 500, 1000, 'a long note that does not fit any more');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes of a terminal
    const visible = (written[0] ?? '').replace(/\u001b\[\d*[mK]|\r/g, '');
    expect(visible.length).toBe(39);
    expect(written[0]?.includes('\u001b[36m')).toBe(colour);
  }
});

test('the bar is taken away before a line, once', () => {
  const { written, progress } = terminal({ isTTY: true });
  progress.update('scoring', 1, null);
  progress.say('interrupted');
  progress.clear();
  expect(written.slice(1)).toEqual(['\r\u001b[K', 'interrupted\n']);
});
