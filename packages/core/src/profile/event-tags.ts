import type { LikenessEvent } from '../event/event.ts';
import type { CompiledTagRule, FoldRules, TagRuleGroup } from './fold-rules.ts';
import type { LocalTime } from './local-time.ts';
import { tagValue } from './tag-value.ts';

/** One touch of one tag by one event. */
export interface TagTouch {
  readonly family: string;
  readonly value: string;
  readonly amount: number;
  /** Event time, epoch ms. */
  readonly at: number;
}

/** Items of one list in one event; what lies beyond it (a cart of a thousand lines) adds nothing to an interest. */
const itemLimit = 200;

/** Words of one text that become tags. */
const wordLimit = 8;

/** Which tags an event touches, by the rules; deterministic, so it also explains a tag afterwards. */
export function eventTags(event: LikenessEvent, rules: FoldRules): readonly TagTouch[] {
  const touches: TagTouch[] = [];
  visitTags(event, rules, (touch) => touches.push(touch));
  return touches;
}

/** Calls `visit` with each tag that an event touches, without a list of them. */
export function visitTags(event: LikenessEvent, rules: FoldRules, visit: (touch: TagTouch) => void): void {
  for (const group of rules.tagRulesFor(event)) collect(event, group, 0, { event, rules, visit, items: 0 });
}

interface Collection {
  readonly event: LikenessEvent;
  readonly rules: FoldRules;
  readonly visit: (touch: TagTouch) => void;
  items: number;
}

function collect(at: unknown, group: TagRuleGroup, index: number, into: Collection): void {
  if (at === undefined || at === null || into.items >= itemLimit) return;
  const step = group.steps[index];
  if (step === undefined) {
    into.items++;
    for (const rule of group.rules) touch(rule.key === undefined ? at : read(at, rule.key), rule, into);
  } else if (step === '[]') {
    if (Array.isArray(at)) for (const item of at) collect(item, group, index + 1, into);
  } else {
    collect(read(at, step), group, index + 1, into);
  }
}

/** Paths are the operator's; what is inherited is a function, and no function becomes a tag. */
function read(at: unknown, key: string): unknown {
  return typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined;
}

function touch(found: unknown, rule: CompiledTagRule, into: Collection): void {
  if (found === undefined || found === null) return;
  const { transform } = rule;
  switch (transform) {
    case 'words':
      if (typeof found !== 'string') return;
      for (const word of into.rules.segmentWords(found).slice(0, wordLimit)) {
        addTouch(tagValue(word, 'lower'), rule, into);
      }
      return;
    case 'local-hour':
      addTouch(hourNames[localTime(found, into)?.hour ?? -1], rule, into);
      return;
    case 'local-weekday':
      addTouch(weekdays[localTime(found, into)?.weekday ?? -1], rule, into);
      return;
    case 'device-class':
      if (typeof found === 'string') addTouch(into.rules.deviceOf(found), rule, into);
      return;
    case 'text':
    case 'lower':
    case 'taxonomy':
      addTouch(
        typeof found === 'string' ? into.rules.tagText[transform](found) : tagValue(found, transform),
        rule,
        into,
      );
      return;
    case 'price-band':
      addTouch(typeof found === 'number' ? into.rules.bandOf(found) : tagValue(found, transform), rule, into);
  }
}

function addTouch(value: string | undefined, rule: CompiledTagRule, into: Collection): void {
  if (value === undefined) return;
  const { family, weight } = rule;
  const at = into.event.occurredAt;
  into.visit({ family, value: into.rules.canonicalTag(family, value), amount: weight, at });
}

function localTime(at: unknown, { event, rules }: Collection): LocalTime | undefined {
  const { timezone } = event.context;
  return typeof timezone === 'string' && typeof at === 'number' ? rules.localTime(timezone, at) : undefined;
}

const hourNames: readonly string[] = [
  '00',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  '14',
  '15',
  '16',
  '17',
  '18',
  '19',
  '20',
  '21',
  '22',
  '23',
];

const weekdays: readonly string[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
