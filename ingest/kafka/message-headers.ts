import type { IHeaders } from 'kafkajs';

/** The headers of a message as a list. Values of one name keep their order; between names the client does not keep it. */
export function headerList(headers: IHeaders | undefined): (readonly [name: string, value: Uint8Array])[] {
  if (headers === undefined) return [];
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null)
      .map((one) => [name, typeof one === 'string' ? Buffer.from(one) : one] as const),
  );
}

/** The last value of a header as a text, null when the message has none of that name. */
export function headerText(headers: IHeaders | undefined, name: string): string | null {
  if (headers === undefined || !Object.hasOwn(headers, name)) return null;
  const value = headers[name];
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last === undefined || last === null ? null : String(last);
}
