import Bowser from 'bowser';

/** What a user agent says about itself, by the names of the library `bowser`; what it does not say is left out. */
export interface AgentDescription {
  /** `Chrome`, `Safari`, `Firefox`, …; `Chrome 142`. */
  readonly browser?: string;
  readonly browserVersion?: string;
  /** `Windows`, `macOS`, `iOS`, `Android`, `Linux`, … */
  readonly os?: string;
  readonly osVersion?: string;
  /** `desktop`, `mobile`, `tablet`, `tv`, `bot`. */
  readonly device?: string;
  /** `Apple`, `Samsung`, … */
  readonly vendor?: string;
  readonly model?: string;
}

/**
 * Describes the sender of a context (JSON text) by its `userAgent`; `undefined` where it has none or names nothing
 * known. It is asked once for every different context, so it may take its time (some 50 µs).
 */
export function describeAgent(context: string): AgentDescription | undefined {
  const parsed: unknown = JSON.parse(context);
  if (typeof parsed !== 'object' || parsed === null || !('userAgent' in parsed)) return undefined;
  const { userAgent } = parsed;
  if (typeof userAgent !== 'string' || userAgent === '') return undefined;
  const { browser, os, platform } = Bowser.parse(userAgent);
  const facts = {
    browser: browser.name,
    browserVersion: browser.version,
    os: os.name,
    // "NT 10.0" says less than "10".
    osVersion: os.versionName ?? os.version,
    device: platform.type,
    vendor: platform.vendor,
    model: platform.model,
  };
  const known = Object.entries(facts).filter(([, value]) => typeof value === 'string' && value !== '');
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
