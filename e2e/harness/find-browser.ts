import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { platform, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';

/** Where Chromium and its kin are installed, best known first. */
const KNOWN_PATHS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
};

const VERSION_TIMEOUT_MS = 30_000;
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * Finds a Chromium that runs here, installing one if there is none, and answers the path of its executable.
 *
 * In this order: `LIKENESS_BROWSER`; an installed Chromium or Chrome; the one Playwright has downloaded; a download by
 * Playwright; as root on a system with apt, its package. What is found is put into `LIKENESS_BROWSER`, so the processes
 * of one test run look once. Throws with what to do when there is no way.
 */
export async function findBrowser(log: (message: string) => void = console.log): Promise<string> {
  const chosen = process.env.LIKENESS_BROWSER;
  if (chosen !== undefined && chosen !== '') {
    if (await runs(chosen)) return chosen;
    throw new Error(`LIKENESS_BROWSER is ${chosen}, which does not run (tried it with --version).`);
  }
  const failures: string[] = [];
  const found =
    (await findInstalled()) ??
    (await downloadByPlaywright(log, failures)) ??
    (await installByApt(log, failures));
  if (found === undefined) {
    throw new Error(
      `No Chromium was found and none could be installed. Install Chromium or Chrome, or set LIKENESS_BROWSER to the path of one.\n${failures.join('\n')}`,
    );
  }
  process.env.LIKENESS_BROWSER = found;
  return found;
}

async function findInstalled(): Promise<string | undefined> {
  for (const path of [...(KNOWN_PATHS[platform()] ?? []), chromium.executablePath()]) {
    if ((await exists(path)) && (await runs(path))) return path;
  }
  return undefined;
}

async function downloadByPlaywright(
  log: (message: string) => void,
  failures: string[],
): Promise<string | undefined> {
  log('No Chromium found: asking Playwright for one …');
  const playwrightDir = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  const args = [join(playwrightDir, 'cli.js'), 'install', 'chromium'];
  const { output } = await run(process.execPath, args, INSTALL_TIMEOUT_MS);
  const found = await findInstalled();
  if (found === undefined) failures.push(`playwright install chromium: ${output.trim().slice(-500)}`);
  return found;
}

async function installByApt(log: (message: string) => void, failures: string[]): Promise<string | undefined> {
  if (userInfo().uid !== 0 || !(await exists('/usr/bin/apt-get'))) return undefined;
  log('Playwright had none that runs here: installing the system package chromium …');
  await run('apt-get', ['update'], INSTALL_TIMEOUT_MS);
  const args = ['install', '-y', '--no-install-recommends', 'chromium'];
  const { output } = await run('apt-get', args, INSTALL_TIMEOUT_MS);
  const found = await findInstalled();
  if (found === undefined) failures.push(`apt-get install chromium: ${output.trim().slice(-500)}`);
  return found;
}

/** A path may lead to a stub, or to a browser that lacks its libraries: only a run tells. */
async function runs(path: string): Promise<boolean> {
  const { code, output } = await run(path, ['--version'], VERSION_TIMEOUT_MS);
  return code === 0 && /Chrom|Edge/.test(output);
}

function run(
  file: string,
  args: readonly string[],
  timeout: number,
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return new Promise((resolve) => {
    execFile(file, args, { timeout, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
    });
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    // Absent, which is the answer.
    return false;
  }
}
