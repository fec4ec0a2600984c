import type { Features } from './online-model.ts';

/** A plausible visit: numbers, a category, a boolean and a missing value; the label depends on two of them. */
export function mixedExample(_index: number, random: () => number): { input: Features; label: boolean } {
  const pages = Math.floor(random() * 20);
  const source = random() < 0.5 ? 'mail' : 'ad';
  const input = {
    pages,
    source,
    price: random() * 1e4,
    returning: random() < 0.3,
    age: random() < 0.2 ? null : 20 + Math.floor(random() * 50),
  };
  return { input, label: random() < (pages > 10 && source === 'mail' ? 0.9 : 0.2) };
}

/** `count` features never seen before: a third numbers, a third categories of new names, a third new values. */
export function novelFeatures(index: number, count: number): Features {
  const features: Record<string, number | string> = {};
  for (let i = 0; i < count; i++) {
    const id = index * count + i;
    if (i % 3 === 0) features[`number ${id}`] = id;
    else if (i % 3 === 1) features[`category ${id}`] = 'x';
    else features[`known ${i}`] = `value ${id}`;
  }
  return features;
}
