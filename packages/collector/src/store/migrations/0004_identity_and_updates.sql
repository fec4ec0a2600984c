ALTER TABLE likeness.identities ADD COLUMN unlinked_at timestamptz;
--> statement-breakpoint
COMMENT ON COLUMN likeness.identities.unlinked_at IS 'For an anonymous id: when its last link was undone. Only an identify or alias event that happened later links it again.';
--> statement-breakpoint
CREATE TABLE likeness.unlinks (
  unlink_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id integer NOT NULL,
  identity_key bigint NOT NULL,
  other_key bigint NOT NULL,
  from_profile_id bigint NOT NULL,
  into_profile_id bigint NOT NULL,
  event_id uuid,
  reason text NOT NULL,
  unlinked_at timestamptz NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.unlinks IS 'Every link between two ids that was undone (likeness unmerge): which, when and why. What had linked them before that time counts no more.';
COMMENT ON COLUMN likeness.unlinks.unlink_id IS 'Number of the undoing.';
COMMENT ON COLUMN likeness.unlinks.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.unlinks.identity_key IS 'The identity that was taken out.';
COMMENT ON COLUMN likeness.unlinks.other_key IS 'The identity that it had been linked with: the owner of a device, or the other side of an alias.';
COMMENT ON COLUMN likeness.unlinks.from_profile_id IS 'The profile that both led to before.';
COMMENT ON COLUMN likeness.unlinks.into_profile_id IS 'The profile that the identity leads to since; the same when another link still holds the two together.';
COMMENT ON COLUMN likeness.unlinks.event_id IS 'The event that had linked them.';
COMMENT ON COLUMN likeness.unlinks.reason IS 'Why it was undone, in the operator''s words.';
COMMENT ON COLUMN likeness.unlinks.unlinked_at IS 'When it was undone, by the collector''s clock.';
--> statement-breakpoint
CREATE INDEX unlinks_pair ON likeness.unlinks (identity_key, other_key);
--> statement-breakpoint
CREATE VIEW likeness.link_history AS
SELECT
  h.site_id,
  h.at,
  h.change,
  i.kind,
  i.value AS id,
  h.from_profile_id,
  h.into_profile_id,
  h.event_id,
  h.reason
FROM (
  SELECT site_id, merged_at AS at, 'merged' AS change, identity_key, from_profile_id, into_profile_id, event_id, reason
  FROM likeness.profile_merges
  UNION ALL
  SELECT site_id, unlinked_at, 'unmerged', identity_key, from_profile_id, into_profile_id, event_id, reason
  FROM likeness.unlinks
) AS h
JOIN likeness.identities i USING (identity_key);
--> statement-breakpoint
COMMENT ON VIEW likeness.link_history IS 'Which profiles became one, and which links were undone: SELECT at, change, reason FROM likeness.link_history WHERE id = ''anna'' ORDER BY at;';
COMMENT ON COLUMN likeness.link_history.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.link_history.at IS 'When it was done.';
COMMENT ON COLUMN likeness.link_history.change IS 'merged or unmerged.';
COMMENT ON COLUMN likeness.link_history.kind IS 'anonymous or user.';
COMMENT ON COLUMN likeness.link_history.id IS 'The id that was linked or taken out.';
COMMENT ON COLUMN likeness.link_history.from_profile_id IS 'The profile that it led to before.';
COMMENT ON COLUMN likeness.link_history.into_profile_id IS 'The profile that it leads to since.';
COMMENT ON COLUMN likeness.link_history.event_id IS 'The event that linked them.';
COMMENT ON COLUMN likeness.link_history.reason IS 'login, alias or earlier login; of an undoing the operator''s words.';
--> statement-breakpoint
CREATE TABLE likeness.profile_backlog (
  profile_id bigint PRIMARY KEY,
  site_id integer NOT NULL,
  since timestamptz NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.profile_backlog IS 'Profiles whose events are stored but not folded yet: updates.profiles is batch. The job profile-batch empties it.';
COMMENT ON COLUMN likeness.profile_backlog.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_backlog.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_backlog.since IS 'When the first event that waits was stored.';
--> statement-breakpoint
CREATE INDEX profile_backlog_since ON likeness.profile_backlog (since);
--> statement-breakpoint
CREATE TABLE likeness.refolds (
  refold_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rules_digest text NOT NULL,
  profiles_total bigint NOT NULL,
  events_total bigint NOT NULL,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  finished_at timestamptz
);
--> statement-breakpoint
COMMENT ON TABLE likeness.refolds IS 'Every time all profiles were folded from their events again: SELECT * FROM likeness.refold_progress;';
COMMENT ON COLUMN likeness.refolds.refold_id IS 'Number of the refold.';
COMMENT ON COLUMN likeness.refolds.rules_digest IS 'MD5 of the rules that it folds with: one that was interrupted goes on only under the same rules.';
COMMENT ON COLUMN likeness.refolds.profiles_total IS 'Profiles there were when it began.';
COMMENT ON COLUMN likeness.refolds.events_total IS 'Events there were in them.';
COMMENT ON COLUMN likeness.refolds.started_at IS 'When it began.';
COMMENT ON COLUMN likeness.refolds.updated_at IS 'When it last moved on.';
COMMENT ON COLUMN likeness.refolds.finished_at IS 'When it reached the end; null before.';
--> statement-breakpoint
CREATE TABLE likeness.refold_parts (
  refold_id bigint NOT NULL REFERENCES likeness.refolds ON DELETE CASCADE,
  part integer NOT NULL,
  after_id bigint,
  to_id bigint NOT NULL,
  profiles bigint NOT NULL DEFAULT 0,
  events bigint NOT NULL DEFAULT 0,
  different bigint NOT NULL DEFAULT 0,
  bounded bigint NOT NULL DEFAULT 0,
  finished_at timestamptz,
  PRIMARY KEY (refold_id, part)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.refold_parts IS 'The ranges of profile ids that a refold is cut into, and how far each came; written in the transaction that saves the profiles.';
COMMENT ON COLUMN likeness.refold_parts.refold_id IS 'The refold.';
COMMENT ON COLUMN likeness.refold_parts.part IS 'Number of the range, from 0.';
COMMENT ON COLUMN likeness.refold_parts.after_id IS 'The last profile that is done; before, the end of the range before; null at the very beginning.';
COMMENT ON COLUMN likeness.refold_parts.to_id IS 'The last id of the range.';
COMMENT ON COLUMN likeness.refold_parts.profiles IS 'Profiles done.';
COMMENT ON COLUMN likeness.refold_parts.events IS 'Events folded.';
COMMENT ON COLUMN likeness.refold_parts.different IS 'Profiles that differed from the fold of their events.';
COMMENT ON COLUMN likeness.refold_parts.bounded IS 'Profiles that differed only where a bound of the profile had pushed entries out.';
COMMENT ON COLUMN likeness.refold_parts.finished_at IS 'When the range was done; null before.';
--> statement-breakpoint
CREATE VIEW likeness.refold_progress AS
SELECT
  r.refold_id,
  r.started_at,
  r.updated_at,
  r.finished_at,
  sum(p.profiles) AS profiles,
  r.profiles_total,
  sum(p.events) AS events,
  r.events_total,
  sum(p.different) AS different,
  sum(p.bounded) AS bounded
FROM likeness.refolds r
JOIN likeness.refold_parts p USING (refold_id)
GROUP BY r.refold_id;
--> statement-breakpoint
COMMENT ON VIEW likeness.refold_progress IS 'How far each refold is or came: SELECT profiles, profiles_total, different FROM likeness.refold_progress ORDER BY started_at DESC LIMIT 1;';
COMMENT ON COLUMN likeness.refold_progress.refold_id IS 'Number of the refold.';
COMMENT ON COLUMN likeness.refold_progress.started_at IS 'When it began.';
COMMENT ON COLUMN likeness.refold_progress.updated_at IS 'When it last moved on.';
COMMENT ON COLUMN likeness.refold_progress.finished_at IS 'When it reached the end; null before.';
COMMENT ON COLUMN likeness.refold_progress.profiles IS 'Profiles done.';
COMMENT ON COLUMN likeness.refold_progress.profiles_total IS 'Profiles there were when it began.';
COMMENT ON COLUMN likeness.refold_progress.events IS 'Events folded.';
COMMENT ON COLUMN likeness.refold_progress.events_total IS 'Events there were when it began.';
COMMENT ON COLUMN likeness.refold_progress.different IS 'Profiles that differed from the fold of their events and were brought in line.';
COMMENT ON COLUMN likeness.refold_progress.bounded IS 'Profiles that differed only where a bound of the profile had pushed entries out.';
--> statement-breakpoint
CREATE TABLE likeness.tag_relevance (
  site_id integer NOT NULL,
  family text NOT NULL,
  count_share double precision NOT NULL,
  fast_share double precision NOT NULL,
  slow_share double precision NOT NULL,
  crowd_share double precision NOT NULL,
  crowd_prior double precision NOT NULL,
  sessions bigint NOT NULL,
  hit_rate double precision,
  ndcg double precision,
  learned_at timestamptz NOT NULL,
  PRIMARY KEY (site_id, family)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.tag_relevance IS 'How plain counts, both speeds and the crowd are mixed into the relevance of tags, by family; learned by likeness tune. A family without a row is mixed evenly.';
COMMENT ON COLUMN likeness.tag_relevance.site_id IS 'The site it was learned on.';
COMMENT ON COLUMN likeness.tag_relevance.family IS 'Family of tags.';
COMMENT ON COLUMN likeness.tag_relevance.count_share IS 'Share of the plain count; the four shares sum to 1.';
COMMENT ON COLUMN likeness.tag_relevance.fast_share IS 'Share of the fast weight.';
COMMENT ON COLUMN likeness.tag_relevance.slow_share IS 'Share of the slow weight.';
COMMENT ON COLUMN likeness.tag_relevance.crowd_share IS 'Share of what everybody likes.';
COMMENT ON COLUMN likeness.tag_relevance.crowd_prior IS 'How many touches of the crowd everyone is thought to bring along.';
COMMENT ON COLUMN likeness.tag_relevance.sessions IS 'Sessions that it was learned from.';
COMMENT ON COLUMN likeness.tag_relevance.hit_rate IS 'Share of these sessions in which one of the five most relevant tags was touched, foreseen before each.';
COMMENT ON COLUMN likeness.tag_relevance.ndcg IS 'NDCG@5 of the same.';
COMMENT ON COLUMN likeness.tag_relevance.learned_at IS 'When it was learned.';
--> statement-breakpoint
CREATE TABLE likeness.tag_crowd (
  site_id integer NOT NULL,
  tag_id integer NOT NULL,
  share double precision NOT NULL,
  PRIMARY KEY (site_id, tag_id)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.tag_crowd IS 'What everybody likes: the share of each tag in all sessions'' touches of its family; learned by likeness tune.';
COMMENT ON COLUMN likeness.tag_crowd.site_id IS 'The site it was learned on.';
COMMENT ON COLUMN likeness.tag_crowd.tag_id IS 'The tag, as a number of tags.';
COMMENT ON COLUMN likeness.tag_crowd.share IS 'Its share, 0 to 1; tags without a row have none.';
--> statement-breakpoint
CREATE OR REPLACE VIEW likeness.profile_tags AS
SELECT
  profile_id,
  site_id,
  family,
  value,
  count,
  (fast + slow) / 2 AS weight,
  fast,
  slow,
  CASE
    WHEN fast + slow <= 0 THEN 0
    ELSE (fast + slow) / sum(greatest(fast + slow, 0)) OVER (PARTITION BY profile_id, family)
  END AS share,
  row_number() OVER (PARTITION BY profile_id, family ORDER BY fast + slow DESC, value) AS rank,
  count_share * (count + crowd_prior * crowd)
    / (sum(count) OVER (PARTITION BY profile_id, family) + crowd_prior)
  + fast_share * (greatest(fast, 0) + crowd_prior * crowd)
    / (sum(greatest(fast, 0)) OVER (PARTITION BY profile_id, family) + crowd_prior)
  + slow_share * (greatest(slow, 0) + crowd_prior * crowd)
    / (sum(greatest(slow, 0)) OVER (PARTITION BY profile_id, family) + crowd_prior)
  + crowd_share * crowd AS relevance
FROM (
  SELECT
    p.profile_id,
    p.site_id,
    t.family,
    t.value,
    packed.count,
    likeness.decayed(packed.fast, p.last_at, coalesce(own.fast, usual.fast)) AS fast,
    likeness.decayed(packed.slow, p.last_at, coalesce(own.slow, usual.slow)) AS slow,
    coalesce(mix.count_share, 0.25) AS count_share,
    coalesce(mix.fast_share, 0.25) AS fast_share,
    coalesce(mix.slow_share, 0.25) AS slow_share,
    coalesce(mix.crowd_share, 0.25) AS crowd_share,
    coalesce(mix.crowd_prior, 10) AS crowd_prior,
    coalesce(crowd.share, 0) AS crowd
  FROM likeness.profiles p
  CROSS JOIN LATERAL unnest(p.tag_ids, p.tag_counts, p.tag_fast, p.tag_slow) AS packed (tag_id, count, fast, slow)
  JOIN likeness.tags t ON t.tag_id = packed.tag_id
  JOIN likeness.tag_half_lives usual ON usual.family = ''
  LEFT JOIN likeness.tag_half_lives own ON own.family = t.family AND own.family <> ''
  LEFT JOIN likeness.tag_relevance mix ON mix.site_id = p.site_id AND mix.family = t.family
  LEFT JOIN likeness.tag_crowd crowd ON crowd.site_id = p.site_id AND crowd.tag_id = packed.tag_id
  WHERE p.merged_into IS NULL
) AS now;
--> statement-breakpoint
COMMENT ON COLUMN likeness.profile_tags.relevance IS 'How likely the next touch of this family is of this tag, 0 to 1: plain count, both speeds and the crowd, mixed as tag_relevance says.';
