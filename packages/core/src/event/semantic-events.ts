/**
 * Event names that mean something without configuration: Segment's e-commerce spec (v2) as it is written there,
 * and the names under which our own SDK sends what it captures by itself.
 */
export const semanticEvents = {
  productsSearched: 'Products Searched',
  productListViewed: 'Product List Viewed',
  productListFiltered: 'Product List Filtered',
  promotionViewed: 'Promotion Viewed',
  promotionClicked: 'Promotion Clicked',
  productClicked: 'Product Clicked',
  productViewed: 'Product Viewed',
  productAdded: 'Product Added',
  productRemoved: 'Product Removed',
  productAddedToWishlist: 'Product Added to Wishlist',
  productRemovedFromWishlist: 'Product Removed from Wishlist',
  productShared: 'Product Shared',
  productReviewed: 'Product Reviewed',
  cartViewed: 'Cart Viewed',
  checkoutStarted: 'Checkout Started',
  orderCompleted: 'Order Completed',
  orderRefunded: 'Order Refunded',
  /** Captured: `{ tag, id?, classes?, text?, href?, role?, x, y, data?, rage?, outbound?, download? }`. */
  elementClicked: 'Element Clicked',
  /** Captured once per page view when it ends or is hidden: `{ depth }`, 0–1 of the page's height. */
  pageScrolled: 'Page Scrolled',
  /** Captured when a page view ends or is hidden: `{ visibleMs, depth }`; increments since the last one. */
  pageLeft: 'Page Left',
  /** Captured once per page view: `{ lcp?, inp?, cls?, fcp?, ttfb? }`, ms but for CLS. */
  webVitalsMeasured: 'Web Vitals Measured',
  /** Captured: `{ placement, item, position? }`. */
  placementViewed: 'Placement Viewed',
  /** Captured: `{ placement, item, position? }`. */
  placementClicked: 'Placement Clicked',
  /** Captured: `{ form, fields? }`; never a value. */
  formStarted: 'Form Started',
  /** Captured: `{ form }`. */
  formSubmitted: 'Form Submitted',
  /** Captured: `{ form }`. */
  formAbandoned: 'Form Abandoned',
  /** Captured when asked for: `{ message, source?, line? }`. */
  errorOccurred: 'Error Occurred',
} as const;
