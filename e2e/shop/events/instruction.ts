/** A JSON object, as it goes into an event. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** One call the page is to make on `window.likeness`; the server decides, the page does. */
export type Instruction =
  | readonly ['track', name: string, properties: JsonObject]
  | readonly ['identify', userId: string, traits: JsonObject]
  | readonly ['reset', options: { readonly anonymousId: string }];

/** What the server answers to an action that a page sent in the background. */
export interface Outcome {
  readonly instructions: readonly Instruction[];
  /** Things in the basket now. */
  readonly cartCount: number;
  /** Said aloud and shown for a moment. */
  readonly message: string;
  /** Where to go next; absent: stay. */
  readonly location?: string;
}
