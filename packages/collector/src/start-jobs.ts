import type { Logger } from 'pino';
import { refreshMemberships } from './apply/refresh-memberships.ts';
import type { ResolvedConfig } from './config/resolve-config.ts';
import { createProfileBatch } from './jobs/fold-profiles.ts';
import { createPartitionKeeper } from './jobs/keep-partitions.ts';
import { createPriceLevels } from './jobs/price-levels.ts';
import { createMembershipPrune } from './jobs/prune-memberships.ts';
import { createQuarantinePrune } from './jobs/prune-quarantine.ts';
import { createSegmentRecompute, everybody, recomputeSegmentsJob } from './jobs/recompute-segments.ts';
import { createProfileRefold } from './jobs/refold-profiles.ts';
import { runInThread } from './jobs/run-in-thread.ts';
import { createScheduler, type Scheduler } from './jobs/schedule.ts';
import { createBuyerScores } from './jobs/score-buyers.ts';
import { createWebhookSender } from './jobs/send-webhooks.ts';
import { createSocialGraph } from './jobs/social-graph.ts';
import { createSegmentSweep, type RefreshMemberships } from './jobs/sweep-segments.ts';
import { foldBacklog } from './refold/fold-backlog.ts';
import { refoldBySchedule } from './refold/refold-by-schedule.ts';
import type { Engine } from './service.ts';
import { createJobLock, wakeJob } from './store/job-store.ts';
import { deleteEndedMemberships, dueProfiles, type MembershipChange } from './store/membership-store.ts';
import { savePriceLevels } from './store/price-store.ts';
import { profilePage } from './store/profile-page.ts';
import { deleteQuarantined } from './store/quarantine-store.ts';
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
  const { engine, config, now } = options;
  const { sql } = engine.database;
  const { definitions } = config.segments;
  await sql.begin(async (transaction) => {
    if ((await syncSegments(transaction, definitions, now())) === 'changed') {
      await wakeJob(transaction, { name: recomputeSegmentsJob, now: now(), state: everybody });
    }
  });
  engine.segmentCache.forget();
  return createJobScheduler(options);
}

/** How often to look for profiles that another strategy left unfolded. */
const leftoverEveryMs = 60_000;

/** Makes the scheduler of all jobs, for the segments as they stand in the database. */
export function createJobScheduler(options: JobsOptions): Scheduler {
  const { engine, config, log, now } = options;
  const { sql } = engine.database;
  const refresh: RefreshMemberships = async (profileIds, cause) =>
    await refreshMemberships(
      { sql, profiles: engine.apply.profiles, segments: engine.segments, now },
      profileIds,
      cause,
    );
  const { strategy, everyMs } = config.updates.segments;
  const { profiles } = config.updates;
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
      createProfileBatch(
        async (signal) => await foldBacklog(engine.apply, signal),
        profiles.strategy === 'batch' ? profiles.everyMs : leftoverEveryMs,
      ),
      ...(profiles.strategy === 'hybrid'
        ? [
            createProfileRefold(
              async (signal) =>
                await refoldBySchedule(engine.apply, { rulesDigest: config.rulesDigest, signal }),
              profiles.everyMs,
            ),
          ]
        : []),
      createBuyerScores({ sql, everyMs: config.updates.population.everyMs, runInThread }),
      createPriceLevels(async (at) => await savePriceLevels(sql, at), config.updates.population.everyMs),
      createSocialGraph({ sql, everyMs: config.updates.population.everyMs, runInThread }),
      createPartitionKeeper(async (at) => {
        await engine.apply.partitions.ensureAhead(at);
        const since = engine.keptSince();
        return since === undefined ? 0 : (await engine.apply.partitions.dropBefore(since, at)).length;
      }),
      createQuarantinePrune(async (at) =>
        retention.quarantineMs === undefined ? 0 : await deleteQuarantined(sql, at - retention.quarantineMs),
      ),
      createMembershipPrune(async (at) =>
        retention.membershipsMs === undefined
          ? 0
          : await deleteEndedMemberships(sql, at - retention.membershipsMs),
      ),
    ],
  });
}
