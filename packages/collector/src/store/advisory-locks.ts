/**
 * Advisory locks of Postgres, all in one place so that no number is used for two things; numbers that no other software
 * in the database is likely to take.
 */
export const advisoryLocks = {
  /** While migrations run. */
  migration: 7_563_218_441,
  /** While a partition is made. */
  partition: 7_563_218_442,
  /** Held by the one process that runs the jobs. */
  jobs: 7_563_218_443,
  /** Held while all profiles are folded again. */
  refold: 7_563_218_444,
} as const;
