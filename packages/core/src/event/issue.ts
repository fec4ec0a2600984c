/** One thing that is wrong with an input, as data. */
export interface Issue {
  readonly code:
    | 'type'
    | 'required'
    | 'too-long'
    | 'too-deep'
    | 'too-many'
    | 'range'
    | 'key'
    | 'number'
    /** Not one of the values that a tracking plan allows. */
    | 'enum'
    /** An event or a property that a tracking plan does not name. */
    | 'unplanned';
  /** Keys and indexes from the event's root to the value. */
  readonly path: readonly (string | number)[];
  /** What would have been right, in words. */
  readonly expected: string;
  /** The kind of what was given ("string", "null", "array of 3"), never its content: it may be personal. */
  readonly received: string;
}

/** Creates an {@link Issue}; `given` is described by kind and size only. */
export function issue(code: Issue['code'], path: Issue['path'], expected: string, given: unknown): Issue {
  return { code, path, expected, received: kindOf(given) };
}

/** One line for a log or an answer: `properties.price: expected a finite number, got string of 3`. */
export function describeIssue(found: Issue): string {
  const path = found.path.length === 0 ? 'event' : found.path.join('.');
  return `${path}: expected ${found.expected}, got ${found.received}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === 'string') return value === '' ? 'an empty string' : `string of ${value.length}`;
  return typeof value;
}
