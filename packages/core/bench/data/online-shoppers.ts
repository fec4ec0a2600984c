import type { Features } from '../../src/models/online-model.ts';
import type { DataFolder } from '../task.ts';
import { readCsv } from './read-csv.ts';

/** One visit of the purchase-intent data: what was seen, and whether it ended in a purchase. */
export interface Visit {
  readonly features: Features;
  readonly label: boolean;
}

/** Names of the ten numeric columns, in file order. */
export const NUMERIC_COLUMNS: readonly string[] = [
  'Administrative',
  'Administrative_Duration',
  'Informational',
  'Informational_Duration',
  'ProductRelated',
  'ProductRelated_Duration',
  'BounceRates',
  'ExitRates',
  'PageValues',
  'SpecialDay',
];

/** What the protocol treats as numbers; SpecialDay is a category there. */
const NUMERIC = new Set(NUMERIC_COLUMNS.filter((name) => name !== 'SpecialDay'));

/** Loads online_shoppers_intention.csv.gz in file order, without the columns named in `without`. */
export function loadOnlineShoppers(data: DataFolder, without: readonly string[] = []): Visit[] {
  const { columns, rows } = readCsv(data, 'online_shoppers_intention.csv.gz');
  const kept = columns.map((name) => name !== 'Revenue' && !without.includes(name));
  const target = columns.indexOf('Revenue');
  return rows.map((cells) => ({
    features: Object.fromEntries(
      columns.flatMap((name, c) => {
        const cell = cells[c] ?? '';
        return kept[c] ? [[name, NUMERIC.has(name) ? Number(cell) : cell]] : [];
      }),
    ),
    label: cells[target] === 'TRUE',
  }));
}
