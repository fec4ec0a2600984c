/** What each action says about an interest in what it touched; negative takes away. */
export interface ActionWeights {
  readonly view: number;
  readonly click: number;
  readonly search: number;
  readonly wishlist: number;
  readonly like: number;
  readonly cart: number;
  readonly order: number;
  /** What a page says about itself: weaker evidence than an event that names the product. */
  readonly page: number;
  readonly unwish: number;
  readonly removeFromCart: number;
  readonly dislike: number;
  readonly refund: number;
}

/** The weights that need no configuration. */
export const actionWeights: ActionWeights = {
  view: 1,
  click: 1,
  search: 2,
  wishlist: 3,
  like: 3,
  cart: 3,
  order: 5,
  page: 0.5,
  unwish: -3,
  removeFromCart: -2,
  dislike: -3,
  refund: -5,
};
