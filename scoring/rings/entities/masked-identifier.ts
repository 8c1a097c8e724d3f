/** Characters at the end that are shown at most. */
const shownMax = 4;

/** An identifier for people without what would give it away: its last four characters, of short ones less than half. Pure. */
export function maskedIdentifier(identifier: string): string {
  const characters = [...identifier];
  const shown = Math.min(shownMax, Math.floor((characters.length - 1) / 2));
  return shown <= 0 ? '…' : `…${characters.slice(-shown).join('')}`;
}
