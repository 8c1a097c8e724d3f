import { collection } from './collection.ts';
import { familyCircle } from './family-circle.ts';
import { franchise } from './franchise.ts';
import type { LookAlike, LookAlikeKind } from './look-alike.ts';
import { marketplace } from './marketplace.ts';
import { middlemen } from './middlemen.ts';
import { payroll } from './payroll.ts';
import { sale } from './sale.ts';
import { savingsGroup } from './savings-group.ts';
import { settlement } from './settlement.ts';
import { sharedTrip } from './shared-trip.ts';
import { supplyChain } from './supply-chain.ts';
import { treasurySweep } from './treasury-sweep.ts';

/** Every benign group that the simulator can make. */
export const lookAlikes: Readonly<Record<LookAlikeKind, LookAlike>> = {
  PAYROLL: payroll,
  SETTLEMENT: settlement,
  COLLECTION: collection,
  TREASURY_SWEEP: treasurySweep,
  FRANCHISE: franchise,
  FAMILY_CIRCLE: familyCircle,
  SAVINGS_GROUP: savingsGroup,
  SHARED_TRIP: sharedTrip,
  MARKETPLACE: marketplace,
  SUPPLY_CHAIN: supplyChain,
  MIDDLEMEN: middlemen,
  SALE: sale,
};
