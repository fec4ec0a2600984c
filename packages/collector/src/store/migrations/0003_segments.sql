-- Postgres raises an error where a power or product underflows: a weight untouched for hundreds of half-lives is as
-- good as nothing, and must not break a query.
CREATE OR REPLACE FUNCTION likeness.decayed(weight double precision, at timestamptz, half_life interval, now timestamptz DEFAULT now())
RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE
RETURN weight * power(2, - least(800, extract(epoch FROM now - at)::double precision / extract(epoch FROM half_life)::double precision));
--> statement-breakpoint
CREATE TABLE likeness.segments (
  segment_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  description text NOT NULL,
  in_words text NOT NULL,
  rule jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  retired_at timestamptz
);
--> statement-breakpoint
COMMENT ON TABLE likeness.segments IS 'Named groups of users by rule, as the configuration file has them; written when the collector starts.';
COMMENT ON COLUMN likeness.segments.segment_id IS 'Number of the segment.';
COMMENT ON COLUMN likeness.segments.name IS 'Name of the segment.';
COMMENT ON COLUMN likeness.segments.description IS 'What it is for, in its maker''s words.';
COMMENT ON COLUMN likeness.segments.in_words IS 'Its rule in plain English.';
COMMENT ON COLUMN likeness.segments.rule IS 'Its rule as data.';
COMMENT ON COLUMN likeness.segments.created_at IS 'When it was first seen.';
COMMENT ON COLUMN likeness.segments.changed_at IS 'When its rule last changed.';
COMMENT ON COLUMN likeness.segments.retired_at IS 'Since when the configuration has it no more; null while it is in use.';
--> statement-breakpoint
CREATE TABLE likeness.segment_members (
  membership_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  profile_id bigint NOT NULL,
  segment_id integer NOT NULL REFERENCES likeness.segments,
  site_id integer NOT NULL,
  entered_at timestamptz NOT NULL,
  left_at timestamptz,
  entered_by text NOT NULL CHECK (entered_by IN ('event', 'time', 'rule')),
  left_by text CHECK (left_by IN ('event', 'time', 'rule', 'merge')),
  CHECK ((left_at IS NULL) = (left_by IS NULL))
);
--> statement-breakpoint
COMMENT ON TABLE likeness.segment_members IS 'Every stay of a profile in a segment; read it through the view segment_memberships.';
COMMENT ON COLUMN likeness.segment_members.membership_id IS 'Number of the stay.';
COMMENT ON COLUMN likeness.segment_members.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.segment_members.segment_id IS 'The segment.';
COMMENT ON COLUMN likeness.segment_members.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.segment_members.entered_at IS 'When it entered, by the collector''s clock.';
COMMENT ON COLUMN likeness.segment_members.left_at IS 'When it left; null while it is a member.';
COMMENT ON COLUMN likeness.segment_members.entered_by IS 'event (something the user did), time (decay, a window that slid) or rule (the rule is new or changed).';
COMMENT ON COLUMN likeness.segment_members.left_by IS 'As entered_by, or merge: the profile became part of another.';
--> statement-breakpoint
CREATE UNIQUE INDEX segment_members_current ON likeness.segment_members (profile_id, segment_id) WHERE left_at IS NULL;
--> statement-breakpoint
CREATE INDEX segment_members_of_segment ON likeness.segment_members (segment_id, profile_id) WHERE left_at IS NULL;
--> statement-breakpoint
CREATE INDEX segment_members_history ON likeness.segment_members (profile_id, entered_at);
--> statement-breakpoint
CREATE INDEX segment_members_ended ON likeness.segment_members (left_at) WHERE left_at IS NOT NULL;
--> statement-breakpoint
CREATE TABLE likeness.segment_checks (
  profile_id bigint PRIMARY KEY,
  due_at timestamptz NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.segment_checks IS 'When time alone can next change the segments of a profile, in or out: what the job segment-sweep goes by. A profile that only events can change has no row.';
COMMENT ON COLUMN likeness.segment_checks.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.segment_checks.due_at IS 'When to look again; never later than the change, at times earlier.';
--> statement-breakpoint
CREATE INDEX segment_checks_due ON likeness.segment_checks (due_at);
--> statement-breakpoint
CREATE TABLE likeness.webhook_deliveries (
  delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook text NOT NULL,
  site_id integer NOT NULL,
  profile_id bigint NOT NULL,
  segment_id integer NOT NULL REFERENCES likeness.segments,
  change text NOT NULL CHECK (change IN ('entered', 'left')),
  changed_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  last_status integer,
  last_error text,
  delivered_at timestamptz,
  dead_at timestamptz,
  CHECK ((next_attempt_at IS NULL) = (delivered_at IS NOT NULL OR dead_at IS NOT NULL))
);
--> statement-breakpoint
COMMENT ON TABLE likeness.webhook_deliveries IS 'Outbox of webhooks: one row per change of membership and webhook, written in the transaction that made the change.';
COMMENT ON COLUMN likeness.webhook_deliveries.delivery_id IS 'Number of the delivery; equal on every attempt, so that the receiver can drop repetitions.';
COMMENT ON COLUMN likeness.webhook_deliveries.webhook IS 'Name of the webhook in the configuration file, which has its address and secret.';
COMMENT ON COLUMN likeness.webhook_deliveries.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.webhook_deliveries.profile_id IS 'The profile that changed.';
COMMENT ON COLUMN likeness.webhook_deliveries.segment_id IS 'The segment that it entered or left.';
COMMENT ON COLUMN likeness.webhook_deliveries.change IS 'entered or left.';
COMMENT ON COLUMN likeness.webhook_deliveries.changed_at IS 'When it entered or left.';
COMMENT ON COLUMN likeness.webhook_deliveries.attempts IS 'How often it was sent.';
COMMENT ON COLUMN likeness.webhook_deliveries.next_attempt_at IS 'When it is sent next; null when it is delivered or given up.';
COMMENT ON COLUMN likeness.webhook_deliveries.last_status IS 'HTTP status of the last answer; null when there was none.';
COMMENT ON COLUMN likeness.webhook_deliveries.last_error IS 'What went wrong last.';
COMMENT ON COLUMN likeness.webhook_deliveries.delivered_at IS 'When the receiver took it.';
COMMENT ON COLUMN likeness.webhook_deliveries.dead_at IS 'When it was given up (the dead letters: SELECT * FROM likeness.webhook_deliveries WHERE dead_at IS NOT NULL).';
--> statement-breakpoint
CREATE INDEX webhook_deliveries_next ON likeness.webhook_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX webhook_deliveries_order ON likeness.webhook_deliveries (profile_id, segment_id) WHERE next_attempt_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX webhook_deliveries_done ON likeness.webhook_deliveries (delivered_at) WHERE delivered_at IS NOT NULL;
--> statement-breakpoint
CREATE TABLE likeness.jobs (
  name text PRIMARY KEY,
  every interval NOT NULL,
  next_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  duration_ms double precision,
  rows bigint,
  lag interval,
  runs bigint NOT NULL DEFAULT 0,
  failures bigint NOT NULL DEFAULT 0,
  last_error text,
  state jsonb NOT NULL DEFAULT '{}'
);
--> statement-breakpoint
COMMENT ON TABLE likeness.jobs IS 'What the collector does by schedule, on one process at a time: SELECT name, every, finished_at, duration_ms, rows, lag FROM likeness.jobs;';
COMMENT ON COLUMN likeness.jobs.name IS 'Name of the job.';
COMMENT ON COLUMN likeness.jobs.every IS 'How often it runs.';
COMMENT ON COLUMN likeness.jobs.next_at IS 'When it runs next.';
COMMENT ON COLUMN likeness.jobs.started_at IS 'When it last started.';
COMMENT ON COLUMN likeness.jobs.finished_at IS 'When it last finished.';
COMMENT ON COLUMN likeness.jobs.duration_ms IS 'How long that took, ms.';
COMMENT ON COLUMN likeness.jobs.rows IS 'How much it then worked through.';
COMMENT ON COLUMN likeness.jobs.lag IS 'How late it then was with the oldest thing it worked through.';
COMMENT ON COLUMN likeness.jobs.runs IS 'How often it ran.';
COMMENT ON COLUMN likeness.jobs.failures IS 'How often it failed.';
COMMENT ON COLUMN likeness.jobs.last_error IS 'What the last failure said; null after a success.';
COMMENT ON COLUMN likeness.jobs.state IS 'What the job remembers, for example how far it came.';
--> statement-breakpoint
CREATE VIEW likeness.segment_memberships AS
SELECT
  m.profile_id,
  m.site_id,
  s.name AS segment,
  m.entered_at,
  m.left_at,
  m.left_at IS NULL AS is_member,
  m.entered_by,
  m.left_by,
  s.description
FROM likeness.segment_members m
JOIN likeness.segments s USING (segment_id);
--> statement-breakpoint
COMMENT ON VIEW likeness.segment_memberships IS 'Who is and was in which segment: SELECT segment, count(*) FROM likeness.segment_memberships WHERE is_member GROUP BY segment;';
COMMENT ON COLUMN likeness.segment_memberships.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.segment_memberships.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.segment_memberships.segment IS 'Name of the segment.';
COMMENT ON COLUMN likeness.segment_memberships.entered_at IS 'When it entered.';
COMMENT ON COLUMN likeness.segment_memberships.left_at IS 'When it left; null while it is a member.';
COMMENT ON COLUMN likeness.segment_memberships.is_member IS 'Whether it is a member now.';
COMMENT ON COLUMN likeness.segment_memberships.entered_by IS 'Why it entered: event, time or rule.';
COMMENT ON COLUMN likeness.segment_memberships.left_by IS 'Why it left: event, time, rule or merge.';
COMMENT ON COLUMN likeness.segment_memberships.description IS 'What the segment is for.';
