import type { Arrival } from './arrivals.ts';
import type { Findings } from './findings.ts';
import { sameBytes, sameHeaders } from './same-message.ts';

/** A dead letter wherever it was found: the place of the message that it was, and what it kept of it. */
export interface FoundLetter {
  readonly place: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Parameters<typeof sameHeaders>[0];
}

/** The letters are exactly the malformed messages, once each, with all their bytes. `where` names the record in findings. */
export function checkLetters(
  where: string,
  letters: readonly FoundLetter[],
  arrivals: readonly Arrival[],
  findings: Findings,
): void {
  const malformed = new Map(
    arrivals
      .filter(({ planned }) => planned.truth.is === 'malformed')
      .map((arrival) => [arrival.place, arrival]),
  );
  const places = letters.map(({ place }) => place);
  findings.expectOnce(where, new Set(malformed.keys()), places);
  for (const { place, key, value, headers } of letters) {
    const arrival = malformed.get(place);
    if (arrival === undefined) continue;
    const isSame =
      sameBytes(value, arrival.value ?? Buffer.alloc(0)) &&
      sameBytes(key, arrival.key) &&
      sameHeaders(headers, arrival.headers);
    findings.expect(isSame, `${where}: ${place} has other bytes than the message`);
  }
}
