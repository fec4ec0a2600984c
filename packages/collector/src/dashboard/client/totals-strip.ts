import { el } from './elements.ts';
import type { TotalsMessage } from './messages.ts';
import { countWords } from './words.ts';

/** The numbers at the top; the last three are about this collector since it started. */
export function totalsStrip(totals: TotalsMessage | undefined): HTMLElement {
  const count = (value: number | undefined) => (value === undefined ? '–' : countWords(value));
  const ms = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const numbers: readonly (readonly [label: string, value: string, warn?: boolean])[] = [
    ['events', count(totals?.events)],
    ['profiles', count(totals?.profiles)],
    ['events a minute', count(totals?.eventsPerMinute)],
    ['duplicates turned away', count(totals?.duplicate)],
    ['in quarantine', count(totals?.quarantined), (totals?.quarantined ?? 0) > 0],
    ['rejected', count(totals?.rejected), (totals?.rejected ?? 0) > 0],
    ['commit, median', ms(totals?.commitMsP50)],
    ['commit, 99th of 100', ms(totals?.commitMsP99)],
  ];
  return el(
    'dl',
    'totals',
    ...numbers.map(([label, value, warn]) =>
      el('div', warn === true ? 'warn' : '', el('dt', '', label), el('dd', '', value)),
    ),
  );
}
