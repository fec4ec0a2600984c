import type { DataFolder } from '../task.ts';
import { readCsv } from './read-csv.ts';

/** One line of an invoice; `at` in epoch ms. */
export interface InvoiceLine {
  readonly invoice: string;
  readonly code: string;
  readonly description: string;
  readonly quantity: number;
  /** Of one unit, in pounds. */
  readonly price: number;
  readonly at: number;
  /** Empty when unknown. */
  readonly customer: string;
}

/** Loads online_retail_2010-12_2011-06.csv.gz in file order, which is time order. */
export function loadOnlineRetail(data: DataFolder): InvoiceLine[] {
  const { columns, rows } = readCsv(data, 'online_retail_2010-12_2011-06.csv.gz');
  const at = (name: string): number => columns.indexOf(name);
  const [invoice, code, description] = [at('InvoiceNo'), at('StockCode'), at('Description')];
  const [quantity, date, customer] = [at('Quantity'), at('InvoiceDate'), at('CustomerID')];
  const price = at('UnitPrice');
  return rows.map((cells) => ({
    invoice: cells[invoice] ?? '',
    code: cells[code] ?? '',
    description: cells[description] ?? '',
    quantity: Number(cells[quantity]),
    price: Number(cells[price]),
    // Minutes without a zone; read as UTC so that every machine sees the same weeks.
    at: Date.parse(`${cells[date] ?? ''}Z`),
    customer: cells[customer] ?? '',
  }));
}

/**
 * Baskets of at least two distinct products in listing order: no cancellations, positive quantities, codes that
 * begin with five digits.
 */
export function basketsOf(lines: readonly InvoiceLine[]): string[][] {
  const baskets = new Map<string, Set<string>>();
  for (const { invoice, code, quantity } of lines) {
    if (!(quantity > 0) || invoice.startsWith('C') || !/^\d{5}/.test(code)) continue;
    const basket = baskets.get(invoice) ?? new Set<string>();
    baskets.set(invoice, basket);
    basket.add(code);
  }
  return [...baskets.values()].filter((basket) => basket.size >= 2).map((basket) => [...basket]);
}
