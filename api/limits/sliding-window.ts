/** The requests of one client in the present window of fixed length and in the one before. */
export interface RequestWindow {
  /** When the present window began, a multiple of its length. */
  startMs: number;
  count: number;
  previous: number;
}

/**
 * Takes one request out of a sliding window: the requests of the present window of fixed length, and of the one before as many
 * as its part that the last `spanMs` still cover. Changes `window`. Answers 0 when the request is allowed, else the
 * milliseconds after which it would be. In whole numbers, so that another implementation gives the same answers. O(1).
 */
export function takeFromWindow(window: RequestWindow, nowMs: number, max: number, spanMs: number): number {
  slide(window, nowMs, spanMs);
  const elapsedMs = nowMs - window.startMs;
  const room = (max - window.count - 1) * spanMs;
  if (window.previous * (spanMs - elapsedMs) <= room) {
    window.count += 1;
    return 0;
  }
  if (room >= 0) return spanMs - Math.floor(room / window.previous) - elapsedMs;
  return 2 * spanMs - Math.floor(((max - 1) * spanMs) / window.count) - elapsedMs;
}

/** A clock that steps back stays in the window that was begun. */
function slide(window: RequestWindow, nowMs: number, spanMs: number): void {
  const startMs = nowMs - (nowMs % spanMs);
  if (startMs <= window.startMs) return;
  window.previous = startMs === window.startMs + spanMs ? window.count : 0;
  window.count = 0;
  window.startMs = startMs;
}
