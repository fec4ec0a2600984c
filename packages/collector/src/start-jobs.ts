import type { Logger } from 'pino';
import { refreshMemberships } from './apply/refresh-memberships.ts';
import type { ResolvedConfig } from './config/resolve-config.ts';
import { createMembershipPrune } from './jobs/prune-memberships.ts';
import { createSegmentRecompute, everybody, recomputeSegmentsJob } from './jobs/recompute-segments.ts';
import { createProfileRefold } from './jobs/refold-profiles.ts';
import { createScheduler, type Scheduler } from './jobs/schedule.ts';
import { createWebhookSender } from './jobs/send-webhooks.ts';
import { createSegmentSweep, type RefreshMemberships } from './jobs/sweep-segments.ts';
import { refoldProfiles } from './refold/refold-profiles.ts';
import type { Engine } from './service.ts';
import { createJobLock, wakeJob } from './store/job-store.ts';
import { deleteEndedMemberships, dueProfiles, type MembershipChange } from './store/membership-store.ts';
import { profilePage } from './store/profile-page.ts';
import { syncSegments } from './store/segment-store.ts';
import { deleteDelivered, dueDeliveries, saveOutcomes } from './store/webhook-store.ts';

/** What the jobs of a collector are made with. */
export interface JobsOptions {
  readonly databaseUrl: string;
  readonly engine: Engine;
  readonly config: ResolvedConfig;
  readonly log: Logger;
  readonly now: () => number;
  readonly random: () => number;
  readonly fetch: typeof fetch;
  readonly onSegmentChange: (changes: readonly MembershipChange[]) => void;
}

/**
 * Writes the configured segments to the database and makes the scheduler of all jobs; it ticks once it is started.
 *
 * When a rule is new or changed, everybody is looked at again, which `segment-recompute` does from its next run on.
 */
export async function createJobs(options: JobsOptions): Promise<Scheduler> {
  const { engine, config, log, now } = options;
  const { sql } = engine.database;
  const { definitions } = config.segments;
  await sql.begin(async (transaction) => {
    if ((await syncSegments(transaction, definitions, now())) === 'changed') {
      await wakeJob(transaction, { name: recomputeSegmentsJob, now: now(), state: everybody });
    }
  });
  engine.segmentCache.forget();
  const refresh: RefreshMemberships = async (profileIds, cause) =>
    await refreshMemberships(
      { sql, profiles: engine.apply.profiles, segments: engine.segments, now },
      profileIds,
      cause,
    );
  const { strategy, everyMs } = config.updates.segments;
  const { retention } = config;
  const onChange = options.onSegmentChange;
  return createScheduler({
    sql,
    lock: createJobLock(options.databaseUrl),
    now,
    onError: (job, error) => log.error({ err: error, job }, 'a job failed'),
    jobs: [
      createSegmentSweep({ due: async (at, limit) => await dueProfiles(sql, at, limit), refresh, onChange }),
      createSegmentRecompute({
        page: async (after, size) => await profilePage(sql, after, size),
        refresh,
        onChange,
        ...(strategy === 'realtime' ? {} : { everyMs }),
      }),
      createWebhookSender({
        targets: config.webhooks,
        due: async (at, limit) => await dueDeliveries(sql, at, limit),
        save: async (outcomes, at) => await saveOutcomes(sql, outcomes, at),
        forget: async (at) => await deleteDelivered(sql, at - retention.deliveriesMs),
        fetch: options.fetch,
        random: options.random,
      }),
      ...(config.updates.profiles.strategy === 'realtime'
        ? []
        : [
            createProfileRefold(
              async (signal) => await refoldProfiles(engine.apply, { mode: 'write', signal }),
              config.updates.profiles.everyMs,
            ),
          ]),
      createMembershipPrune(async (at) =>
        retention.membershipsMs === undefined
          ? 0
          : await deleteEndedMemberships(sql, at - retention.membershipsMs),
      ),
    ],
  });
}
