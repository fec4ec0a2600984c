/** Collects the values of a statement: the text holds `$1`, `$2`, … and never a value, so nothing can be injected. */
export interface Parameters {
  /** The place of a value, with its type: `$3::float8`. */
  readonly add: (value: string | number, type: 'text' | 'float8' | 'jsonb') => string;
  readonly values: readonly (string | number)[];
}

/** Creates an empty list of values. */
export function createParameters(): Parameters {
  const values: (string | number)[] = [];
  const places = new Map<string, string>();
  return {
    values,
    add: (value, type) => {
      const key = `${type} ${value}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      // A jsonb parameter would be encoded as JSON once more by postgres.js, so it travels as text.
      values.push(value);
      const place = type === 'jsonb' ? `$${values.length}::text::jsonb` : `$${values.length}::${type}`;
      places.set(key, place);
      return place;
    },
  };
}
