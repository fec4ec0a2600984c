import type { Tag } from './profile-message.ts';
import { strongestTags, tagLabel } from './tag-tree.ts';

const layers = 6;
const svgNamespace = 'http://www.w3.org/2000/svg';
/** The head in its own units: see pages/cameo.ts. */
const head = { top: 26, bottom: 200 } as const;
/** Events after which the head is two thirds full. */
const familiarAfterEvents = 40;
const labelGap = 22;

interface Layer {
  readonly tag: Tag;
  readonly top: number;
  readonly height: number;
}

/** Fills the silhouette from below: how far by how much is known, in layers by the strongest interests. */
export function showPortrait(svg: SVGSVGElement, tags: readonly Tag[], events: number): void {
  const strata = layOut(strongestTags(tags, layers), events);
  const group = svg.querySelector('.strata');
  if (group !== null) drawStrata(group, strata);
  const names = svg.querySelector('.names');
  if (names !== null && svg.dataset.cameo === 'full') drawNames(names, strata);
}

function layOut(tags: readonly Tag[], events: number): readonly Layer[] {
  const total = tags.reduce((sum, tag) => sum + Math.sqrt(tag.weight), 0);
  const filled = (head.bottom - head.top) * (1 - Math.exp(-events / familiarAfterEvents));
  let bottom: number = head.bottom;
  return tags.map((tag) => {
    const height = (filled * Math.sqrt(tag.weight)) / total;
    bottom -= height;
    return { tag, top: bottom, height };
  });
}

function drawStrata(group: Element, strata: readonly Layer[]): void {
  const old = new Map([...group.children].map((rect) => [rect.getAttribute('data-key'), rect]));
  const rects = strata.map(({ tag, top, height }, index) => {
    const key = `${tag.family}:${tag.value}`;
    const rect = old.get(key) ?? svgElement('rect', { x: '0', width: '164', 'data-key': key });
    if (rect instanceof SVGElement) {
      rect.setAttribute('data-family', tag.family);
      rect.setAttribute('data-shade', String(index % 2));
      // Geometry as CSS properties, so that changes glide (SVG 2, 7.6).
      rect.style.setProperty('y', `${top}px`);
      rect.style.setProperty('height', `${height + 0.5}px`);
    }
    return rect;
  });
  group.replaceChildren(...rects);
}

function drawNames(group: Element, strata: readonly Layer[]): void {
  const old = new Map([...group.children].map((name) => [name.getAttribute('data-key'), name]));
  let lowest = head.bottom - 4;
  const names = strata.map(({ tag, top, height }) => {
    const key = `${tag.family}:${tag.value}`;
    const middle = top + height / 2;
    const y = Math.min(middle, lowest);
    lowest = y - labelGap;
    const name = old.get(key) ?? createName(key);
    name.setAttribute('data-family', tag.family);
    name.querySelector('path')?.setAttribute('d', `M120 ${middle}L160 ${middle}L172 ${y}L180 ${y}`);
    const [label, family] = name.querySelectorAll('text');
    label?.setAttribute('y', String(y + 4));
    family?.setAttribute('y', String(y + 4));
    if (label !== undefined) label.textContent = shorten(tagLabel(tag));
    return name;
  });
  group.replaceChildren(...names);
}

function createName(key: string): Element {
  const name = svgElement('g', { 'data-key': key, class: 'name' });
  name.append(svgElement('path', {}), svgElement('text', { x: '185' }));
  return name;
}

function svgElement(tag: string, attributes: Readonly<Record<string, string>>): Element {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function shorten(text: string): string {
  return text.length > 20 ? `${text.slice(0, 19)}…` : text;
}
