import { expectTypeOf, it } from 'vitest';
import type { Likeness } from './likeness-api.ts';
import type { PropertiesOf } from './segment-events.ts';

it('knows the properties of events that Segment names, and leaves other names open', () => {
  expectTypeOf<PropertiesOf<'Product Viewed'>>().toHaveProperty('price').toEqualTypeOf<number | undefined>();
  expectTypeOf<PropertiesOf<'Order Completed'>['products']>().not.toBeAny();
  expectTypeOf<PropertiesOf<'Mug Polished'>>().toEqualTypeOf<Readonly<Record<string, unknown>>>();

  const use = ({ track }: Likeness): void => {
    track('Product Viewed', { product_id: 'm-1', price: 12.5, glaze: 'matt' });
    track('Mug Polished', { times: 3 });
    track('Order Completed');
    // @ts-expect-error a price is a number
    track('Product Viewed', { price: '12.50' });
    // @ts-expect-error a search has a query
    track('Products Searched', { results: 3 });
    // @ts-expect-error products are a list of products
    track('Order Completed', { products: 'm-1' });
  };
  expectTypeOf(use).toBeFunction();
});
