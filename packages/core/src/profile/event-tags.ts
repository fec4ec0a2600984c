import type { LikenessEvent } from '../event/event.ts';
import type { FoldRules } from './fold-rules.ts';
import type { CompiledTagRule, TagRuleGroup } from './index-tag-rules.ts';

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
  for (const { steps, rules } of groups) {
    let at: unknown = event;
    let items: readonly unknown[] | undefined;
    for (const step of steps) {
      if (step === '[]') items = items === undefined ? itemsOf(at) : items.flatMap(itemsOf);
      else if (items === undefined) at = valueAt(at, step);
      else items = items.map((item) => valueAt(item, step));
    }
    if (items === undefined) visitObject(at, rules, event, visit);
    else visitItems(items, rules, event, visit);
  }
}

function visitItems(
  items: readonly unknown[],
  rules: readonly CompiledTagRule[],
  event: LikenessEvent,
  visit: TagVisitor,
): void {
  let visited = 0;
  for (const item of items) {
    if (item === undefined || item === null) continue;
    if (++visited > itemLimit) return;
    visitObject(item, rules, event, visit);
  }
}

function visitObject(
  object: unknown,
  rules: readonly CompiledTagRule[],
  event: LikenessEvent,
  visit: TagVisitor,
): void {
  for (const { family, weight, key, read } of rules) {
    const found = key === undefined ? object : valueAt(object, key);
    if (found === undefined || found === null) continue;
    const value = read(found, event);
    if (typeof value === 'string') visit(family, value, weight);
    else if (value !== undefined) for (const each of value) visit(family, each, weight);
  }
}

function itemsOf(at: unknown): readonly unknown[] {
  return Array.isArray(at) ? at : [];
}

/** Paths are the operator's; what is inherited is a function, and no function becomes a tag. */
function valueAt(at: unknown, key: string): unknown {
  return typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined;
}
