/** Characters of a label, the ellipsis included. */
const labelMax = 14;

/**
 * A short label for each account key, in their order, all different as the keys are: the account without its bank, its middle left out
 * when it is long; where that is not enough to tell accounts apart, more of the key, up to all of it. Costs O(accounts).
 */
export function shortLabels(accounts: readonly string[]): string[] {
  const forms = [shortOf, middleOf, wholeOf];
  let labels = accounts.map(shortOf);
  for (const form of forms.slice(1)) {
    const counts = new Map<string, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    labels = labels.map((label, index) => (counts.get(label) === 1 ? label : form(accounts[index]!)));
  }
  return labels;
}

function shortOf(account: string): string {
  return shortened(account.slice(account.indexOf('/') + 1), labelMax);
}

function middleOf(account: string): string {
  return shortened(account, 2 * labelMax);
}

function wholeOf(account: string): string {
  return account;
}

/** The text when it has at most `max` characters, else its first and last ones around an ellipsis. Never splits a character in two. */
export function shortened(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const last = Math.floor((max - 1) / 2);
  return `${characters.slice(0, max - 1 - last).join('')}…${characters.slice(-last).join('')}`;
}
