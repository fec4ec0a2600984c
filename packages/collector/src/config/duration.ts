import type { Duration } from './config.ts';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const pattern = /^(\d{1,6})([smhdw])$/;

/** Whether a value is a duration longer than nothing. */
export function isDuration(value: unknown): value is Duration {
  return typeof value === 'string' && pattern.test(value) && !/^0+[smhdw]$/.test(value);
}

/** A duration in ms. */
export function durationMs(duration: Duration): number {
  const match = pattern.exec(duration);
  if (match === null) throw new TypeError(`${duration} is no duration such as 15m or 30d`);
  // The pattern takes exactly the five units.
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
}
