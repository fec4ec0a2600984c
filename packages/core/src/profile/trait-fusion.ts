/**
 * Who is believed when sources disagree about a trait. With no rules the newest statement stands.
 *
 * Every rule is part of one total order over statements, `(rank of the source, time + lead of the source, event id)`,
 * of which the greatest stands: so any order of arrival gives the same trait, and profiles merge. A rule such as "the
 * CRM, unless it is much older" is a lead, not a comparison of two: three sources could otherwise beat each other in a
 * circle.
 */
export interface TraitFusion {
  /**
   * Sources by trust, the most trusted first: what one says stands, however old, until it or a more trusted one says
   * otherwise. Those not named come behind all that are. `import:*` names every source that begins so.
   */
  readonly priority?: readonly string[];
  /** Among equally trusted sources: what one says counts as if it had been said so much later, ms. */
  readonly leadMs?: Readonly<Record<string, number>>;
  /** Rules of single traits, in place of those above. */
  readonly traits?: Readonly<Record<string, Pick<TraitFusion, 'priority' | 'leadMs'>>>;
}

/** What the rules give to a statement: greater wins, first by `rank`, then by time plus `leadMs`. */
export interface SourceTrust {
  /** 0 for a source that no rule ranks. */
  readonly rank: number;
  readonly leadMs: number;
}

/** How far a source is trusted about a trait; a source that is not known is `''`, which only `*` names. */
export type TrustOf = (trait: string, source: string) => SourceTrust;

/** Makes rules of fusion ready to fold with. */
export function compileTraitFusion(fusion: TraitFusion): TrustOf {
  return (trait, source) => {
    const own = fusion.traits;
    const { priority = [], leadMs = {} } =
      own !== undefined && Object.hasOwn(own, trait) ? (own[trait] ?? fusion) : fusion;
    const names = (pattern: string): boolean =>
      pattern.endsWith('*') ? source.startsWith(pattern.slice(0, -1)) : pattern === source;
    const place = priority.findIndex(names);
    const lead = Object.keys(leadMs).find(names);
    return {
      rank: place < 0 ? 0 : priority.length - place,
      leadMs: lead === undefined ? 0 : (leadMs[lead] ?? 0),
    };
  };
}
