import type { Tag } from './profile-message.ts';

/** A family of tags as the panel lists it. */
export interface Family {
  readonly name: string;
  /** What the panel calls it. */
  readonly label: string;
  readonly rows: readonly TagRow[];
}

/** One bar. */
export interface TagRow {
  readonly tag: Tag;
  /** The last level of a path. */
  readonly label: string;
  /** 0 at the root of a taxonomy. */
  readonly depth: number;
  /** The tag's weight; in a taxonomy with all below it. */
  readonly total: number;
  /** Length of the bar, 0–1 of the family's strongest tag. */
  readonly length: number;
}

const labels: readonly (readonly [family: string, label: string])[] = [
  ['category', 'Shelves'],
  ['search', 'Searches'],
  ['search-term', 'Words searched'],
  ['product', 'Things'],
  ['brand', 'Makers'],
  ['topic', 'Topics'],
  ['author', 'Authors'],
  ['price', 'Price bands'],
  ['hour', 'Hours'],
  ['weekday', 'Days'],
  ['device', 'Devices'],
];

/** Families whose values are names; profiles keep them in lower case. */
const namedFamilies: readonly string[] = ['brand', 'author'];

/** Families that say when, how and for how much, not what somebody likes, and the words of searches, which repeat them. */
const notInPortrait: readonly string[] = ['price', 'hour', 'weekday', 'device', 'search-term'];

const rowsShown = 5;
const treeRowsShown = 8;
const perFamily = 2;

/** The families in the panel's order, strongest tags first, taxonomies as trees; tags of no weight are left out. */
export function tagFamilies(tags: readonly Tag[]): readonly Family[] {
  const byFamily = Map.groupBy(
    tags.filter((tag) => tag.weight > 0.005),
    (tag) => tag.family,
  );
  const known = labels.filter(([family]) => byFamily.has(family));
  const others = [...byFamily.keys()]
    .filter((family) => !labels.some(([name]) => name === family))
    .toSorted(compareText);
  return [...known, ...others.map((family): [string, string] => [family, capitalised(family)])].map(
    ([name, label]) => ({ name, label, rows: rowsOf(byFamily.get(name) ?? []) }),
  );
}

/**
 * The strongest tags across all families, at most two of each, so that one family does not hide the others; a
 * taxonomy's deepest level speaks for its branch.
 */
export function strongestTags(tags: readonly Tag[], limit: number): readonly Tag[] {
  const taken = new Map<string, number>();
  return tags
    .filter((tag) => tag.weight > 0.005 && !notInPortrait.includes(tag.family))
    .filter(
      (tag) => !tags.some((other) => other.family === tag.family && other.value.startsWith(`${tag.value}/`)),
    )
    .toSorted(byWeight)
    .filter(({ family }) => {
      const before = taken.get(family) ?? 0;
      taken.set(family, before + 1);
      return before < perFamily;
    })
    .slice(0, limit);
}

/** The last level of a tag's value. */
export function tagLabel(tag: Tag): string {
  if (tag.family === 'hour') return `${tag.value.padStart(2, '0')}:00`;
  const last = tag.value.split('/').at(-1) ?? tag.value;
  return namedFamilies.includes(tag.family) ? last.split(' ').map(capitalised).join(' ') : capitalised(last);
}

function rowsOf(tags: readonly Tag[]): readonly TagRow[] {
  const nodes = tags.some((tag) => tag.value.includes('/')) ? treeOf(tags) : flat(tags);
  const strongest = Math.max(...nodes.map(({ total }) => total));
  return nodes.map((node) => ({ ...node, label: tagLabel(node.tag), length: node.total / strongest }));
}

type Node = Pick<TagRow, 'tag' | 'total' | 'depth'>;

function flat(tags: readonly Tag[]): readonly Node[] {
  return tags
    .toSorted(byWeight)
    .slice(0, rowsShown)
    .map((tag) => ({ tag, total: tag.weight, depth: 0 }));
}

/** Parents before their children; a parent sums its children, and one that was never touched itself appears all the same. */
function treeOf(tags: readonly Tag[]): readonly Node[] {
  const paths = new Set(tags.flatMap(({ value }) => ancestorsAndSelf(value)));
  const nodes = [...paths].map((path) => {
    const held = tags.filter(({ value }) => value === path || value.startsWith(`${path}/`));
    const total = held.reduce((sum, { weight }) => sum + weight, 0);
    return { tag: tags.find(({ value }) => value === path) ?? untouched(path, held), total };
  });
  return branch(nodes, '', 0).slice(0, treeRowsShown);
}

function branch(nodes: readonly Omit<Node, 'depth'>[], parent: string, depth: number): readonly Node[] {
  return nodes
    .filter(({ tag }) => parentOf(tag.value) === parent)
    .toSorted((a, b) => b.total - a.total || compareText(a.tag.value, b.tag.value))
    .flatMap((node) => [{ ...node, depth }, ...branch(nodes, node.tag.value, depth + 1)]);
}

function untouched(path: string, held: readonly Tag[]): Tag {
  return { family: held[0]?.family ?? '', value: path, count: 0, weight: 0, fast: 0, slow: 0, share: 0 };
}

function ancestorsAndSelf(path: string): readonly string[] {
  const levels = path.split('/');
  return levels.map((_, index) => levels.slice(0, index + 1).join('/'));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function byWeight(a: Tag, b: Tag): number {
  return b.weight - a.weight || compareText(a.value, b.value);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
