import process from 'node:process';
import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a red run is about the change that caused it.
 * `PROPERTY_SEED=random` (or a number) explores others; a failure prints the seed that repeats it.
 */
const chosen = process.env.PROPERTY_SEED ?? '20261122';
fc.configureGlobal({ seed: chosen === 'random' ? Date.now() % 2_147_483_647 : Number(chosen) });
