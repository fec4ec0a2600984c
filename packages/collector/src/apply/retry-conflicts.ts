import { sqlState } from './sql-state.ts';

/** Deadlocks and serialization failures: the transaction did nothing, running it again is right. */
const conflicts = new Set(['40P01', '40001']);
const attempts = 5;

/**
 * Runs a transaction again when another one was in its way, five times at most. `isConflict` names further errors that
 * say so. Throws what the last attempt threw.
 */
export async function retryConflicts<T>(
  transaction: () => Promise<T>,
  isConflict: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt >= attempts || !(conflicts.has(sqlState(error)) || isConflict(error))) throw error;
    }
  }
}
