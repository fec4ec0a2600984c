import type { InterestSlice } from '@likeness/core';
import type { Dictionary } from './dictionary.ts';

/** The numbers of tags by family and value, and back: a second memory before their dictionary. */
export interface TagNumbers {
  /** The numbers of all tags of each slice, in their order; new tags get theirs committed before this answers. */
  readonly encode: (slices: readonly InterestSlice[]) => Promise<readonly (readonly number[])[]>;
  /** The same without asking anybody; `undefined` where one is not remembered. */
  readonly known: (interests: InterestSlice) => readonly number[] | undefined;
  /** The tag with this number, where it is remembered. */
  readonly tagOf: (id: number) => NumberedTag | undefined;
}

/** Family and value of a tag. */
export interface NumberedTag {
  readonly family: string;
  readonly value: string;
}

/** Tags remembered; when full, all are forgotten: the dictionary knows them. */
const rememberedTags = 100_000;

/**
 * Creates the numbers over the dictionary of tags. A profile holds dozens of tags at every save: looking each up by
 * the text `family` TAB `value`, which has to be put together first, costs more than folding them.
 */
export function createTagNumbers(dictionary: Dictionary): TagNumbers {
  const families = new Map<string, Map<string, number>>();
  const tags = new Map<number, NumberedTag>();

  /** Writes the numbers of a slice; what is not remembered goes to `missing`, by its place. */
  function look(interests: InterestSlice, missing: ((tag: NumberedTag, place: number) => void) | undefined) {
    const ids: number[] = [];
    for (const family of Object.keys(interests)) {
      const values = families.get(family);
      const own = interests[family] ?? {};
      for (const value of Object.keys(own)) {
        const id = values?.get(value);
        if (id === undefined) {
          if (missing === undefined) return undefined;
          missing({ family, value }, ids.length);
        }
        ids.push(id ?? 0);
      }
    }
    return ids;
  }

  function remember(tag: NumberedTag, id: number): void {
    if (tags.size >= rememberedTags) {
      tags.clear();
      families.clear();
    }
    tags.set(id, tag);
    const values = families.get(tag.family) ?? new Map<string, number>();
    families.set(tag.family, values.set(tag.value, id));
  }

  return {
    encode: async (slices) => {
      const missing: { readonly tag: NumberedTag; readonly ids: number; readonly place: number }[] = [];
      const encoded = slices.map((interests, ids) =>
        look(interests, (tag, place) => missing.push({ tag, ids, place })),
      );
      if (missing.length > 0) {
        const found = await dictionary.encode(missing.map(({ tag }) => `${tag.family}\t${tag.value}`));
        missing.forEach(({ tag, ids, place }, i) => {
          const id = found[i] ?? 0;
          remember(tag, id);
          const own = encoded[ids];
          if (own !== undefined) own[place] = id;
        });
      }
      return encoded.map((ids) => ids ?? []);
    },
    known: (interests) => look(interests, undefined),
    tagOf: (id) => tags.get(id),
  };
}
