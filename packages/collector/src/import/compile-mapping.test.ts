import { describe, expect, it } from 'vitest';
import { compileMapping } from './compile-mapping.ts';
import onlineRetail from './presets/online-retail.json' with { type: 'json' };

const row = (values: Record<string, string>) => ({ values, line: 2 });

function compiled(mapping: unknown) {
  const result = compileMapping(mapping);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('compileMapping', () => {
  it('chooses the first value whose conditions hold', () => {
    const { event } = compiled({
      userId: '{who}',
      event: [{ if: { code: '^C', who: '.' }, use: 'Order Refunded' }, 'Order Completed'],
      anonymousId: [{ if: { who: '^$' }, use: 'guest' }],
    });
    expect(event(row({ code: 'C1', who: 'a' }), [])).toEqual({
      type: 'track',
      userId: 'a',
      event: 'Order Refunded',
    });
    expect(event(row({ code: 'C1', who: '' }), [])).toEqual({
      type: 'track',
      event: 'Order Completed',
      anonymousId: 'guest',
    });
  });

  it('nests objects at will and tells which columns it reads', () => {
    const { event, columns } = compiled({
      traits: { address: { city: '{City}' }, vip: true },
      userId: 'u{Id}',
    });
    expect(event(row({ City: 'York', Id: '1' }), [])).toMatchObject({
      traits: { address: { city: 'York' }, vip: true },
      userId: 'u1',
    });
    expect(columns).toEqual(new Set(['Id', 'City']));
  });

  it('names every mistake with its place', () => {
    const result = compileMapping({
      userid: '{a}',
      event: [{ if: { a: '(' }, use: 'X' }, null],
      items: { products: 'x' },
      format: 'xml',
    });
    expect(result.ok ? [] : result.error.map(({ path }) => path.join('.'))).toEqual([
      'format',
      'userid',
      'event.0.if.a',
      'event.1',
      'items.products',
    ]);
  });

  it('has a preset for Online Retail', () => {
    const mapping = compiled(onlineRetail);
    const line = row({
      InvoiceNo: 'C536379',
      StockCode: '22139',
      Description: 'RETRO SPOT TEA SET ',
      Quantity: '-1',
      InvoiceDate: '2010-12-01T09:41',
      UnitPrice: '27.5',
      CustomerID: '',
      Country: 'United Kingdom',
    });
    expect(mapping.groupKey?.(line, [])).toBe('C536379');
    expect(mapping.event(line, [])).toEqual({
      type: 'track',
      messageId: 'C536379',
      anonymousId: 'guest:C536379',
      timestamp: '2010-12-01T09:41',
      event: 'Order Refunded',
      properties: { order_id: 'C536379', currency: 'GBP', country: 'United Kingdom' },
    });
    expect(mapping.items(line, [])).toEqual({
      products: {
        product_id: '22139',
        name: 'RETRO SPOT TEA SET',
        category: 'SET',
        price: 27.5,
        quantity: -1,
      },
    });
  });
});
