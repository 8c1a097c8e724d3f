import type { SortedLine } from './run-buffer.ts';
import { RunCursor } from './run-cursor.ts';

/** Entries in one step of the merge. */
const stepMax = 1024;

interface Head {
  entry: SortedLine;
  readonly cursor: RunCursor;
}

/**
 * Merges sorted runs into one order, by key and then line number, with a binary heap of the runs' heads (Knuth, The Art
 * of Computer Programming 3, 5.4.1). Yields arrays of entries. Memory: one read buffer a run; all runs are open at once.
 */
export async function* mergeRuns(paths: readonly string[]): AsyncGenerator<SortedLine[]> {
  const cursors: RunCursor[] = [];
  try {
    for (const path of paths) cursors.push(await RunCursor.open(path));
    const heap: Head[] = [];
    for (const cursor of cursors) {
      const entry = await nextEntry(cursor);
      if (entry !== null) heap.push({ entry, cursor });
    }
    for (let index = (heap.length >> 1) - 1; index >= 0; index -= 1) sink(heap, index);
    yield* drain(heap);
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

async function* drain(heap: Head[]): AsyncGenerator<SortedLine[]> {
  let step: SortedLine[] = [];
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    step.push(top.entry);
    const entry = top.cursor.next() ?? (await nextEntry(top.cursor));
    if (entry !== null) top.entry = entry;
    else removeTop(heap);
    sink(heap, 0);
    if (step.length < stepMax) continue;
    yield step;
    step = [];
  }
  if (step.length > 0) yield step;
}

async function nextEntry(cursor: RunCursor): Promise<SortedLine | null> {
  for (;;) {
    const entry = cursor.next();
    if (entry !== null) return entry;
    if (!(await cursor.fill())) return null;
  }
}

function removeTop(heap: Head[]): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) heap[0] = last;
}

function sink(heap: Head[], from: number): void {
  let index = from;
  for (;;) {
    let least = index;
    for (const child of [2 * index + 1, 2 * index + 2]) {
      const candidate = heap[child];
      if (candidate !== undefined && before(candidate.entry, (heap[least] as Head).entry)) least = child;
    }
    if (least === index) return;
    [heap[index], heap[least]] = [heap[least] as Head, heap[index] as Head];
    index = least;
  }
}

function before(a: SortedLine, b: SortedLine): boolean {
  return a.key !== b.key ? a.key < b.key : a.line.number < b.line.number;
}
