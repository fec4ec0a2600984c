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
  /** Length of the bar, 0–1 of the family's strongest tag. */
  readonly length: number;
}

const labels: readonly (readonly [family: string, label: string])[] = [
  ['category', 'Shelves'],
  ['search', 'Searches'],
  ['product', 'Things'],
  ['brand', 'Makers'],
  ['topic', 'Topics'],
  ['author', 'Authors'],
  ['price', 'Price bands'],
];

/** Families whose values are names; profiles keep them in lower case. */
const namedFamilies: readonly string[] = ['brand', 'author'];

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
    .filter((tag) => tag.weight > 0.005 && tag.family !== 'price')
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
  const last = tag.value.split('/').at(-1) ?? tag.value;
  return namedFamilies.includes(tag.family) ? last.split(' ').map(capitalised).join(' ') : capitalised(last);
}

function rowsOf(tags: readonly Tag[]): readonly TagRow[] {
  const strongest = Math.max(...tags.map((tag) => tag.weight));
  const row = (tag: Tag): TagRow => ({
    tag,
    label: tagLabel(tag),
    depth: tag.value.split('/').length - 1,
    length: tag.weight / strongest,
  });
  const isTree = tags.some((tag) => tag.value.includes('/'));
  return isTree
    ? branch(tags, '').slice(0, treeRowsShown).map(row)
    : tags.toSorted(byWeight).slice(0, rowsShown).map(row);
}

function branch(tags: readonly Tag[], parent: string): readonly Tag[] {
  return tags
    .filter((tag) => parentOf(tag.value, tags) === parent)
    .toSorted(byWeight)
    .flatMap((tag) => [tag, ...branch(tags, tag.value)]);
}

/** The nearest ancestor that is itself a tag; '' when there is none. */
function parentOf(value: string, tags: readonly Tag[]): string {
  const cut = value.lastIndexOf('/');
  if (cut < 0) return '';
  const parent = value.slice(0, cut);
  return tags.some((tag) => tag.value === parent) ? parent : parentOf(parent, tags);
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
