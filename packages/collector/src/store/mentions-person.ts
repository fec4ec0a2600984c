/**
 * Whether a text that could not be accepted names a person: as JSON, when a value anywhere in it is one of the ids; as
 * any other text (a line of CSV), when one of its fields is.
 *
 * An id as a part of a longer text does not count: `7` would be in every other event.
 */
export function mentionsPerson(raw: string, ids: ReadonlySet<string>): boolean {
  const value = parsed(raw);
  if (value !== undefined) return holds(value, ids);
  return raw.split(/[,;\t\r\n]/).some((field) => ids.has(unquoted(field.trim())));
}

function holds(value: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof value === 'string' || typeof value === 'number') return ids.has(String(value));
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((inner) => holds(inner, ids));
}

function parsed(raw: string): object | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // It is judged as text then.
    return undefined;
  }
}

function unquoted(field: string): string {
  return /^".*"$/s.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field;
}
