import type { MappingSource } from '../import/load-mapping.ts';
import { UsageError } from './command.ts';

/** Flags that make a simple mapping, or override fields of a mapping file. */
export const mappingOptions = {
  type: { type: 'string' },
  'message-id': { type: 'string' },
  'user-id': { type: 'string' },
  'anonymous-id': { type: 'string' },
  timestamp: { type: 'string' },
  event: { type: 'string' },
  'group-by': { type: 'string' },
  property: { type: 'string', multiple: true },
  trait: { type: 'string', multiple: true },
  item: { type: 'string', multiple: true },
} as const;

/** Values of {@link mappingOptions}. */
export type MappingFlags = {
  readonly [K in keyof typeof mappingOptions]?:
    | (K extends 'property' | 'trait' | 'item' ? readonly string[] : string)
    | undefined;
};

const fields = [
  ['type', 'type'],
  ['message-id', 'messageId'],
  ['user-id', 'userId'],
  ['anonymous-id', 'anonymousId'],
  ['timestamp', 'timestamp'],
  ['event', 'event'],
  ['group-by', 'groupBy'],
] as const;

/** Adds what the flags say to a mapping; `undefined` when there are neither flags nor a mapping. */
export function applyMappingFlags(
  mapping: MappingSource | undefined,
  flags: MappingFlags,
): MappingSource | undefined {
  const added: Record<string, unknown> = {};
  for (const [flag, field] of fields) if (flags[flag] !== undefined) added[field] = flags[flag];
  addEntries(added, mapping, 'properties', flags.property);
  addEntries(added, mapping, 'traits', flags.trait);
  const items: Record<string, Record<string, string>> = {};
  for (const text of flags.item ?? []) {
    const [path, template] = splitAssignment(text, '--item');
    const [list = '', key] = path.split(/\.(.*)/s);
    if (key === undefined || key === '') throw new UsageError(`--item needs LIST.KEY=TEMPLATE, not ${text}`);
    items[list] = { ...items[list], [key]: template };
  }
  if (Object.keys(items).length > 0) added.items = items;
  return Object.keys(added).length === 0 ? mapping : { ...mapping, ...added };
}

function addEntries(
  added: Record<string, unknown>,
  mapping: MappingSource | undefined,
  field: 'properties' | 'traits',
  texts: readonly string[] | undefined,
): void {
  if (texts === undefined) return;
  const before = mapping?.[field];
  const entries = texts.map((text) => splitAssignment(text, field === 'traits' ? '--trait' : '--property'));
  added[field] = { ...(typeof before === 'object' ? before : {}), ...Object.fromEntries(entries) };
}

function splitAssignment(text: string, flag: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError(`${flag} needs NAME=TEMPLATE, not ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}
