import type { LikenessEvent } from '../event/event.ts';
import { compileTransform, type TagReader, type TransformDeps } from './compile-transform.ts';
import type { TagRule } from './tag-rule.ts';

/** One rule ready to use. */
export interface CompiledTagRule {
  readonly family: string;
  /** What one match adds. */
  readonly weight: number;
  /** The last key of the path; absent when the path ends with `[]`, and each item is itself the value. */
  readonly key: string | undefined;
  readonly read: TagReader;
}

/** Rules whose values lie in the same objects, which are then walked to once. */
export interface TagRuleGroup {
  /** Keys from the event down to the objects; `[]` stands for "each item". */
  readonly steps: readonly string[];
  readonly rules: readonly CompiledTagRule[];
}

/** The rules that an event's type and name call for. */
export type TagRuleIndex = (event: LikenessEvent) => readonly TagRuleGroup[];

/** Compiles tag rules: which apply is looked up by type and name, and each reads its value by a function of its own. */
export function indexTagRules(rules: readonly TagRule[], deps: TransformDeps): TagRuleIndex {
  const byType = new Map<string, TagRule[]>();
  const byName = new Map<string, TagRule[]>();
  for (const rule of rules) {
    if (rule.events === undefined) append(byType, rule.type, rule);
    else if (rule.type === 'track') for (const event of rule.events) append(byName, event, rule);
  }
  const readerOf = createReaders(deps);
  const group = (found: readonly TagRule[]): readonly TagRuleGroup[] => groupRules(found, readerOf);
  const forTrack = byType.get('track') ?? [];
  const groupsByType = mapValues(byType, group);
  const groupsByName = mapValues(byName, (named) => group([...forTrack, ...named]));
  const groupsForTrack = group(forTrack);
  const none: readonly TagRuleGroup[] = [];
  return (event) =>
    event.type === 'track'
      ? (groupsByName.get(event.event) ?? groupsForTrack)
      : (groupsByType.get(event.type) ?? none);
}

/** Rules that read alike share one reader, and with it its memory. */
function createReaders(deps: TransformDeps): (rule: TagRule) => TagReader {
  const readers = new Map<string, TagReader>();
  return ({ family, transform }) => {
    const key = Object.hasOwn(deps.synonyms, family) ? `${transform} ${family}` : transform;
    const reader = readers.get(key) ?? compileTransform(transform, family, deps);
    readers.set(key, reader);
    return reader;
  };
}

function groupRules(
  rules: readonly TagRule[],
  readerOf: (rule: TagRule) => TagReader,
): readonly TagRuleGroup[] {
  const groups = new Map<string, CompiledTagRule[]>();
  for (const rule of rules) {
    const steps = rule.path.replaceAll('[]', '.[]').split('.');
    const key = steps.at(-1) === '[]' ? undefined : steps.pop();
    const { family, weight } = rule;
    append(groups, steps.join('.'), { family, weight, key, read: readerOf(rule) });
  }
  return [...groups].map(([path, grouped]) => ({
    steps: path === '' ? [] : path.split('.'),
    rules: grouped,
  }));
}

function mapValues<T, U>(map: ReadonlyMap<string, T>, change: (value: T) => U): ReadonlyMap<string, U> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
