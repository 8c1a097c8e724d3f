import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { type LogAction, logAction, logActions } from './log-action.ts';

test.each<[string, LogAction]>([
  ['payee-added', 'payee-added'],
  ['NewBeneficiary', 'payee-added'],
  ['ADD_RECIPIENT', 'payee-added'],
  ['payee-removed', 'other'],
  ['limit raised', 'limit-change'],
  ['transferLimitIncreased', 'limit-change'],
  ['limit reached', 'other'],
  ['password reset', 'password-change'],
  ['set PIN', 'password-change'],
  ['PhoneChanged', 'phone-change'],
  ['update of mobile number', 'phone-change'],
  ['e-mail changed', 'email-change'],
  ['email address changed', 'email-change'],
  ['address.change', 'address-change'],
  ['statement viewed', 'other'],
  ['addressed', 'other'],
  ['opened', 'other'],
])('"%s" is %s', (text, action) => {
  expect(logAction(text)).toBe(action);
});

it('reads every action from its own name', () => {
  for (const action of logActions) expect(logAction(action)).toBe(action);
});

it('answers for any text, whatever its case', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 256 }), (text) => {
      expect(logActions).toContain(logAction(text));
      expect(logAction(text.toUpperCase())).toBe(logAction(text.toUpperCase().toLowerCase()));
    }),
  );
});

it('is described in the docs, action by action', () => {
  const page = readFileSync(packagePath('docs', 'formats.md'), 'utf8');
  for (const action of logActions) expect(page).toContain(`\`${action}\``);
});
