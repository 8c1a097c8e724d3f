import { featureManifest } from '../../scoring/features/registry.ts';
import { tableText } from './table-text.ts';

/** The text of docs/features.md: every feature of the vector, in its order. */
export function featuresPage(): string {
  const { hash, features } = featureManifest();
  const rows = features.map(({ name, unit, window, description }) => [
    `\`${name}\``,
    unit,
    window,
    description,
  ]);
  return `# Features

Made from \`scoring/features/registry.ts\` by \`npm run docs\`; a test compares the two.

What is computed about each transaction at the moment of its arrival, from the graph around it: ${features.length} numbers, in the
order of the vector. A feature sees the transaction itself and what was known before it, nothing later. The code that scores
live also makes the tables that models are trained on (\`anel features\`), and a decision keeps its vector. \`-1\` stands for "there is none". Amounts are compared in US cents at fixed reference rates.

The set has the hash \`${hash}\`. A model that was made for another one is refused at start.

${tableText(['name', 'unit', 'window', 'meaning'], rows)}
`;
}
