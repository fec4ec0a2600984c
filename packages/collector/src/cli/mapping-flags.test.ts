import { describe, expect, it } from 'vitest';
import { applyMappingFlags } from './mapping-flags.ts';

describe('applyMappingFlags', () => {
  it('makes a mapping of flags', () => {
    const flags = {
      'user-id': '{who}',
      'group-by': '{order}',
      property: ['currency=EUR', 'note=a=b'],
      item: ['products.price={p:number}', 'products.sku={s}'],
    };
    expect(applyMappingFlags(undefined, flags)).toEqual({
      userId: '{who}',
      groupBy: '{order}',
      properties: { currency: 'EUR', note: 'a=b' },
      items: { products: { price: '{p:number}', sku: '{s}' } },
    });
  });

  it('overrides fields of a mapping file and adds to its properties', () => {
    const mapping = { event: 'A', userId: '{u}', properties: { x: '{x}' } };
    expect(applyMappingFlags(mapping, { event: 'B', property: ['y=1'] })).toEqual({
      event: 'B',
      userId: '{u}',
      properties: { x: '{x}', y: '1' },
    });
  });

  it('leaves everything as it is without flags', () => {
    expect(applyMappingFlags(undefined, {})).toBeUndefined();
  });

  it('refuses an assignment without a name', () => {
    expect(() => applyMappingFlags(undefined, { property: ['=x'] })).toThrow(
      '--property needs NAME=TEMPLATE',
    );
    expect(() => applyMappingFlags(undefined, { item: ['price={p}'] })).toThrow(
      '--item needs LIST.KEY=TEMPLATE',
    );
  });
});
