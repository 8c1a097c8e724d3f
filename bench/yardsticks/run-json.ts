import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program that prints one JSON object on standard output and answers that object. Throws an error with the last lines of its standard error
 * when it ends with another code than 0.
 */
export async function runJson<T>(program: string, args: readonly string[]): Promise<T> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-2000);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}: ${stderr.trim()}`);
  return JSON.parse(stdout) as T;
}
