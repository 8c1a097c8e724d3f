import type { ApiServices } from '../services.ts';

/** Reason codes with their sentences, in the same order. */
export function toReasons(
  codes: readonly string[],
  services: Pick<ApiServices, 'reasonText'>,
): { code: string; text: string }[] {
  return codes.map((code) => ({ code, text: services.reasonText(code) }));
}
