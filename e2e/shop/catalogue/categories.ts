/** A node of the shop's category tree; the leaves hold products. */
export interface Category {
  readonly name: string;
  /** Names from the root, joined by `/`: `House/Kitchen`. */
  readonly path: string;
  /** The same in an address: `house/kitchen`. */
  readonly slug: string;
  /** One sentence under the heading of its page. */
  readonly line: string;
  readonly children: readonly Category[];
}

interface Branch {
  readonly name: string;
  readonly line: string;
  readonly children?: readonly Branch[];
}

const branches: readonly Branch[] = [
  {
    name: 'House',
    line: 'Things that make a room slower, in the good way.',
    children: [
      {
        name: 'Kitchen',
        line: 'For the part of the day with steam in it.',
        children: [
          { name: 'Mugs', line: 'A mug is a small chair for the hands.' },
          { name: 'Teapots', line: 'Pours well, drips never, keeps two cups warm.' },
          { name: 'Bowls', line: 'Soup, plums, keys. A bowl never asks.' },
        ],
      },
      {
        name: 'Living',
        line: 'Light, wool and flowers, roughly in that order.',
        children: [
          { name: 'Lamps', line: 'Enough light to read by, little enough to think by.' },
          { name: 'Throws', line: 'Wool, linen and the excuse to stay put.' },
          { name: 'Vases', line: 'They look well with one stem. Or with none.' },
          { name: 'Candles', line: 'Hand-poured, and lit on ordinary Tuesdays.' },
        ],
      },
    ],
  },
  {
    name: 'Garden',
    line: 'For beds, balconies and one brave window sill.',
    children: [
      {
        name: 'Growing',
        line: 'Put it in the ground, wait, be surprised.',
        children: [
          { name: 'Seeds', line: 'Small promises in paper.' },
          { name: 'Pots', line: 'Somewhere to put down roots.' },
        ],
      },
      {
        name: 'Tools',
        line: 'Made to be lent once and never returned.',
        children: [
          { name: 'Hand Tools', line: 'Forged, oiled, and good for thirty springs.' },
          { name: 'Watering', line: 'Rain, when you want it.' },
        ],
      },
    ],
  },
  {
    name: 'Desk',
    line: 'For letters, lists and drawings of nothing in particular.',
    children: [
      {
        name: 'Paper',
        line: 'Thick enough for second thoughts.',
        children: [{ name: 'Notebooks', line: 'Sewn, so that they lie flat and stay that way.' }],
      },
      {
        name: 'Writing',
        line: 'Slow technology.',
        children: [
          { name: 'Pens', line: 'They write at the speed of thinking.' },
          { name: 'Inks', line: 'Bottled weather.' },
        ],
      },
    ],
  },
  {
    name: 'Pantry',
    line: 'Elevenses, and everything that leads up to it.',
    children: [
      {
        name: 'Drinks',
        line: 'Put the kettle on. We will wait.',
        children: [
          { name: 'Tea', line: 'Whole leaf, small gardens, honest tins.' },
          { name: 'Coffee', line: 'Roasted on Mondays, best by Thursday.' },
        ],
      },
      {
        name: 'Larder',
        line: 'Jars worth scraping.',
        children: [{ name: 'Preserves', line: 'Summer, with a lid on.' }],
      },
    ],
  },
];

/** The shop's departments, three levels deep. */
export function categoryTree(): readonly Category[] {
  return branches.map((branch) => grow(branch, ''));
}

/** The category at an address such as `house/kitchen`, with its ancestors before it; empty when there is none. */
export function findCategory(slug: string): readonly Category[] {
  const trail: Category[] = [];
  let level = categoryTree();
  for (const part of slug.split('/')) {
    const next = level.find((category) => category.slug.split('/').at(-1) === part);
    if (next === undefined) return [];
    trail.push(next);
    level = next.children;
  }
  return trail;
}

/** `House/Kitchen/Hand Tools` as an address: `house/kitchen/hand-tools`. */
export function slugOf(path: string): string {
  return path.toLowerCase().replaceAll(' ', '-');
}

function grow(branch: Branch, parent: string): Category {
  const path = parent === '' ? branch.name : `${parent}/${branch.name}`;
  return {
    name: branch.name,
    path,
    slug: slugOf(path),
    line: branch.line,
    children: (branch.children ?? []).map((child) => grow(child, path)),
  };
}
