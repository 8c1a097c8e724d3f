import { writeFileSync } from 'node:fs';
import { packagePath } from '../base/package-root.ts';
import { generatedPages } from './docs/pages.ts';

for (const [name, page] of Object.entries(generatedPages)) {
  writeFileSync(packagePath('docs', name), page());
  console.log(`docs/${name}`);
}
