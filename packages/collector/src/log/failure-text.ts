/** Different causes that are named. */
const named = 3;

/**
 * What failed, in one line: the client of Kafka throws trees of errors, one for each attempt, which say the same at
 * every leaf and fill logs.
 */
export function failureText(error: unknown): string {
  const leaves = new Set<string>();
  collectLeaves(error, leaves, 0);
  const texts = [...leaves];
  const rest = texts.length > named ? ` and ${texts.length - named} more` : '';
  return `${texts.slice(0, named).join('; ')}${rest}`;
}

function collectLeaves(error: unknown, leaves: Set<string>, depth: number): void {
  if (depth < 8 && error instanceof AggregateError && error.errors.length > 0) {
    for (const inner of error.errors) collectLeaves(inner, leaves, depth + 1);
    return;
  }
  if (!(error instanceof Error)) {
    leaves.add(String(error));
    return;
  }
  const { cause } = error;
  const because = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
  leaves.add(`${error.message.replace(/\.$/, '')}${because}`);
}
