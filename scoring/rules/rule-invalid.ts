import { AnelError } from '../../base/errors.ts';

/** The error of a rule that cannot be used: names the file, the key and, in `problem`, what is wrong and what to do. */
export function ruleInvalid(file: string, key: string, problem: string, cause?: unknown): AnelError {
  return new AnelError('RULE_INVALID', `rule file "${file}", key "${key}": ${problem}`, { cause });
}
