import { el } from './elements.ts';
import type { TagMessage } from './messages.ts';
import { familyColor, familyRank } from './tag-family.ts';

/** A tag to draw, with what stands at its end. */
export type BarTag = Pick<TagMessage, 'family' | 'value' | 'weight'> & {
  readonly note: string;
  readonly hint?: string;
};

/** Tags as bars, a block for each family, the strongest first. */
export function tagBars(tags: readonly BarTag[], perFamily: number): HTMLElement {
  const families = Map.groupBy(tags, (tag) => tag.family);
  const names = [...families.keys()].toSorted((a, b) => familyRank(a) - familyRank(b) || (a < b ? -1 : 1));
  const blocks = names.map((name) => {
    const strongest = (families.get(name) ?? []).toSorted((a, b) => b.weight - a.weight).slice(0, perFamily);
    const most = Math.max(...strongest.map((tag) => tag.weight));
    const block = el(
      'section',
      'family',
      el('h3', '', name),
      el('ul', '', ...strongest.map((tag) => bar(tag, most))),
    );
    block.dataset.family = familyColor(name);
    return block;
  });
  return el('div', 'families', ...(blocks.length > 0 ? blocks : [el('p', 'quiet', 'Nothing yet.')]));
}

function bar(tag: BarTag, most: number): HTMLElement {
  const fill = el('span', 'bar-fill');
  fill.style.setProperty('transform', `scaleX(${Math.max(0.01, tag.weight / most)})`);
  const row = el(
    'li',
    'bar',
    el('span', 'bar-label', tag.value),
    el('span', 'bar-note', tag.note),
    el('span', 'bar-track', fill),
  );
  if (tag.hint !== undefined) row.title = tag.hint;
  return row;
}
