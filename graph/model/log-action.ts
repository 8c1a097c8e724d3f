/** What a log's action means for the safety of its account. `other` is everything that changes neither how its owner is reached nor whom it can pay. */
export const logActions = [
  'payee-added',
  'limit-change',
  'password-change',
  'phone-change',
  'email-change',
  'address-change',
  'other',
] as const;

export type LogAction = (typeof logActions)[number];

/** Words that name the thing, in the order in which they are tried: an `email address` is an e-mail, so `address` comes last. */
const subjects: readonly (readonly [LogAction, readonly string[]])[] = [
  ['payee-added', ['payee', 'beneficiary', 'recipient']],
  ['limit-change', ['limit', 'limits']],
  ['password-change', ['password', 'passcode', 'pin']],
  ['phone-change', ['phone', 'mobile', 'telephone']],
  ['email-change', ['email', 'mail']],
  ['address-change', ['address']],
];

/** Words that say that it changed. */
const changes: ReadonlySet<string> = new Set(
  'add added change changed create created edit edited increase increased modified modify new raise raised replace replaced reset set update updated'.split(
    ' ',
  ),
);

/**
 * Reads the free text of a log's action: its words, in any case and with any separator (`phone-changed`, `PhoneChanged`,
 * `change of phone`), must name a thing and say that it changed. Anything else is `other`. O(length).
 */
export function logAction(action: string): LogAction {
  const words = action
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  if (!words.some((word) => changes.has(word))) return 'other';
  const found = subjects.find(([, names]) => words.some((word) => names.includes(word)));
  return found === undefined ? 'other' : found[0];
}
