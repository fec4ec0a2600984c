import type { JsonObject, JsonValue, LikenessEvent } from '../event/event.ts';
import { dropLowest } from './bound.ts';
import { objectOf, textOf } from './read-property.ts';
import type { TrustOf } from './trait-fusion.ts';

/** What was stated about one attribute, by which event and when. */
export interface Trait {
  /** `null` says that the attribute was taken back; it stays as a record, or an older value would return. */
  readonly value: JsonValue;
  /** Event time, epoch ms. */
  readonly at: number;
  readonly eventId: string;
  /** Who stated it: `context.source` (`import`, `survey`, …), else the name of the sender's library; may be unknown. */
  readonly source?: string;
  /** What the rules of fusion gave to its source when it was folded, so that profiles merge without them; absent: 0. */
  readonly rank?: number;
  readonly leadMs?: number;
}

/**
 * Attributes stated about a user: the more trusted source wins, then the newest event time (plus the lead of its
 * source), ties break on the greater `eventId`. Without {@link TraitFusion} all sources are equal.
 */
export type TraitSlice = Readonly<Record<string, Trait>>;

/** Attributes per profile; beyond it the one stated longest ago goes. */
export const traitLimit = 64;

/** Characters of a value as JSON; a longer one stays in the event alone. */
export const traitValueLength = 1_024;

/** Folds an identify event's traits; answers how many traits the bound pushed out. */
export function foldTraits(
  traits: Record<string, Trait>,
  event: LikenessEvent,
  { traits: stated, trustOf }: { readonly traits: JsonObject; readonly trustOf?: TrustOf | undefined },
): number {
  const source = textOf(event.context.source, 64) ?? textOf(objectOf(event.context.library)?.name, 64);
  for (const name of Object.keys(stated)) {
    const value = stated[name];
    if (value === undefined || name.length > 128 || JSON.stringify(value).length > traitValueLength) continue;
    const trust = trustOf?.(name, source ?? '');
    const trait: Trait = {
      value,
      at: event.occurredAt,
      eventId: event.eventId,
      ...(source === undefined ? {} : { source }),
      ...(trust?.rank ? { rank: trust.rank } : {}),
      ...(trust?.leadMs ? { leadMs: trust.leadMs } : {}),
    };
    const known = traits[name];
    if (known === undefined || beats(trait, known)) traits[name] = trait;
  }
  return dropLowest(traits, traitLimit, (trait) => trait.at);
}

/** Merges `from` into `into`; answers how many traits the bound pushed out. */
export function mergeTraits(into: Record<string, Trait>, from: TraitSlice): number {
  for (const name of Object.keys(from)) {
    const trait = from[name];
    const known = into[name];
    if (trait !== undefined && (known === undefined || beats(trait, known))) into[name] = trait;
  }
  return dropLowest(into, traitLimit, (trait) => trait.at);
}

function beats(a: Trait, b: Trait): boolean {
  const order = (a.rank ?? 0) - (b.rank ?? 0) || a.at + (a.leadMs ?? 0) - b.at - (b.leadMs ?? 0);
  return order > 0 || (order === 0 && a.eventId > b.eventId);
}
