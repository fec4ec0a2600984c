import type { LikenessEvent } from '../event/event.ts';
import { defaultTagHalfLives, type TagHalfLives } from './interest.ts';
import { defaultTagRules, type TagRule } from './tag-rule.ts';

/** What folding needs to know beside the event. */
export interface FoldRuleSource {
  /** Default: {@link defaultTagRules}. */
  readonly tagRules?: readonly TagRule[];
  /** Default: 7 and 120 days. */
  readonly tagHalfLives?: TagHalfLives;
}

/** One rule with its path taken apart. */
export interface CompiledTagRule extends TagRule {
  /** Keys from the event down; `[]` stands for "each item". */
  readonly steps: readonly string[];
}

/** Rules ready to fold with: an index, not state. */
export interface FoldRules {
  readonly tagHalfLives: TagHalfLives;
  readonly tagRulesFor: (event: LikenessEvent) => readonly CompiledTagRule[];
}

/** Compiles fold rules; with no source, the defaults by which the main job runs without configuration. */
export function compileRules(source: FoldRuleSource = {}): FoldRules {
  const byName = new Map<string, CompiledTagRule[]>();
  const byType = new Map<string, CompiledTagRule[]>();
  for (const rule of source.tagRules ?? defaultTagRules()) {
    const compiled = { ...rule, steps: rule.path.replaceAll('[]', '.[]').split('.') };
    if (rule.events === undefined) append(byType, rule.type, compiled);
    else for (const event of rule.events) append(byName, `${rule.type}:${event}`, compiled);
  }
  const none: readonly CompiledTagRule[] = [];
  return {
    tagHalfLives: source.tagHalfLives ?? defaultTagHalfLives,
    tagRulesFor: (event) => {
      const forType = byType.get(event.type) ?? none;
      const forName = event.type === 'track' ? (byName.get(`track:${event.event}`) ?? none) : none;
      if (forName.length === 0) return forType;
      return forType.length === 0 ? forName : [...forType, ...forName];
    },
  };
}

function append(map: Map<string, CompiledTagRule[]>, key: string, rule: CompiledTagRule): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else list.push(rule);
}
