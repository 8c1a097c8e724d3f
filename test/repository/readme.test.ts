import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { shellCommands } from './readme-blocks.ts';

const readme = readFileSync(packagePath('README.md'), 'utf8');
const commands = shellCommands(readme);
const inCi = process.env.CI === 'true';
/** The same demonstration on a stream of a twentieth of the size. */
const small = '--accounts 300 --transactions 3000 --rings 4';
const outputBytesMax = 16_777_216;
let clone: string;

beforeAll(() => {
  clone = join(mkdtempSync(join(tmpdir(), 'anel-readme-')), 'anel');
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: packagePath() });
  const files = listed
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(packagePath(path)));
  for (const path of files) cpSync(packagePath(path), join(clone, path), { preserveTimestamps: true });
  if (!inCi) symlinkSync(packagePath('node_modules'), join(clone, 'node_modules'));
});

afterAll(() => rmSync(join(clone, '..'), { recursive: true, force: true }));

/** The command as it is run here: packages are installed once, with CI=true only, and the demonstration is small and ends. */
function shortened(command: string, first: boolean): string {
  const installed = inCi && first ? command : command.replace(/^npm ci && /, '');
  return installed
    .replace('npm start --silent -- --exit', `npm start --silent -- --exit ${small}`)
    .replace(/npm start$/, `npm start -- --exit ${small}`);
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_ENV|TEST|npm_|ANEL_)/.test(name),
  );
  return { ...Object.fromEntries(own), ANEL_README_TEST: '1' };
}

/** Answers standard output; a failure shows both outputs. */
async function run(command: string): Promise<string> {
  const options = { cwd: clone, env: cleanEnvironment(), maxBuffer: outputBytesMax };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], options);
  return stdout;
}

describe('README.md', () => {
  it('begins with the two commands, each in a block of its own', () => {
    expect(readme).toContain('```sh\nnpm ci && npm start\n```');
    expect(readme).toContain('```sh\nnpm ci && npm test\n```');
  });

  it.each(commands.map((command, place) => ({ command, place })))(
    'runs `$command`',
    async ({ command, place }) => {
      const output = await run(shortened(command, place === 0));
      if (command.includes('npm start --silent')) {
        const summary = JSON.parse(output);
        expect(summary.decisions).toBe(3000);
      } else if (command.endsWith('npm start')) {
        expect(output).toMatch(/^transactions +3,000 decided/m);
      } else if (command.includes('anel verify')) {
        expect(output).toMatch(/^whole: /m);
      } else if (command.endsWith('npm test')) {
        expect(output).toMatch(/^\d+ passed, 0 failed/m);
      }
    },
  );

  it('links only to what exists', () => {
    const targets = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '');
    expect(targets.length).toBeGreaterThan(5);
    expect(targets.filter((path) => !existsSync(packagePath(path)))).toEqual([]);
  });
});
