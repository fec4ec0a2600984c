import { actionWeights, err, type Issue, issue, ok, type Result } from '@likeness/core';
import type { LikenessConfig } from './config.ts';
import { isDuration } from './duration.ts';

/** Checks one value; adds an issue when it is wrong. */
type Check = (value: unknown, path: Issue['path'], issues: Issue[]) => void;

/**
 * Checks that an unknown value has the shape of a configuration: known keys with values of their kind. What segments
 * say is checked by `createSegmentSet`.
 */
export function checkConfig(value: unknown): Result<LikenessConfig, readonly Issue[]> {
  const issues: Issue[] = [];
  if (value === undefined) issues.push(issue('required', [], 'an object', value));
  configCheck()(value, [], issues);
  // The checks below cover every key of LikenessConfig.
  return issues.length > 0 ? err(issues) : ok(value as LikenessConfig);
}

const durationExpected = 'a duration such as 90s, 15m, 36h, 30d or 2w';

/** What a configuration may hold. */
function configCheck(): Check {
  const text = is((value) => typeof value === 'string' && value !== '' && value.length <= 1_024, 'a text');
  const number = is((value) => typeof value === 'number' && Number.isFinite(value), 'a finite number');
  const positive = is((value) => typeof value === 'number' && value > 0 && value < 1e15, 'a number above 0');
  const boolean = is((value) => typeof value === 'boolean', 'true or false');
  const duration = is(isDuration, durationExpected);
  const name = is(
    (value) => typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(value),
    'a name of 1 to 64 lower case letters, digits and hyphens',
  );
  const url = is(
    (value) => typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? ''),
    'an http or https address',
  );
  const secret = is(
    (value) => typeof value === 'string' && value.length >= 16,
    'a secret of 16 characters or more, best from the environment',
  );
  const weights = Object.fromEntries(Object.keys(actionWeights).map((action) => [action, number]));
  const halfLifePair: Readonly<Record<string, Check>> = {
    fast: required(duration),
    slow: required(duration),
  };

  const origin = is(
    (value) => typeof value === 'string' && /^https?:\/\/(\*\.)?[^*/\s]+$/.test(value),
    'an origin such as https://shop.example or https://*.shop.example',
  );
  const onViolation = oneOf(['flag', 'quarantine']);
  // A property may hold properties.
  const property: Check = (value, path, issues) =>
    object({
      type: oneOf(['string', 'number', 'boolean', 'date', 'list', 'object']),
      required: boolean,
      enum: list(
        is((entry) => ['string', 'number', 'boolean'].includes(typeof entry), 'a text, number or boolean'),
      ),
      pii: oneOf(['drop', 'hash']),
      properties: record(property),
      items: property,
      description: text,
    })(value, path, issues);

  const tagRule = object({
    type: required(oneOf(['track', 'identify', 'page', 'screen', 'group', 'alias'])),
    events: list(text),
    family: required(text),
    path: required(text),
    weight: required(number),
    transform: required(
      oneOf([
        'text',
        'lower',
        'taxonomy',
        'price-band',
        'words',
        'local-hour',
        'local-weekday',
        'device-class',
      ]),
    ),
  });

  const trust: Readonly<Record<string, Check>> = { priority: list(text), lead: record(duration) };

  return object({
    sharded: boolean,
    sites: record(object({ origins: list(origin) })),
    regionHeader: is(
      (value) => typeof value === 'string' && /^[\w-]{1,64}$/.test(value),
      'the name of a header',
    ),
    trackingPlan: object({
      events: required(
        record(
          object({ properties: record(property), otherProperties: boolean, onViolation, description: text }),
        ),
      ),
      onViolation,
      unplanned: oneOf(['accept', 'flag', 'quarantine']),
      pseudonymSecret: secret,
    }),
    traits: object({ ...trust, byTrait: record(object(trust)) }),
    interests: object({
      rules: list(tagRule),
      defaultRules: boolean,
      actionWeights: object({ ...weights, families: record(object(weights)) }),
      halfLives: object({ ...halfLifePair, families: record(object(halfLifePair)) }),
      synonyms: record(record(text)),
    }),
    segments: object({
      readyMade: falseOr(
        object({ highValueRevenue: positive, atRiskDays: positive, lapsedDays: positive, newDays: positive }),
      ),
      own: list(object({ name: required(name), description: text, rule: required(anything) })),
    }),
    webhooks: list(
      object({ name: required(name), url: required(url), secret: required(secret), segments: list(name) }),
    ),
    updates: object({
      segments: updateOf(['realtime', 'batch', 'hybrid']),
      profiles: updateOf(['realtime', 'batch', 'hybrid']),
      population: object({ every: duration }),
    }),
    retention: object({
      events: duration,
      quarantine: duration,
      deliveries: duration,
      memberships: duration,
    }),
  });
}

function is(test: (value: unknown) => boolean, expected: string): Check {
  return (value, path, issues) => {
    if (value !== undefined && !test(value)) issues.push(issue('type', path, expected, value));
  };
}

function oneOf(choices: readonly string[]): Check {
  return is((value) => typeof value === 'string' && choices.includes(value), `one of ${choices.join(', ')}`);
}

/** A rule of a segment: {@link checkConfig} says who checks it. */
function anything(): void {
  // Nothing to check here.
}

function required(check: Check): Check {
  return (value, path, issues) => {
    if (value === undefined) issues.push(issue('required', path, 'a value', value));
    else check(value, path, issues);
  };
}

function falseOr(check: Check): Check {
  return (value, path, issues) => {
    if (value !== false) check(value, path, issues);
  };
}

/** The strategy of a projection, alone or with how often its job runs. */
function updateOf(strategies: readonly string[]): Check {
  const strategy = oneOf(strategies);
  return textOr(
    strategy,
    object({
      strategy: required(strategy),
      every: is(isDuration, durationExpected),
    }),
  );
}

function textOr(ofText: Check, other: Check): Check {
  return (value, path, issues) => (typeof value === 'string' ? ofText : other)(value, path, issues);
}

function list(check: Check): Check {
  return (value, path, issues) => {
    if (value === undefined) return;
    if (!Array.isArray(value)) issues.push(issue('type', path, 'a list', value));
    else for (const [i, item] of value.entries()) check(item, [...path, i], issues);
  };
}

function record(check: Check): Check {
  return (value, path, issues) => {
    for (const [key, entry] of entriesOf(value, path, issues)) check(entry, [...path, key], issues);
  };
}

function object(checks: Readonly<Record<string, Check>>): Check {
  const known = Object.keys(checks);
  return (value, path, issues) => {
    if (value === undefined) return;
    const entries = new Map(entriesOf(value, path, issues));
    if (typeof value !== 'object') return;
    for (const key of entries.keys()) {
      if (known.includes(key)) continue;
      issues.push(issue('key', [...path, key], `no other keys than ${known.join(', ')}`, entries.get(key)));
    }
    for (const [key, check] of Object.entries(checks)) check(entries.get(key), [...path, key], issues);
  };
}

function entriesOf(
  value: unknown,
  path: Issue['path'],
  issues: Issue[],
): readonly (readonly [string, unknown])[] {
  if (value === undefined) return [];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  issues.push(issue('type', path, 'an object', value));
  return [];
}
