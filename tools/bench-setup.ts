import { execFileSync } from 'node:child_process';
import { packagePath } from '../base/package-root.ts';
import { yardstickFolder } from '../bench/yardsticks/find-python.ts';

// `npm run bench:setup`: a Python environment with the pinned libraries that the benchmarks compare with. What it makes is
// not part of the project: it lies in an ignored folder, and without it the ratios are null.
const folder = packagePath(yardstickFolder);
const requirements = packagePath('bench', 'yardsticks', 'requirements.txt');
execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
const pip = ['-m', 'pip', 'install', '--requirement', requirements];
execFileSync(packagePath(yardstickFolder, 'bin', 'python'), pip, { stdio: 'inherit' });
