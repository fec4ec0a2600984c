import type { FoldRules, TagRule } from '@likeness/core';
import type postgres from 'postgres';

/** Items of one list that count, as core has it. */
const lastItem = 199;

/** Writes the configured tag rules and synonyms for `likeness.explain_tag` to read with, all at once. */
export async function saveTagRules(
  sql: postgres.Sql,
  { tagRules, synonyms }: Pick<FoldRules, 'tagRules' | 'synonyms'>,
): Promise<void> {
  const rules = tagRules.flatMap((rule) =>
    (rule.events ?? [null]).map((event): TagRule & { readonly event: string | null } => ({ ...rule, event })),
  );
  const names = Object.entries(synonyms).flatMap(([family, values]) =>
    Object.entries(values).map(([alias, value]) => ({ family, alias, value })),
  );
  await sql.begin(async (transaction) => {
    // Collectors that start together write the same; one waits for the other.
    await transaction`LOCK TABLE likeness.tag_rules IN SHARE ROW EXCLUSIVE MODE`;
    await transaction`DELETE FROM likeness.tag_rules`;
    await transaction`
      INSERT INTO likeness.tag_rules (rule_id, type, event, family, path, weight, transform)
      SELECT * FROM unnest(
        ${rules.map((_, i) => i)}::int[],
        ${rules.map(({ type }) => type)}::text[],
        ${rules.map(({ event }) => event)}::text[],
        ${rules.map(({ family }) => family)}::text[],
        ${rules.map(jsonPathOf)}::text[],
        ${rules.map(({ weight }) => weight)}::float8[],
        ${rules.map(({ transform }) => transform)}::text[]
      )`;
    await transaction`DELETE FROM likeness.tag_synonyms`;
    await transaction`
      INSERT INTO likeness.tag_synonyms (family, alias, value)
      SELECT * FROM unnest(
        ${names.map(({ family }) => family)}::text[],
        ${names.map(({ alias }) => alias)}::text[],
        ${names.map(({ value }) => value)}::text[]
      )`;
  });
}

/** `properties.products[].name` as Postgres writes it: `$."properties"."products"[0 to 199]."name"`. */
function jsonPathOf({ path }: TagRule): string {
  const steps = path.split('.').map((step) => {
    const key = step.replaceAll('[]', '');
    return `${key === '' ? '' : `.${JSON.stringify(key)}`}${step.endsWith('[]') ? `[0 to ${lastItem}]` : ''}`;
  });
  return `$${steps.join('')}`;
}
