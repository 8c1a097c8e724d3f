import { describe } from 'vitest';
import { commitCases } from './contract/commit.contract.ts';
import { decisionsCases } from './contract/decisions.contract.ts';
import { evidenceCases } from './contract/evidence.contract.ts';
import { leaseCases } from './contract/lease.contract.ts';
import { useLedger } from './contract/ledger-fixture.contract.ts';
import { migrationsCases } from './contract/migrations.contract.ts';
import { openingCases } from './contract/opening.contract.ts';
import { recordsCases } from './contract/records.contract.ts';
import { ringsCases } from './contract/rings.contract.ts';
import { zombieCases } from './contract/zombie.contract.ts';
import type { TestSchema } from './test-database.ts';

/**
 * What every ledger must do, on the embedded and on a real server alike. `make` gives an empty schema on the server;
 * the suite drops it.
 */
export function describeLedger(name: string, make: () => Promise<TestSchema>): void {
  describe(`${name} keeps the contract of a ledger`, () => {
    const fixture = useLedger(make);
    openingCases(fixture);
    migrationsCases(fixture);
    commitCases(fixture);
    decisionsCases(fixture);
    ringsCases(fixture);
    evidenceCases(fixture);
    recordsCases(fixture);
    leaseCases(fixture);
    zombieCases(fixture);
  });
}
