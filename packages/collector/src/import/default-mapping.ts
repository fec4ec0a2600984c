import type { Row } from './template.ts';

const eventFields = /^(type|messageId|userId|anonymousId|timestamp|event|name|category|groupId|previousId)$/;
const objectFields = /^(properties|traits|context)\.(.+)$/;

/**
 * The mapping of a CSV file that comes without one: columns named like fields of an event (`userId`, `event`,
 * `timestamp`, `properties.price`, `traits.email`, …) are those fields, every other column is a property.
 */
export function defaultCsvMapping(columns: readonly string[]): Readonly<Record<string, unknown>> {
  const mapping: Record<string, unknown> = {};
  const objects: Readonly<Record<string, Record<string, string>>> = {
    properties: {},
    traits: {},
    context: {},
  };
  for (const column of columns) {
    const template = `{${column}}`;
    const [, object = 'properties', key = column] = objectFields.exec(column) ?? [];
    if (eventFields.test(column)) mapping[column] = template;
    else if (objects[object] !== undefined) objects[object][key] = template;
  }
  return { ...mapping, ...objects };
}

/**
 * An archived event as it stood: `timestamp` is the corrected time in archives of the Segment format, so the sender's
 * clock must not be corrected again with the time of the import.
 */
export function archivedEvent(values: Row['values']): Row['values'] {
  if (!('sentAt' in values) && !('originalTimestamp' in values)) return values;
  const { sentAt: _, originalTimestamp, ...event } = values;
  return 'timestamp' in event || originalTimestamp === undefined
    ? event
    : { ...event, timestamp: originalTimestamp };
}
