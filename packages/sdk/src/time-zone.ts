import type { Site } from './site.ts';

/**
 * Adds the time zone to every context from now on.
 *
 * Where there is no Temporal, the first look at it costs the browser 30 ms and more, so a device takes it once, when nothing
 * else happens, and again only when the offset from UTC is another: by travel or by daylight saving time.
 */
export function knowTimeZone(site: Site): void {
  const offset = String(new Date().getTimezoneOffset());
  const use = (timeZone: string | undefined): void => {
    site.moreContext = `,"timezone":${JSON.stringify(timeZone)}`;
  };
  // A version before this one left a visitor without it.
  const [known, knownOffset] = (site.visitor[7] ?? '').split(' ');
  if (self.Temporal) use(self.Temporal.Now.timeZoneId());
  else if (known && knownOffset === offset) use(known);
  else {
    (self.requestIdleCallback ?? setTimeout)(() => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      use(timeZone);
      site.lookAgain();
      if (site.allows('m')) site.save(7, `${timeZone} ${offset}`);
    });
  }
}
