import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../api/testing/open-test-api.ts';
import {
  cycleRing,
  gatherScatterRing,
  ordinaryTransfers,
  scatterGatherRing,
  testTransfer,
} from '../../api/testing/scenario.ts';
import { seedOrdinary, seedRing } from '../../api/testing/seed.ts';
import { suspiciousAmount } from '../../api/testing/test-pipeline.ts';
import { browserMissing, openBrowser } from './open-browser.ts';

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)('the console in a real browser', () => {
  let api: TestApi;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    api = await openTestApi();
    await seedOrdinary(api.stores, 1, ordinaryTransfers);
    await seedRing(api.stores, 20, cycleRing);
    await seedRing(api.stores, 40, scatterGatherRing);
    await seedRing(api.stores, 60, gatherScatterRing);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1360, height: 900 }, colorScheme: 'dark' });
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http') && host !== new URL(api.server.url).host) foreign.push(request.url());
    });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await api.close();
  });

  async function keep(name: string): Promise<void> {
    const folder = process.env.ANEL_SCREENSHOTS;
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  }

  test('shows the newest alerts and rings, each with its picture', async () => {
    await page.goto(api.server.url);
    await page.locator('.card').nth(2).waitFor();
    // Alerts, pictures and counts come each with an answer of its own.
    await page.locator('#alerts a').nth(2).waitFor();
    await page.locator('.card svg .edge').nth(19).waitFor();
    await page.locator('#counts', { hasText: '3rings' }).waitFor();
    expect(await page.locator('#alerts a').count()).toBe(3);
    expect(await page.locator('.card svg .node').count()).toBe(5 + 6 + 8);
    expect(await page.locator('.card svg .edge').count()).toBe(5 + 8 + 7);
    expect(await page.locator('#counts').textContent()).toContain('3rings');
    await page.locator('#live[data-state=live]').waitFor();
    await keep('overview');
  });

  test('a click on a ring shows its members, its money and its history', async () => {
    await page.locator('.card', { hasText: 'Gather scatter' }).click();
    await page.locator('h1', { hasText: 'Gather scatter of 8 accounts' }).waitFor();
    expect(await page.locator('.picture .node').count()).toBe(8);
    expect(await page.locator('.picture .legend').textContent()).toContain('Collector');
    expect(await page.locator('.picture .edge', { hasText: '7.6K EUR ×2' }).count()).toBe(1);
    expect(await page.locator('table').count()).toBe(3);
    await keep('ring');
  });

  test('an account of the picture is reached with the keyboard and opens its surroundings', async () => {
    const hub = page.locator('.picture a.node[data-id="B3/HUB"]');
    await hub.focus();
    await page.locator('.picture svg[data-focus]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Account B3/HUB' }).waitFor();
    expect(await page.locator('.picture .node').count()).toBe(9);
    await page.locator('#hops').selectOption('2');
    await page.waitForURL(/hops=2/);
    await page.locator('.picture .node').nth(9).waitFor();
    await keep('account');
  });

  test('a decision tells why, with its features', async () => {
    await page.locator('a', { hasText: 'why' }).first().click();
    await page.locator('h1', { hasText: 'Transaction' }).waitFor();
    const text = await page.locator('main').textContent();
    for (const part of ['The amount in cents', 'amount_cents', 'Because of', 'model-1'])
      expect(text).toContain(part);
    await keep('decision');
  });

  test('a new alert appears by itself', async () => {
    await page.goto(`${api.server.url}/#/alert/alert-ring-cycle`);
    await page.locator('h1', { hasText: 'Alert on a cycle' }).waitFor();
    await page.locator('#live[data-state=live]').waitFor();
    await api.services.submit(testTransfer(200, 'B7/NEWS', 'B1/SHOP', suspiciousAmount));
    await page.locator('#alerts a', { hasText: 'B7/NEWS' }).waitFor();
    await keep('alert');
  });

  test('search finds an account, and tells when there is no such thing', async () => {
    await page.locator('#search input').fill('B4/S1');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Account B4/S1' }).waitFor();
    await page.locator('#search input').fill('nobody');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Not found' }).waitFor();
  });

  test('text that came with a transaction is shown as text', async () => {
    const evil = 'B1/<img src=x onerror=alert(1)>';
    await api.services.submit(testTransfer(201, evil, 'B1/SHOP', suspiciousAmount));
    await page.goto(`${api.server.url}/#/account/${encodeURIComponent(evil)}`);
    await page.locator('h1', { hasText: '<img src=x' }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  });

  test('there is a light theme, and a layout for a narrow window', async () => {
    await page.goto(`${api.server.url}/#/ring/ring-cycle`);
    await page.locator('h1', { hasText: 'Cycle of 5 accounts' }).waitFor();
    await page.locator('#theme').click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await keep('light');
    await page.setViewportSize({ width: 420, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await keep('narrow');
    await page.setViewportSize({ width: 1360, height: 900 });
  });

  test('the explorer runs a query without internet', async () => {
    await page.goto(`${api.server.url}/explorer`);
    await page.locator('.graphiql-execute-button').click();
    await page.getByRole('menuitem', { name: 'Newest' }).click();
    await page.locator('.result-window', { hasText: '"lastSeq": 30' }).waitFor();
    await keep('explorer');
  });

  test('nothing was loaded from elsewhere and nothing was reported as an error', () => {
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
  });
});
