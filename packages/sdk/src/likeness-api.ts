import type { PropertiesOf } from './segment-events.ts';

/** Properties and traits: anything that JSON can carry. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a visitor may allow. */
export interface Purposes {
  /** Events are sent to the site's collector. */
  readonly measurement?: boolean;
  /** The profile is used to adapt what the visitor sees, also on the device. */
  readonly personalisation?: boolean;
}

/** A visitor's choice: for everything, or by purpose. */
export type ConsentChoice = 'granted' | 'denied' | 'pending' | Purposes;

/** Options of one tracked event. */
export interface TrackOptions {
  /** `strict` stores the event on the medium itself before anything else happens to it; default `relaxed`. */
  readonly durability?: IDBTransactionDurability;
}

/** The SDK as a page sees it from the first moment on: `window.likeness`. Nothing here ever throws. */
export interface Likeness {
  /** Something happened, by its Segment name where there is one (`Product Viewed`), whose properties are then checked. */
  track<Name extends string>(name: Name, properties?: PropertiesOf<Name>, options?: TrackOptions): void;
  /** The visitor is known, or more is known about them. */
  identify(userId?: string | null, traits?: Properties): void;
  /** A page was shown that the SDK cannot see by itself. */
  page(name?: string, properties?: Properties): void;
  /** The visitor belongs to a group, such as a company. */
  group(groupId: string, traits?: Properties): void;
  /** `userId` and `previousId` (by default this visitor's anonymous id) are the same person. */
  alias(userId: string, previousId?: string): void;
  /** Log-out: the next event is by a new visitor, with the given anonymous id or a fresh one. */
  reset(options?: { readonly anonymousId?: string }): void;
  /** The visitor chose. What is no longer allowed ends at once; denying everything wipes what is stored. */
  consent(choice: ConsentChoice): void;
  /** Sends what there is; resolves after the attempt, whatever its outcome. */
  flush(): Promise<void>;
  /** The visitor's anonymous id; empty before the first event. */
  anonymousId(): string;
}
