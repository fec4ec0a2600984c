import { dayMs, hourMs } from './decay.ts';

/** The clock on the user's wall. */
export interface LocalTime {
  /** 0–23. */
  readonly hour: number;
  /** 0 (Sunday) – 6. */
  readonly weekday: number;
}

/** Reads local times; see {@link createLocalClock}. */
export type LocalClock = (timeZone: string, at: number) => LocalTime | undefined;

/** IANA knows about 600 zones; names beyond it are a sender's inventions. */
const zoneLimit = 600;

/** Days remembered by zone: a year of history and what is late or early. */
const dayLimit = 400;

/**
 * Creates a clock that answers hour and weekday in an IANA time zone, `undefined` for a zone that the engine does
 * not know.
 *
 * Asking `Intl` costs more than folding an event, so the clock remembers each zone's offset by UTC day (for the
 * whole day when both its ends agree): an index, not state.
 */
export function createLocalClock(): LocalClock {
  const zones = new Map<string, Zone | undefined>();
  let last: (LocalTime & { readonly timeZone: string; readonly at: number }) | undefined;
  return (timeZone, at) => {
    // Hour and weekday of one event are asked for one after the other.
    if (last?.at === at && last.timeZone === timeZone) return last;
    let zone = zones.get(timeZone);
    if (zone === undefined) {
      if (zones.has(timeZone)) return undefined;
      if (zones.size >= zoneLimit) zones.clear();
      zone = openZone(timeZone);
      zones.set(timeZone, zone);
      if (zone === undefined) return undefined;
    }
    const local = at + (dayOffsetMs(zone, Math.floor(at / dayMs)) ?? offsetMs(zone.format, at));
    const localDay = Math.floor(local / dayMs);
    last = {
      timeZone,
      at,
      hour: Math.floor(local / hourMs) - 24 * localDay,
      // 1970-01-01 was a Thursday.
      weekday: (((localDay + 4) % 7) + 7) % 7,
    };
    return last;
  };
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offset by UTC day; `undefined` of a day on which the clocks change. */
  readonly offsets: Map<number, number | undefined>;
}

/** The offset that holds for a whole UTC day, ms. */
function dayOffsetMs(zone: Zone, day: number): number | undefined {
  const { format, offsets } = zone;
  const known = offsets.get(day);
  if (known !== undefined || offsets.has(day)) return known;
  if (offsets.size >= dayLimit) offsets.clear();
  const first = offsetMs(format, day * dayMs);
  const offset = first === offsetMs(format, (day + 1) * dayMs - 1) ? first : undefined;
  offsets.set(day, offset);
  return offset;
}

function openZone(timeZone: string): Zone | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    return { format, offsets: new Map() };
  } catch {
    // A RangeError: no such zone. The sender's mistake makes the local time unknown, nothing more.
    return undefined;
  }
}

/** `11/22/2026, GMT+01:00`; UTC itself is plain `GMT`. */
function offsetMs(format: Intl.DateTimeFormat, at: number): number {
  const found = /GMT([+-])(\d+):(\d+)/.exec(format.format(at));
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}
