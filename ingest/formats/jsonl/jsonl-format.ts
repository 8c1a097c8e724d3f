import type { Decoded, Format } from '../../source.ts';
import { decodeEvent } from '../../validate/decode-event.ts';
import { quote } from '../../validate/problem.ts';

/** One canonical JSON event a line: see docs/formats.md. Blank lines are skipped. Every event names its own id. */
export const jsonlFormat: Format = {
  name: 'jsonl',
  title: 'canonical events, one JSON object a line: transfers, reversals, authentications, logs and labels',
  reader: () => ({ line: decodeLine }),
};

function decodeLine(text: string, lineNumber: number): Decoded {
  if (text.trim() === '') return { status: 'skip' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const message = `line ${lineNumber}: ${quote(text)} is not valid JSON: expected one event a line`;
    return { status: 'bad', code: 'RECORD_UNREADABLE', message };
  }
  const decoded = decodeEvent(value);
  if (decoded.status === 'event') return decoded;
  return { ...decoded, message: `line ${lineNumber}: ${decoded.message}` };
}
