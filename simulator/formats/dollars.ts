import { formatAmount, referenceCents } from '../../graph/model/currency.ts';
import type { SimulatedTransfer } from '../simulate.ts';

/** The amount of a transfer in US dollars at the reference rate, to the cent. For layouts of one currency. */
export function dollars({ event }: SimulatedTransfer): string {
  return formatAmount(referenceCents(event.amountMinor, event.currency), 'USD');
}
