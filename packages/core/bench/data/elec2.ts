import type { Features } from '../../src/models/online-model.ts';
import type { DataFolder } from '../task.ts';
import { readCsv } from './read-csv.ts';

/** Half an hour of the electricity market: six readings, and whether the price is above its 24 h mean. */
export interface MarketReading {
  readonly features: Features;
  readonly label: boolean;
}

/** Loads elec2.csv.gz in time order. */
export function loadElec2(data: DataFolder): MarketReading[] {
  const { columns, rows } = readCsv(data, 'elec2.csv.gz');
  const target = columns.indexOf('class');
  return rows.map((cells) => ({
    features: Object.fromEntries(
      columns.flatMap((name, c) => (c === target ? [] : [[name, Number(cells[c])]])),
    ),
    label: cells[target] === '1',
  }));
}
