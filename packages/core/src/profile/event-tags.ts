import type { LikenessEvent } from '../event/event.ts';
import type { FoldRules } from './fold-rules.ts';
import type { TagRuleGroup } from './index-tag-rules.ts';

/** One touch of one tag by one event. */
export interface TagTouch {
  readonly family: string;
  readonly value: string;
  readonly amount: number;
  /** Event time, epoch ms. */
  readonly at: number;
}

/** Told of each tag that an event touches. */
export type TagVisitor = (family: string, value: string, amount: number) => void;

/** Items of one list in one event; what lies beyond it (a cart of a thousand lines) adds nothing to an interest. */
const itemLimit = 200;

/** Which tags an event touches, by the rules; deterministic, so it also explains a tag afterwards. */
export function eventTags(event: LikenessEvent, rules: Pick<FoldRules, 'tagRulesFor'>): readonly TagTouch[] {
  const touches: TagTouch[] = [];
  const at = event.occurredAt;
  visitTags(event, rules.tagRulesFor(event), (family, value, amount) =>
    touches.push({ family, value, amount, at }),
  );
  return touches;
}

/** Calls `visit` with each tag that an event touches by the rules for it, without a list of them. */
export function visitTags(event: LikenessEvent, groups: readonly TagRuleGroup[], visit: TagVisitor): void {
  for (const group of groups) collect(event, group, 0, { event, visit, items: 0 });
}

interface Collection {
  readonly event: LikenessEvent;
  readonly visit: TagVisitor;
  items: number;
}

function collect(at: unknown, group: TagRuleGroup, index: number, into: Collection): void {
  if (at === undefined || at === null || into.items >= itemLimit) return;
  const step = group.steps[index];
  if (step === undefined) {
    into.items++;
    visitObject(at, group, into);
  } else if (step === '[]') {
    if (Array.isArray(at)) for (const item of at) collect(item, group, index + 1, into);
  } else {
    collect(valueAt(at, step), group, index + 1, into);
  }
}

function visitObject(object: unknown, { rules }: TagRuleGroup, { event, visit }: Collection): void {
  for (const { family, weight, key, read } of rules) {
    const found = key === undefined ? object : valueAt(object, key);
    if (found === undefined || found === null) continue;
    const value = read(found, event);
    if (typeof value === 'string') visit(family, value, weight);
    else if (value !== undefined) for (const each of value) visit(family, each, weight);
  }
}

/** Paths are the operator's; what is inherited is a function, and no function becomes a tag. */
function valueAt(at: unknown, key: string): unknown {
  return typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined;
}
