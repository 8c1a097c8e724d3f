import { afterEach, beforeEach, describe } from 'vitest';
import type { GraphStore } from './store.ts';
import { accountCases } from './stores/contract/accounts.contract.ts';
import { appendCases } from './stores/contract/append.contract.ts';
import { durabilityCases } from './stores/contract/durability.contract.ts';
import { hubCases } from './stores/contract/hub.contract.ts';
import { labelCases } from './stores/contract/labels.contract.ts';
import { membershipCases } from './stores/contract/memberships.contract.ts';
import { propertyCases } from './stores/contract/property.contract.ts';
import type { StoreFixture } from './stores/contract/sample-events.contract.ts';
import { walkCases } from './stores/contract/walk.contract.ts';

/** What every GraphStore must do. `make` gives a new, empty store with `contractLimits` for each case. */
export function describeGraphStore(name: string, make: () => Promise<StoreFixture>): void {
  describe(`${name} keeps the contract of a graph store`, () => {
    let fixture: StoreFixture;
    let current: GraphStore;
    const store = () => current;
    const reopen = async () => {
      await current.close();
      current = await fixture.open();
      return current;
    };

    beforeEach(async () => {
      fixture = await make();
      current = await fixture.open();
    });
    afterEach(async () => {
      await current.close();
      await fixture.dispose();
    });

    describe('append', () => appendCases(store));
    describe('accounts and identifiers', () => accountCases(store));
    describe('labels', () => labelCases(store, reopen));
    describe('export, restore, fence, reopen', () => durabilityCases(store, reopen));
    describe('memberships', () => membershipCases(store));
    describe('walks', () => walkCases(store));
    describe('random batches', () => propertyCases(make));
    describe('hubs', () => hubCases(store));
  });
}
