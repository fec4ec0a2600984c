import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

/** Engines beside Chromium, as Debian packages them; WPE is of the time of Safari 16. */
export type EngineName = 'firefox' | 'webkitgtk' | 'wpe';

/** What opens pages by itself: Playwright turns prerendering off. */
export type SelfDrivingName = EngineName | 'chromium';

/** A browser that opens one page, which does everything else by itself. */
export interface SelfDrivingBrowser {
  /** Ends all of its processes at once, as a crash would. */
  kill(): Promise<void>;
}

/** The executable of an engine, or what to install when there is none. */
export function findEngine(engine: EngineName): { readonly path: string } | { readonly missing: string } {
  if (engine === 'firefox') {
    const path = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((known) => existsSync(known));
    return path === undefined ? { missing: 'the Debian package firefox-esr' } : { path };
  }
  if (engine === 'wpe') {
    const [headless] = globSync('/usr/lib/*/cog/modules/libcogplatform-headless.so');
    return headless === undefined ? { missing: 'the Debian package cog' } : { path: '/usr/bin/cog' };
  }
  const [path] = globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser');
  return path !== undefined && existsSync('/usr/bin/xvfb-run')
    ? { path }
    : { missing: 'the Debian packages webkit2gtk-driver, xvfb and xauth' };
}

/** What is opened, and on which profile. */
export interface SelfDriving {
  readonly engine: SelfDrivingName;
  /** The executable. */
  readonly path: string;
  /** It outlives the browser; a driven WebKitGTK keeps nothing. */
  readonly profileDir: string;
}

/** Opens pages, each in a tab, with no driver at all. */
export async function openSelfDriving(
  { engine, path, profileDir }: SelfDriving,
  ...urls: readonly string[]
): Promise<SelfDrivingBrowser> {
  await mkdir(profileDir, { recursive: true });
  const home = { HOME: profileDir, XDG_DATA_HOME: profileDir, XDG_CACHE_HOME: profileDir };
  if (engine === 'firefox') await writeFile(join(profileDir, 'user.js'), firefoxPreferences);
  const [command, ...parameters] = {
    chromium: [
      path,
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      `--user-data-dir=${profileDir}`,
      ...urls,
    ],
    firefox: [path, '--headless', '--no-remote', '--profile', profileDir, ...urls],
    webkitgtk: ['xvfb-run', '-a', path, ...urls],
    wpe: [path, '--platform=headless', `--cookie-jar=text:${join(profileDir, 'cookies')}`, ...urls],
  }[engine] as [string, ...string[]]; // each begins with what is run
  const child = spawn(command, parameters, {
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      ...home,
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      ...(engine === 'wpe' && { XDG_RUNTIME_DIR: profileDir }),
    },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${path} did not start`);
  return {
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      // The process group: renderers are killed with the browser.
      process.kill(-pid, 'SIGKILL');
      await exited;
    },
  };
}

/** No first-run pages and no calls home; a page may close its own tab. */
const firefoxPreferences = Object.entries({
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.sessionstore.resume_from_crash': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.startup.max_resumed_crashes': -1,
  'app.update.enabled': false,
  'dom.allow_scripts_to_close_windows': true,
  'network.captive-portal-service.enabled': false,
})
  .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
  .join('\n');
