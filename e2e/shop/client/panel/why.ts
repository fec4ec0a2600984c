import { sinceWords } from './activity-list.ts';
import { describeEvent } from './describe-event.ts';
import {
  askWhy,
  type Contribution,
  type RulePart,
  type SegmentExplanation,
  type TagExplanation,
} from './explanation.ts';
import { element } from './reconcile.ts';

/** A button that opens to say why. */
export interface Why {
  readonly button: HTMLButtonElement;
  /** Asks again, if it is open. */
  readonly refresh: () => void;
}

const eventsShown = 8;

/** Lets a button open `box` and fill it with the reason that the shop gives for `what`. */
export function startWhy(
  button: HTMLButtonElement,
  box: HTMLElement,
  asking: { readonly address: string; readonly what: () => string },
): Why {
  box.hidden = true;
  box.id = `why-${encodeURIComponent(asking.what())}`;
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-controls', box.id);
  let asked = 0;
  const ask = async (): Promise<void> => {
    const turn = ++asked;
    if (box.childElementCount === 0) box.replaceChildren(element('p', 'nothing', 'Asking why …'));
    const what = asking.what();
    const answer = await askWhy(asking.address, what);
    // An answer that comes after a newer question is of no use.
    if (turn !== asked || box.hidden) return;
    box.replaceChildren(...reasonsOf(what, answer));
  };
  button.addEventListener('click', () => {
    box.hidden = !box.hidden;
    button.setAttribute('aria-expanded', String(!box.hidden));
    if (!box.hidden) void ask();
  });
  return {
    button,
    refresh: () => {
      if (!box.hidden) void ask();
    },
  };
}

function reasonsOf(what: string, answer: unknown): readonly HTMLElement[] {
  if (typeof answer !== 'object' || answer === null) {
    return [element('p', 'nothing', 'No answer right now. Close it and try again.')];
  }
  // The collector's explain answers, relayed unchanged: of a segment with `because`, of a tag with `events`.
  if (what.startsWith('segment:')) return segmentReasons(answer as SegmentExplanation);
  return tagReasons(answer as TagExplanation);
}

function tagReasons({ value, formula, events, rest }: TagExplanation): readonly HTMLElement[] {
  const list = element('ol', 'made');
  const now = Date.now();
  const most = Math.max(...events.map(({ amount }) => Math.abs(amount)), Number.MIN_VALUE);
  list.append(...events.slice(0, eventsShown).map((event) => contributionRow(event, most, now)));
  const others = events.slice(eventsShown);
  const count = others.length + rest.events;
  if (count > 0) {
    const amount = others.reduce((sum, event) => sum + event.amount, rest.amount);
    list.append(madeRow({ verb: 'and', object: `${count} more`, when: '', amount }));
  }
  const sum = madeRow({ verb: 'together', object: '', when: '', amount: value ?? 0 });
  sum.classList.add('made-sum');
  list.append(sum);
  return [list, element('p', 'formula', formula)];
}

function contributionRow(event: Contribution, most: number, now: number): HTMLElement {
  const { verb, object } = describeEvent({ ...event, receivedAt: event.occurredAt });
  const when = sinceWords(now - Date.parse(event.occurredAt));
  const row = madeRow({ verb, object, when, amount: event.amount });
  row.style.setProperty('--part', String(Math.abs(event.amount) / most));
  return row;
}

function madeRow(made: {
  readonly verb: string;
  readonly object: string;
  readonly when: string;
  readonly amount: number;
}): HTMLElement {
  const row = element('li', 'made-by');
  const sign = made.amount < 0 ? '−' : '+';
  row.append(
    element('span', 'did-verb', made.verb),
    element('span', 'made-object', made.object),
    element('span', 'did-when', made.when),
    element('span', 'made-amount', `${sign}${Math.abs(made.amount).toFixed(2)}`),
  );
  return row;
}

function segmentReasons({ because }: SegmentExplanation): readonly HTMLElement[] {
  const list = element('ul', 'because');
  list.append(...leavesOf(because).map(ruleRow));
  return [list];
}

function ruleRow({ rule, holds, value }: RulePart): HTMLElement {
  const row = element('li', 'rule');
  row.dataset.holds = String(holds);
  row.append(element('span', 'unseen', holds ? 'Holds: ' : 'Does not hold: '), element('span', '', rule));
  if (typeof value === 'number' || typeof value === 'string') {
    row.append(element('span', 'rule-value', typeof value === 'number' ? shortNumber(value) : value));
  }
  return row;
}

/** The comparisons of a rule: what combines them is said by the rule's own words. */
function leavesOf(part: RulePart): readonly RulePart[] {
  return part.parts === undefined || part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
