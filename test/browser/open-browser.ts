import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package puts it. */
const chromiumPath = '/usr/bin/chromium';

/** Null where a browser can be driven; else why not. With CI=true a browser must be there. */
export function browserMissing(): string | null {
  if (existsSync(chromiumPath)) return null;
  if (process.env.CI === 'true')
    throw new Error(`"${chromiumPath}" is missing: install the package chromium`);
  return `the browser tests need "${chromiumPath}" (apt-get install chromium)`;
}

/** A headless Chromium that talks to nobody but the pages of a test. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
