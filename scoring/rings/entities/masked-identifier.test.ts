import { expect, test } from 'vitest';
import { maskedIdentifier } from './masked-identifier.ts';

test.each([
  ['4111111111111111', '…1111'],
  ['10.0.0.7', '…0.7'],
  ['abcde', '…de'],
  ['abc', '…c'],
  ['ab', '…'],
  ['', '…'],
  ['🂡🂢🂣🂤🂥🂦🂧🂨🂩', '…🂦🂧🂨🂩'],
])('of %j this much is shown: %s', (identifier, shown) => {
  expect(maskedIdentifier(identifier)).toBe(shown);
});
