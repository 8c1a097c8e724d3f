import type { IHeaders } from 'kafkajs';

/** Whether two parts of messages are the same; null is none. */
export function sameBytes(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

/** Whether two sets of headers have the same names and values. No message of a trial has a name twice. */
export function sameHeaders(one: IHeaders, other: IHeaders): boolean {
  const texts = [one, other].map((headers) =>
    JSON.stringify(
      Object.entries(headers)
        .map(([name, value]) => [name, bytesOf(value).toString('base64')])
        .sort(),
    ),
  );
  return texts[0] === texts[1];
}

/** The last value of a header as text; the empty text when there is none. */
export function headerOf(headers: IHeaders, name: string): string {
  return bytesOf(headers[name]).toString();
}

function bytesOf(value: IHeaders[string]): Buffer {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return Buffer.from(last ?? '');
}
