import { customType, pgSchema } from 'drizzle-orm/pg-core';

/** The Postgres schema that holds everything of ours. */
export const likenessSchema = pgSchema('likeness');

/** `bytea`, as a Buffer. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** `bigint`, as its decimal text: keys are 64-bit hashes, which a JavaScript number cannot hold. */
export const bigintText = customType<{ data: string }>({ dataType: () => 'bigint' });

/** A list of `bigint`, each as its decimal text. */
export const bigintTextList = customType<{ data: readonly string[] }>({ dataType: () => 'bigint[]' });

/** `jsonb` whose shape the reader checks or the writer guarantees. */
export const json = customType<{ data: unknown; driverData: unknown }>({ dataType: () => 'jsonb' });
