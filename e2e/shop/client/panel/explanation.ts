/** One event and what it gives. */
export interface Contribution {
  readonly eventId: string;
  readonly type: string;
  readonly name: string;
  /** ISO time. */
  readonly occurredAt: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly amount: number;
}

/** Why a tag is as heavy as it is, as the collector tells it. */
export interface TagExplanation {
  readonly value: number | null;
  readonly formula: string;
  readonly events: readonly Contribution[];
  readonly rest: { readonly events: number; readonly amount: number };
}

/** Why the visitor is in a segment. */
export interface SegmentExplanation {
  readonly isMember: boolean;
  readonly because: RulePart;
}

/** A part of a segment's rule. */
export interface RulePart {
  readonly rule: string;
  readonly holds: boolean;
  readonly value?: unknown;
  readonly parts?: readonly RulePart[];
}

/** Asks why; the answer is undefined when there is none right now. */
export async function askWhy(address: string, what: string): Promise<unknown> {
  try {
    const answer = await fetch(`${address}?what=${encodeURIComponent(what)}`);
    return answer.ok ? await answer.json() : undefined;
  } catch {
    // Away or offline: the panel says that there is no answer.
    return undefined;
  }
}
