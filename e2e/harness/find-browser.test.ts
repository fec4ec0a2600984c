import process from 'node:process';
import { chromium } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { findBrowser } from './find-browser.ts';

describe('findBrowser', () => {
  const chosen = process.env.LIKENESS_BROWSER;
  afterEach(() => {
    if (chosen === undefined) delete process.env.LIKENESS_BROWSER;
    else process.env.LIKENESS_BROWSER = chosen;
  });

  it('finds a browser that runs pages, and remembers it for the run', async () => {
    const executablePath = await findBrowser();
    expect(process.env.LIKENESS_BROWSER).toBe(executablePath);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.setContent('<h1>it runs</h1>');
      expect(await page.textContent('h1')).toBe('it runs');
    } finally {
      await browser.close();
    }
  });

  it('does not quietly take another when the chosen one does not run', async () => {
    process.env.LIKENESS_BROWSER = '/no/such/browser';
    await expect(findBrowser()).rejects.toThrow('LIKENESS_BROWSER is /no/such/browser, which does not run');
  });
});
