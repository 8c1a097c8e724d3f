import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { packagePath } from '../base/package-root.ts';
import { fillSecrets } from './compose/fill-secrets.ts';

const file = packagePath('.env');
const example = readFileSync(packagePath('.env.example'), 'utf8');
const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
const { text, added } = fillSecrets(example, present, () => randomBytes(24).toString('hex'));
if (added.length > 0) writeFileSync(file, text, { mode: 0o600 });
console.log(added.length > 0 ? `.env: made ${added.join(', ')}` : '.env: nothing is missing');
