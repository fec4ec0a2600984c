import { type Check, fail, ok, warn } from './check.ts';
import type { DatabaseFacts, SchemaFacts } from './database-facts.ts';

const oldest = 15;
const newest = 18;
const megabyte = 1024 * 1024;
const gigabyte = 1024 * megabyte;
const minuteMs = 60_000;
/** Below so many updates the share of HOT updates says nothing. */
const enoughUpdates = 10_000;

/** Judges what a database says about itself. */
export function judgeDatabase(facts: DatabaseFacts): readonly Check[] {
  return [
    judgeVersion(facts),
    ...judgeSettings(facts.settings),
    judgeConnections(facts),
    judgeClock(facts.clock),
    judgeDisk(facts.disk),
    ...judgeSchema(facts),
  ];
}

function judgeVersion({ version, isStandby }: DatabaseFacts): Check {
  const major = Math.floor(version / 10_000);
  const found = `Postgres ${major}.${version % 10_000}`;
  if (isStandby) return fail('version', `${found}, a standby`, 'Point DATABASE_URL at the primary server.');
  if (major >= oldest && major <= newest) return ok('version', found);
  return warn('version', found, `Likeness is tested on Postgres ${oldest} to ${newest}: use one of these.`);
}

function judgeSettings(settings: DatabaseFacts['settings']): readonly Check[] {
  const { fsync, fullPageWrites, synchronousCommit, autovacuum, timeZone } = settings;
  return [
    fsync === 'on'
      ? ok('fsync', 'on')
      : fail('fsync', fsync, 'Set fsync = on: a crash of the machine can damage the whole database.'),
    fullPageWrites === 'on'
      ? ok('full_page_writes', 'on')
      : fail('full_page_writes', fullPageWrites, 'Set full_page_writes = on: a crash can tear pages.'),
    synchronousCommit === 'off'
      ? fail(
          'synchronous_commit',
          'off',
          'Set synchronous_commit = on: a crash loses events that were accepted.',
        )
      : ok('synchronous_commit', synchronousCommit),
    autovacuum === 'on'
      ? ok('autovacuum', 'on')
      : fail(
          'autovacuum',
          autovacuum,
          'Set autovacuum = on: profiles are updated all the time and would only grow.',
        ),
    atLeast(
      'max_wal_size',
      settings.maxWalBytes,
      4 * gigabyte,
      'checkpoints come too often and write pages twice',
    ),
    atLeast(
      'shared_buffers',
      settings.sharedBufferBytes,
      256 * megabyte,
      'hot profiles should stay in memory',
    ),
    /^(UTC|GMT|Etc\/(UTC|GMT))$/.test(timeZone)
      ? ok('TimeZone', timeZone)
      : warn(
          'TimeZone',
          timeZone,
          `Nothing is stored in it, but days in your queries begin at midnight of ${timeZone}: set it to UTC unless you want that.`,
        ),
  ];
}

function atLeast(name: string, bytes: number, least: number, why: string): Check {
  const found = size(bytes);
  return bytes >= least
    ? ok(name, found)
    : warn(name, found, `Set ${name} to ${size(least)} or more: ${why}.`);
}

function judgeConnections({ connections, settings: { maxConnections } }: DatabaseFacts): Check {
  const found = `${connections} of ${maxConnections}`;
  return connections < maxConnections * 0.8
    ? ok('connections', found)
    : warn(
        'connections',
        found,
        'Raise max_connections, or put a pooler in front of what else uses this server.',
      );
}

function judgeClock({ theirs, before, after }: DatabaseFacts['clock']): Check {
  // Its clock was read at some moment between ours: within them, they agree.
  const apartMs = Math.max(0, before - theirs, theirs - after);
  const found = `${Math.round(apartMs)} ms from the database's`;
  const advice = 'Let NTP set both clocks: times of arrival and of jobs come from this one.';
  if (apartMs < 1_000) return ok('clock', found);
  return apartMs < minuteMs ? warn('clock', found, advice) : fail('clock', found, advice);
}

function judgeDisk(disk: DatabaseFacts['disk']): Check {
  if (disk === undefined) return ok('disk', 'on another machine, or hidden from this user: watch it there');
  const share = disk.freeBytes / disk.totalBytes;
  const found = `${size(disk.freeBytes)} free, ${Math.round(share * 100)} %`;
  const advice =
    'Make room or drop old partitions: without space Postgres stops, and events are refused until it runs.';
  if (share >= 0.1 || disk.freeBytes >= 50 * gigabyte) return ok('disk', found);
  return disk.freeBytes >= 2 * gigabyte ? warn('disk', found, advice) : fail('disk', found, advice);
}

function judgeSchema({ schema, mayCreateSchema, clock }: DatabaseFacts): readonly Check[] {
  if (schema !== undefined) {
    return [
      judgeRights(schema),
      judgePartitions(schema, clock.after),
      judgeProfiles(schema.profiles),
      judgeJobs(schema.jobs, clock.after),
      schema.quarantined === 0
        ? ok('quarantine', 'nothing new since yesterday')
        : warn(
            'quarantine',
            `${schema.quarantined} events since yesterday`,
            'See why: likeness quarantine list.',
          ),
    ];
  }
  return [
    mayCreateSchema
      ? warn('schema', 'not there yet', 'likeness serve makes it at its first start.')
      : fail(
          'schema',
          'not there, and this user may not make it',
          'GRANT CREATE ON DATABASE … TO this user.',
        ),
  ];
}

function judgeRights({ mayWrite, mayCreatePartitions }: SchemaFacts): Check {
  if (mayWrite && mayCreatePartitions) return ok('privileges', 'may write, and make partitions');
  const missing = mayWrite ? 'make partitions' : 'write';
  return fail(
    'privileges',
    `may not ${missing}`,
    'Let the owner of the schema likeness run it, or grant its role.',
  );
}

function judgePartitions({ partitions }: SchemaFacts, now: number): Check {
  const date = new Date(now);
  const ahead = [0, 1, 2].map((months) => {
    const month = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
    return `events_${month.toISOString().slice(0, 7).replace('-', '_')}`;
  });
  const missing = ahead.filter((name) => !partitions.includes(name));
  const found = `${partitions.length} months`;
  if (missing.length === 0) return ok('partitions', `${found}, two ahead`);
  return warn(
    'partitions',
    `${found}, ${missing.join(' and ')} missing`,
    'Start likeness serve: it makes them ahead, and again every six hours.',
  );
}

function judgeProfiles({ updates, hotUpdates, live, dead }: SchemaFacts['profiles']): Check {
  const hot = updates === 0 ? 1 : hotUpdates / updates;
  const found = `${live} live, ${dead} dead, ${Math.round(hot * 1000) / 10} % of updates HOT`;
  if (updates >= enoughUpdates && hot < 0.9) {
    return warn(
      'profiles',
      found,
      'Look for an index on a changing column of likeness.profiles, and for long transactions.',
    );
  }
  if (dead > enoughUpdates && dead > live) {
    return warn(
      'profiles',
      found,
      'Autovacuum does not keep up: lower autovacuum_vacuum_cost_delay, end long transactions.',
    );
  }
  return ok('profiles', found);
}

function judgeJobs(jobs: SchemaFacts['jobs'], now: number): Check {
  const failing = jobs.filter((job) => job.lastError !== undefined);
  const late = jobs.filter((job) => now - job.nextAt > Math.max(5 * minuteMs, 2 * job.everyMs));
  if (failing.length > 0) {
    const names = failing.map((job) => `${job.name} (${job.lastError})`).join(', ');
    return warn(
      'jobs',
      `failed last time: ${names}`,
      'They are tried again; the log of likeness serve says more.',
    );
  }
  if (late.length > 0) {
    const names = late
      .map((job) => `${job.name} by ${Math.round((now - job.nextAt) / minuteMs)} min`)
      .join(', ');
    return warn('jobs', `late: ${names}`, 'Start likeness serve: one of its processes runs the jobs.');
  }
  return ok('jobs', `${jobs.length}, none late`);
}

function size(bytes: number): string {
  return bytes >= gigabyte
    ? `${Math.round((bytes / gigabyte) * 10) / 10} GB`
    : `${Math.round(bytes / megabyte)} MB`;
}
