import { el } from './elements.ts';
import type { TagMessage } from './messages.ts';
import { familyColor, isInterest } from './tag-family.ts';

const layers = 5;
/** Events after which the silhouette is two thirds full. */
const familiarAfterEvents = 40;

/**
 * A small silhouette of a person, filled from below: how far by how much is known, in layers by their strongest
 * interests. Only colours; the words are beside it.
 */
export function cameo(tags: readonly Pick<TagMessage, 'family' | 'weight'>[], events: number): HTMLElement {
  const made = el('span', 'cameo');
  made.setAttribute('aria-hidden', 'true');
  made.style.setProperty('background-image', `linear-gradient(to top, ${strata(tags, events).join(', ')})`);
  return made;
}

function strata(tags: readonly Pick<TagMessage, 'family' | 'weight'>[], events: number): readonly string[] {
  const shown = tags
    .filter(({ family, weight }) => isInterest(family) && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, layers);
  const total = shown.reduce((sum, { weight }) => sum + Math.sqrt(weight), 0);
  const filled = 100 * (1 - Math.exp(-events / familiarAfterEvents));
  let top = 0;
  const stops = shown.map(({ family, weight }, index) => {
    const bottom = top;
    top += (filled * Math.sqrt(weight)) / total;
    const color = `var(--${familyColor(family)})`;
    const shade = index % 2 === 0 ? color : `color-mix(in srgb, ${color} 78%, var(--words))`;
    return `${shade} ${bottom.toFixed(1)}% ${top.toFixed(1)}%`;
  });
  return [...stops, `var(--track) ${top.toFixed(1)}% 100%`];
}
