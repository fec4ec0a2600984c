import type { InterestSlice } from '@likeness/core';
import type { Dictionary } from './dictionary.ts';

/** The numbers of tags by family and value, and back: a second memory before their dictionary. */
export interface TagNumbers {
  /** The numbers of all tags of each slice, in their order; new tags get theirs committed before this answers. */
  readonly encode: (slices: readonly InterestSlice[]) => Promise<readonly (readonly number[])[]>;
  /** The text of the tag with this number, without its family, where it is remembered. */
  readonly valueOf: (id: number) => string | undefined;
  /** A number for a family, of this process alone. */
  readonly familyNumber: (family: string) => number;
  /** The family with a number that {@link TagNumbers.familyNumber} gave. */
  readonly familyName: (number: number) => string;
}

interface MissingTag {
  readonly family: string;
  readonly value: string;
  /** Where its number goes. */
  readonly ids: number[];
  readonly place: number;
}

/** Tags remembered; when full, all are forgotten: the dictionary knows them. */
const rememberedTags = 100_000;

/**
 * Creates the numbers over the dictionary of tags. Looking a tag up by the text `family` TAB `value`, which has to be put
 * together first, costs more than folding it.
 */
export function createTagNumbers(dictionary: Dictionary): TagNumbers {
  const families = new Map<string, Map<string, number>>();
  const values = new Map<number, string>();
  // Never forgotten: rules name them, so they are few.
  const familyNumbers = new Map<string, number>();
  const familyNames: string[] = [];

  /** The numbers of a slice; what is not remembered goes to `missing`. */
  function look(interests: InterestSlice, missing: MissingTag[]): readonly number[] {
    const ids: number[] = [];
    for (const family of Object.keys(interests)) {
      const known = families.get(family);
      for (const value of Object.keys(interests[family] ?? {})) {
        const id = known?.get(value);
        if (id === undefined) missing.push({ family, value, ids, place: ids.length });
        ids.push(id ?? 0);
      }
    }
    return ids;
  }

  function remember({ family, value }: MissingTag, id: number): void {
    if (values.size >= rememberedTags) {
      values.clear();
      families.clear();
    }
    values.set(id, value);
    const known = families.get(family) ?? new Map<string, number>();
    families.set(family, known.set(value, id));
  }

  return {
    encode: async (slices) => {
      const missing: MissingTag[] = [];
      const encoded = slices.map((interests) => look(interests, missing));
      if (missing.length === 0) return encoded;
      const found = await dictionary.encode(missing.map(({ family, value }) => `${family}\t${value}`));
      missing.forEach((tag, i) => {
        const id = found[i] ?? 0;
        remember(tag, id);
        tag.ids[tag.place] = id;
      });
      return encoded;
    },
    valueOf: (id) => values.get(id),
    familyNumber: (family) => {
      const known = familyNumbers.get(family);
      if (known !== undefined) return known;
      familyNumbers.set(family, familyNames.length);
      return familyNames.push(family) - 1;
    },
    familyName: (number) => familyNames[number] ?? '',
  };
}
