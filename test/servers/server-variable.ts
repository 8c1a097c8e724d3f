import { it } from 'vitest';

/**
 * The address of a real server for a suite that needs one, from the environment. Null when it is not set: the reason is printed and
 * stands in the report as a skipped test. Throws instead where servers are required (CI=true and ANEL_TEST_SERVERS_REQUIRED=1).
 */
export function serverVariable(name: string): string | null {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  if (process.env.CI === 'true' && process.env.ANEL_TEST_SERVERS_REQUIRED === '1') {
    throw new Error(`${name} is not set, but servers are required; "npm run test:servers" starts them`);
  }
  console.log(`skipped: a suite on a real server; set ${name}, or use "npm run test:servers", to run it`);
  it.skip(`needs ${name}`);
  return null;
}
