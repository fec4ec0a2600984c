/** A product as Segment's e-commerce spec (v2) has it; every member may be left out, and more may be added. */
export interface Product {
  readonly product_id?: string;
  readonly sku?: string;
  readonly category?: string;
  readonly name?: string;
  readonly brand?: string;
  readonly variant?: string;
  readonly price?: number;
  readonly quantity?: number;
  readonly coupon?: string;
  readonly position?: number;
  readonly url?: string;
  readonly image_url?: string;
  readonly [more: string]: unknown;
}

interface Cart {
  readonly cart_id?: string;
  readonly products?: readonly Product[];
}

interface Order {
  readonly order_id?: string;
  readonly affiliation?: string;
  readonly value?: number;
  readonly revenue?: number;
  readonly total?: number;
  readonly subtotal?: number;
  readonly shipping?: number;
  readonly tax?: number;
  readonly discount?: number;
  readonly coupon?: string;
  /** ISO 4217. */
  readonly currency?: string;
  readonly products?: readonly Product[];
}

interface Step {
  readonly checkout_id?: string;
  readonly step?: number;
  readonly shipping_method?: string;
  readonly payment_method?: string;
}

interface Promotion {
  readonly promotion_id?: string;
  readonly creative?: string;
  readonly name?: string;
  readonly position?: number | string;
}

interface Filter {
  readonly type: string;
  readonly value: string;
}

interface List {
  readonly list_id?: string;
  readonly category?: string;
  readonly products?: readonly Product[];
}

interface Wish extends Product {
  readonly wishlist_id?: string;
  readonly wishlist_name?: string;
}

interface Shared {
  readonly share_via?: string;
  readonly share_message?: string;
  readonly recipient?: string;
}

interface Coupon {
  readonly order_id?: string;
  readonly cart_id?: string;
  readonly coupon_id?: string;
  readonly coupon_name?: string;
  readonly discount?: number;
  readonly reason?: string;
}

/** Properties of the events that Segment's e-commerce spec (v2) names. */
export interface SegmentEvents {
  readonly 'Products Searched': { readonly query: string; readonly results?: number };
  readonly 'Product List Viewed': List;
  readonly 'Product List Filtered': List & {
    readonly filters?: readonly Filter[];
    readonly sorts?: readonly Filter[];
  };
  readonly 'Promotion Viewed': Promotion;
  readonly 'Promotion Clicked': Promotion;
  readonly 'Product Clicked': Product;
  readonly 'Product Viewed': Product & { readonly currency?: string; readonly value?: number };
  readonly 'Product Added': Product & { readonly cart_id?: string };
  readonly 'Product Removed': Product & { readonly cart_id?: string };
  readonly 'Cart Viewed': Cart;
  readonly 'Checkout Started': Order;
  readonly 'Checkout Step Viewed': Step;
  readonly 'Checkout Step Completed': Step;
  readonly 'Payment Info Entered': Step & { readonly order_id?: string };
  readonly 'Order Updated': Order;
  readonly 'Order Completed': Order;
  readonly 'Order Refunded': Order;
  readonly 'Order Cancelled': Order;
  readonly 'Coupon Entered': Coupon;
  readonly 'Coupon Applied': Coupon;
  readonly 'Coupon Denied': Coupon;
  readonly 'Coupon Removed': Coupon;
  readonly 'Product Added to Wishlist': Wish;
  readonly 'Product Removed from Wishlist': Wish;
  readonly 'Wishlist Product Added to Cart': Wish & { readonly cart_id?: string };
  readonly 'Product Shared': Product & Shared;
  readonly 'Cart Shared': Cart & Shared;
  readonly 'Product Reviewed': {
    readonly product_id?: string;
    readonly review_id?: string;
    readonly review_body?: string;
    readonly rating?: number | string;
  };
}

/** What an event may carry: as the spec says where it names the event, and else anything that JSON can hold. */
export type PropertiesOf<Name extends string> = Name extends keyof SegmentEvents
  ? SegmentEvents[Name] & Readonly<Record<string, unknown>>
  : Readonly<Record<string, unknown>>;
