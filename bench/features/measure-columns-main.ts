// The program of `measureInProcess`: a file of transfers and what to measure as JSON; prints the figures as JSON.
import { measureColumns, type OurRun } from './measure-columns.ts';
import { readTransferFile } from './transfer-columns.ts';

const [file, run] = process.argv.slice(2) as [string, string];
const figures = measureColumns(await readTransferFile(file), JSON.parse(run) as OurRun);
process.stdout.write(`${JSON.stringify(figures)}\n`);
