import type { IHeaders } from 'kafkajs';
import { invalidField, missingField, type Problem, quote } from '../validate/problem.ts';
import { headerText } from './message-headers.ts';

/** What a message says, out of its envelope. */
export interface Unwrapped {
  /** The canonical event, parsed but not decoded. */
  readonly data: unknown;
  /** Id and time of the envelope, for an event that has none of its own; undefined without an envelope. */
  readonly id: unknown;
  readonly time: unknown;
}

const versionExpected = '"1.0", the version of CloudEvents that Anel reads';

/**
 * Takes an event out of its CloudEvents envelope (CloudEvents 1.0, Kafka protocol binding): in binary mode the headers are the
 * envelope, in structured mode the value is. A message that is no CloudEvent is its event.
 */
export function unwrapCloudEvent(headers: IHeaders | undefined, parsed: unknown): Unwrapped | Problem {
  const contentType = mediaType(headerText(headers, 'content-type'));
  if (contentType === 'application/cloudevents+json') return structured(parsed);
  if (contentType.startsWith('application/cloudevents')) {
    return invalidHeader('content-type', contentType, '"application/cloudevents+json", one event a message');
  }
  const version = headerText(headers, 'ce_specversion');
  if (version === null) return { data: parsed, id: undefined, time: undefined };
  if (version !== '1.0') return invalidHeader('ce_specversion', version, versionExpected);
  return {
    data: parsed,
    id: headerText(headers, 'ce_id') ?? undefined,
    time: headerText(headers, 'ce_time') ?? undefined,
  };
}

/** The problem of a header whose value is not what was expected. */
export function invalidHeader(name: string, value: string, expected: string): Problem {
  return { code: 'FIELD_INVALID', message: `header "${name}" is ${quote(value)}: expected ${expected}` };
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function structured(envelope: unknown): Unwrapped | Problem {
  if (!isObject(envelope)) {
    return { code: 'RECORD_UNREADABLE', message: 'the value is not a JSON object: expected a CloudEvent' };
  }
  const { specversion, data, id, time } = envelope;
  if (specversion === undefined) return missingField('specversion', versionExpected);
  if (specversion !== '1.0') return invalidField('specversion', specversion, versionExpected);
  if (data === undefined) return missingField('data', 'the event, as a JSON object');
  return { data, id, time };
}

/** A media type without its parameters. */
function mediaType(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
