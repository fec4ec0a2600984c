ALTER TABLE likeness.profiles ADD COLUMN day_counts integer[] NOT NULL DEFAULT '{}';
--> statement-breakpoint
COMMENT ON COLUMN likeness.profiles.day_counts IS 'Events by UTC day and kind for the last 92 days, each as one number: ((days since 2000-01-01) · 8 + kind) · 8192 + count, kinds 0 view, 1 search, 2 click, 3 cart, 4 order, 5 other. Read it through profile_days.';
COMMENT ON COLUMN likeness.profiles.state IS 'The other slices: value (by currency), engagement, clickThrough, vitals, channel, environment, psychographics, social; what is empty is left out.';
--> statement-breakpoint
-- A profile is read and written whole: what is beyond 2 kB is compressed, and leaves its page only when the page is full.
ALTER TABLE likeness.profiles
  ALTER COLUMN tag_ids SET STORAGE MAIN,
  ALTER COLUMN tag_counts SET STORAGE MAIN,
  ALTER COLUMN tag_fast SET STORAGE MAIN,
  ALTER COLUMN tag_slow SET STORAGE MAIN,
  ALTER COLUMN rates SET STORAGE MAIN,
  ALTER COLUMN count_ids SET STORAGE MAIN,
  ALTER COLUMN counts SET STORAGE MAIN,
  ALTER COLUMN count_first_at SET STORAGE MAIN,
  ALTER COLUMN count_last_at SET STORAGE MAIN,
  ALTER COLUMN traits SET STORAGE MAIN,
  ALTER COLUMN state SET STORAGE MAIN,
  ALTER COLUMN day_counts SET STORAGE MAIN;
--> statement-breakpoint
CREATE TABLE likeness.tag_half_lives (
  family text PRIMARY KEY,
  fast interval NOT NULL,
  slow interval NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.tag_half_lives IS 'How fast interests fade, as configured; written by the collector at its start. The empty family stands for all that are not named.';
COMMENT ON COLUMN likeness.tag_half_lives.family IS 'Family of tags; empty for all others.';
COMMENT ON COLUMN likeness.tag_half_lives.fast IS 'Half-life of the fast weight.';
COMMENT ON COLUMN likeness.tag_half_lives.slow IS 'Half-life of the slow weight.';
--> statement-breakpoint
INSERT INTO likeness.tag_half_lives VALUES ('', interval '7 days', interval '120 days');
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
  row_number() OVER (PARTITION BY profile_id, family ORDER BY fast + slow DESC, value) AS rank
FROM (
  SELECT
    p.profile_id,
    p.site_id,
    t.family,
    t.value,
    packed.count,
    likeness.decayed(packed.fast, p.last_at, coalesce(own.fast, usual.fast)) AS fast,
    likeness.decayed(packed.slow, p.last_at, coalesce(own.slow, usual.slow)) AS slow
  FROM likeness.profiles p
  CROSS JOIN LATERAL unnest(p.tag_ids, p.tag_counts, p.tag_fast, p.tag_slow) AS packed (tag_id, count, fast, slow)
  JOIN likeness.tags t ON t.tag_id = packed.tag_id
  JOIN likeness.tag_half_lives usual ON usual.family = ''
  LEFT JOIN likeness.tag_half_lives own ON own.family = t.family AND own.family <> ''
  WHERE p.merged_into IS NULL
) AS now;
--> statement-breakpoint
COMMENT ON COLUMN likeness.profile_tags.fast IS 'Weight at the fast half-life (tag_half_lives), as of now: what matters this week.';
COMMENT ON COLUMN likeness.profile_tags.slow IS 'Weight at the slow half-life (tag_half_lives), as of now: what matters in the long run.';
--> statement-breakpoint
DROP FUNCTION likeness.fast_half_life();
--> statement-breakpoint
DROP FUNCTION likeness.slow_half_life();
--> statement-breakpoint
CREATE VIEW likeness.profile_taxonomy AS
SELECT
  t.profile_id,
  t.site_id,
  t.family,
  array_to_string((string_to_array(t.value, '/'))[1:level], '/') AS path,
  level,
  sum(t.count) AS count,
  sum(t.weight) AS weight,
  sum(t.fast) AS fast,
  sum(t.slow) AS slow
FROM likeness.profile_tags t
CROSS JOIN LATERAL generate_series(1, array_length(string_to_array(t.value, '/'), 1)) AS level
WHERE t.family = 'category'
GROUP BY t.profile_id, t.site_id, t.family, path, level;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_taxonomy IS 'Interest in each level of the taxonomy: home sums home/kitchen, which sums home/kitchen/mugs. SELECT path, weight FROM likeness.profile_taxonomy WHERE profile_id = likeness.profile_id(''anna'') AND level = 1 ORDER BY weight DESC;';
COMMENT ON COLUMN likeness.profile_taxonomy.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_taxonomy.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_taxonomy.family IS 'category.';
COMMENT ON COLUMN likeness.profile_taxonomy.path IS 'The path from the top down to this level.';
COMMENT ON COLUMN likeness.profile_taxonomy.level IS '1 for the top.';
COMMENT ON COLUMN likeness.profile_taxonomy.count IS 'How often anything at or below it was touched.';
COMMENT ON COLUMN likeness.profile_taxonomy.weight IS 'Interest as of now: the sum of the weights at and below it.';
COMMENT ON COLUMN likeness.profile_taxonomy.fast IS 'The same of the fast weights.';
COMMENT ON COLUMN likeness.profile_taxonomy.slow IS 'The same of the slow weights.';
--> statement-breakpoint
CREATE VIEW likeness.profile_days AS
SELECT
  p.profile_id,
  p.site_id,
  date '2000-01-01' + packed / 65536 AS day,
  (ARRAY['view', 'search', 'click', 'cart', 'order', 'other'])[packed / 8192 % 8 + 1] AS kind,
  sum(packed % 8192) AS count
FROM likeness.profiles p
CROSS JOIN LATERAL unnest(p.day_counts) AS packed
WHERE p.merged_into IS NULL
GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_days IS 'What each user did on each of the last 92 days, exactly: SELECT day, sum(count) FROM likeness.profile_days WHERE profile_id = likeness.profile_id(''anna'') GROUP BY day ORDER BY day;';
COMMENT ON COLUMN likeness.profile_days.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_days.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_days.day IS 'UTC day.';
COMMENT ON COLUMN likeness.profile_days.kind IS 'view, search, click, cart, order or other.';
COMMENT ON COLUMN likeness.profile_days.count IS 'How many events.';
--> statement-breakpoint
CREATE VIEW likeness.profile_windows AS
SELECT
  profile_id,
  site_id,
  kind,
  coalesce(sum(count) FILTER (WHERE day > today - 7), 0) AS last_7_days,
  coalesce(sum(count) FILTER (WHERE day > today - 30), 0) AS last_30_days,
  coalesce(sum(count) FILTER (WHERE day > today - 90), 0) AS last_90_days
FROM likeness.profile_days
CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS t
WHERE day <= today
GROUP BY profile_id, site_id, kind;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_windows IS 'What each user did lately, exactly; a window of 7 days is today (UTC) and the 6 days before. SELECT profile_id FROM likeness.profile_windows WHERE kind = ''view'' AND last_7_days >= 20;';
COMMENT ON COLUMN likeness.profile_windows.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_windows.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_windows.kind IS 'view, search, click, cart, order or other.';
COMMENT ON COLUMN likeness.profile_windows.last_7_days IS 'Events in 7 days.';
COMMENT ON COLUMN likeness.profile_windows.last_30_days IS 'Events in 30 days.';
COMMENT ON COLUMN likeness.profile_windows.last_90_days IS 'Events in 90 days.';
--> statement-breakpoint
CREATE VIEW likeness.profile_rates AS
SELECT
  p.profile_id,
  p.site_id,
  k.kind,
  likeness.decayed(p.rates[k.base + 1], p.last_at, interval '1 hour') * ln(2) AS per_hour,
  likeness.decayed(p.rates[k.base + 2], p.last_at, interval '1 day') * ln(2) AS per_day,
  likeness.decayed(p.rates[k.base + 3], p.last_at, interval '7 days') * ln(2) / 7 AS per_day_over_week,
  likeness.decayed(p.rates[k.base + 4], p.last_at, interval '30 days') * ln(2) / 30 AS per_day_over_month
FROM likeness.profiles p
CROSS JOIN (VALUES ('view', 0), ('search', 4), ('click', 8), ('cart', 12), ('order', 16), ('other', 20)) AS k (kind, base)
WHERE p.merged_into IS NULL AND p.rates[k.base + 4] > 0;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_rates IS 'How often each user does what, as of now, fading at four half-lives: SELECT * FROM likeness.profile_rates WHERE profile_id = likeness.profile_id(''anna'');';
COMMENT ON COLUMN likeness.profile_rates.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_rates.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_rates.kind IS 'view, search, click, cart, order or other.';
COMMENT ON COLUMN likeness.profile_rates.per_hour IS 'Events an hour, at a half-life of 1 hour: weight · ln 2 / half-life.';
COMMENT ON COLUMN likeness.profile_rates.per_day IS 'Events a day, at a half-life of 1 day.';
COMMENT ON COLUMN likeness.profile_rates.per_day_over_week IS 'Events a day, at a half-life of 7 days.';
COMMENT ON COLUMN likeness.profile_rates.per_day_over_month IS 'Events a day, at a half-life of 30 days.';
--> statement-breakpoint
CREATE VIEW likeness.profile_engagement AS
SELECT
  p.profile_id,
  p.site_id,
  e.visits,
  e.page_views,
  e.page_views::double precision / nullif(e.visits, 0) AS pages_per_visit,
  seen.bounce_rate,
  make_interval(secs => e.visible_ms / 1000) AS visible_time,
  e.max_depth,
  e.depth_permille / 1000 / nullif(e.scrolled_pages, 0) AS mean_depth,
  coalesce((p.state -> 'clickThrough' -> 'total' ->> 0)::bigint, 0) AS impressions,
  coalesce((p.state -> 'clickThrough' -> 'total' ->> 1)::bigint, 0) AS clicks,
  CASE WHEN (p.state -> 'clickThrough' -> 'total' ->> 0)::bigint > 0
    THEN least(1, (p.state -> 'clickThrough' -> 'total' ->> 1)::double precision
      / (p.state -> 'clickThrough' -> 'total' ->> 0)::double precision) END AS click_through_rate
FROM likeness.profiles p
CROSS JOIN LATERAL (
  SELECT
    coalesce((p.state -> 'engagement' ->> 'visits')::bigint, 0) AS visits,
    coalesce((p.state -> 'engagement' ->> 'pageViews')::bigint, 0) AS page_views,
    coalesce((p.state -> 'engagement' ->> 'visibleMs')::double precision, 0) AS visible_ms,
    (p.state -> 'engagement' ->> 'maxDepth')::double precision AS max_depth,
    (p.state -> 'engagement' ->> 'depthPermille')::double precision AS depth_permille,
    (p.state -> 'engagement' ->> 'scrolledPages')::double precision AS scrolled_pages
) AS e
CROSS JOIN LATERAL (
  SELECT avg((s.page_views <= 1)::integer)::double precision AS bounce_rate
  FROM likeness.identities i
  JOIN likeness.session_rows s
    ON (i.kind = 'anonymous' AND s.user_key IS NULL AND s.device_key = i.identity_key)
    OR (i.kind = 'user' AND s.user_key = i.identity_key
        AND s.device_key IN (SELECT d.device_key FROM likeness.device_users d WHERE d.user_key = i.identity_key))
  WHERE i.profile_id = p.profile_id
) AS seen
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_engagement IS 'How much attention each user gives: SELECT * FROM likeness.profile_engagement WHERE profile_id = likeness.profile_id(''anna'');';
COMMENT ON COLUMN likeness.profile_engagement.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_engagement.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_engagement.visits IS 'Sessions begun.';
COMMENT ON COLUMN likeness.profile_engagement.page_views IS 'Pages and screens seen.';
COMMENT ON COLUMN likeness.profile_engagement.pages_per_visit IS 'Pages by visit; null without a visit.';
COMMENT ON COLUMN likeness.profile_engagement.bounce_rate IS 'Share of sessions with at most one page, 0 to 1; null without a session.';
COMMENT ON COLUMN likeness.profile_engagement.visible_time IS 'Time that pages were visible.';
COMMENT ON COLUMN likeness.profile_engagement.max_depth IS 'Deepest scroll of any page, 0 to 1; null when none was measured.';
COMMENT ON COLUMN likeness.profile_engagement.mean_depth IS 'Mean depth of the scrolled pages, 0 to 1; null when none was measured.';
COMMENT ON COLUMN likeness.profile_engagement.impressions IS 'Placements and promotions shown.';
COMMENT ON COLUMN likeness.profile_engagement.clicks IS 'Those clicked.';
COMMENT ON COLUMN likeness.profile_engagement.click_through_rate IS 'Clicks by impression, 0 to 1; null without an impression.';
--> statement-breakpoint
CREATE VIEW likeness.profile_placements AS
SELECT
  p.profile_id,
  p.site_id,
  t.key AS placement,
  (t.value ->> 0)::bigint AS impressions,
  (t.value ->> 1)::bigint AS clicks,
  CASE WHEN (t.value ->> 0)::bigint > 0
    THEN least(1, (t.value ->> 1)::double precision / (t.value ->> 0)::double precision) END AS click_through_rate
FROM likeness.profiles p
CROSS JOIN LATERAL jsonb_each(p.state -> 'clickThrough' -> 'placements') AS t
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_placements IS 'What each user was shown where, and clicked: SELECT placement, sum(clicks) / sum(impressions) FROM likeness.profile_placements GROUP BY 1;';
COMMENT ON COLUMN likeness.profile_placements.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_placements.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_placements.placement IS 'The place on the page, as sent.';
COMMENT ON COLUMN likeness.profile_placements.impressions IS 'How often something was shown there.';
COMMENT ON COLUMN likeness.profile_placements.clicks IS 'How often it was clicked.';
COMMENT ON COLUMN likeness.profile_placements.click_through_rate IS 'Clicks by impression, 0 to 1; null without an impression.';
--> statement-breakpoint
CREATE VIEW likeness.profile_web_vitals AS
SELECT
  profile_id,
  site_id,
  vital,
  max(total)::bigint AS measurements,
  min(CASE WHEN bucket = 0 THEN 0 ELSE 2 * power(21.0 / 19, bucket) / (21.0 / 19 + 1) END
    / CASE WHEN vital = 'cls' THEN 1000 ELSE 1 END) FILTER (WHERE running >= ceil(0.75 * total))::double precision AS p75
FROM (
  SELECT
    p.profile_id,
    p.site_id,
    v.key AS vital,
    b.key::integer AS bucket,
    sum(b.value::bigint) OVER (PARTITION BY p.profile_id, v.key) AS total,
    sum(b.value::bigint) OVER (PARTITION BY p.profile_id, v.key ORDER BY b.key::integer) AS running
  FROM likeness.profiles p
  CROSS JOIN LATERAL jsonb_each(p.state -> 'vitals') AS v
  CROSS JOIN LATERAL jsonb_each_text(v.value) AS b
  WHERE p.merged_into IS NULL
) AS buckets
GROUP BY profile_id, site_id, vital;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_web_vitals IS 'How fast pages are for each user: SELECT vital, p75 FROM likeness.profile_web_vitals WHERE profile_id = likeness.profile_id(''anna'');';
COMMENT ON COLUMN likeness.profile_web_vitals.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_web_vitals.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_web_vitals.vital IS 'lcp, inp, cls, fcp or ttfb.';
COMMENT ON COLUMN likeness.profile_web_vitals.measurements IS 'Page views that were measured.';
COMMENT ON COLUMN likeness.profile_web_vitals.p75 IS 'What three of four page views do not exceed, to 5 %: ms, for cls without a unit.';
--> statement-breakpoint
CREATE VIEW likeness.profile_channel AS
SELECT
  p.profile_id,
  p.site_id,
  to_timestamp((p.state -> 'channel' -> 'first' ->> 'at')::double precision / 1000) AS first_at,
  p.state -> 'channel' -> 'first' ->> 'kind' AS first_kind,
  p.state -> 'channel' -> 'first' ->> 'source' AS first_source,
  p.state -> 'channel' -> 'first' ->> 'medium' AS first_medium,
  p.state -> 'channel' -> 'first' ->> 'campaign' AS first_campaign,
  p.state -> 'channel' -> 'first' ->> 'referrer' AS first_referrer,
  p.state -> 'channel' -> 'first' ->> 'landing' AS first_landing,
  p.state -> 'channel' -> 'first' -> 'clickId' ->> 'name' AS first_click_id,
  to_timestamp((p.state -> 'channel' -> 'last' ->> 'at')::double precision / 1000) AS last_at,
  p.state -> 'channel' -> 'last' ->> 'kind' AS last_kind,
  p.state -> 'channel' -> 'last' ->> 'source' AS last_source,
  p.state -> 'channel' -> 'last' ->> 'medium' AS last_medium,
  p.state -> 'channel' -> 'last' ->> 'campaign' AS last_campaign,
  p.state -> 'channel' -> 'last' ->> 'referrer' AS last_referrer,
  p.state -> 'channel' -> 'last' ->> 'landing' AS last_landing,
  p.state -> 'channel' -> 'last' -> 'clickId' ->> 'name' AS last_click_id,
  p.state -> 'environment' -> 'device' ->> 0 AS device,
  p.state -> 'environment' -> 'language' ->> 0 AS language,
  p.state -> 'environment' -> 'timeZone' ->> 0 AS time_zone,
  p.state -> 'environment' -> 'region' ->> 0 AS region
FROM likeness.profiles p
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_channel IS 'How each user came, on what device, from where: SELECT first_kind, count(*) FROM likeness.profile_channel GROUP BY 1 ORDER BY 2 DESC;';
COMMENT ON COLUMN likeness.profile_channel.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_channel.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_channel.first_at IS 'Time of the first arrival.';
COMMENT ON COLUMN likeness.profile_channel.first_kind IS 'paid, search, social, mail, internal, link or direct.';
COMMENT ON COLUMN likeness.profile_channel.first_source IS 'Campaign source (utm_source).';
COMMENT ON COLUMN likeness.profile_channel.first_medium IS 'Campaign medium (utm_medium).';
COMMENT ON COLUMN likeness.profile_channel.first_campaign IS 'Campaign name (utm_campaign).';
COMMENT ON COLUMN likeness.profile_channel.first_referrer IS 'Host that linked here.';
COMMENT ON COLUMN likeness.profile_channel.first_landing IS 'Path of the page entered.';
COMMENT ON COLUMN likeness.profile_channel.first_click_id IS 'Which advertisement network''s click id the address carried: gclid, …';
COMMENT ON COLUMN likeness.profile_channel.last_at IS 'Time of the last arrival that was not direct; the columns below are those of the first, of it.';
COMMENT ON COLUMN likeness.profile_channel.last_kind IS 'paid, search, social, mail, internal or link.';
COMMENT ON COLUMN likeness.profile_channel.last_source IS 'Campaign source (utm_source).';
COMMENT ON COLUMN likeness.profile_channel.last_medium IS 'Campaign medium (utm_medium).';
COMMENT ON COLUMN likeness.profile_channel.last_campaign IS 'Campaign name (utm_campaign).';
COMMENT ON COLUMN likeness.profile_channel.last_referrer IS 'Host that linked here.';
COMMENT ON COLUMN likeness.profile_channel.last_landing IS 'Path of the page entered.';
COMMENT ON COLUMN likeness.profile_channel.last_click_id IS 'Which advertisement network''s click id the address carried: gclid, …';
COMMENT ON COLUMN likeness.profile_channel.device IS 'mobile, tablet, desktop, tv or bot, as last seen.';
COMMENT ON COLUMN likeness.profile_channel.language IS 'BCP 47 language, as last seen.';
COMMENT ON COLUMN likeness.profile_channel.time_zone IS 'IANA time zone, as last seen.';
COMMENT ON COLUMN likeness.profile_channel.region IS 'What a proxy''s header said, else the area of the time zone; never finer.';
--> statement-breakpoint
CREATE VIEW likeness.profile_psychographics AS
SELECT
  p.profile_id,
  p.site_id,
  CASE WHEN s.priced_views + s.priced_buys >= 3
    THEN (s.discounted_views + 3 * s.discounted_buys) / (s.priced_views + 3 * s.priced_buys) END AS discount_share,
  CASE WHEN i.touches >= 5 THEN i.variety END AS variety,
  CASE WHEN i.touches >= 5 THEN i.recent_variety - i.variety END AS variety_change,
  seen.views / nullif(bought.orders, 0) AS views_per_order,
  CASE WHEN bought.first_at >= seen.first_at THEN bought.first_at - seen.first_at END AS deliberation,
  s.feelings / 1000 / nullif(s.texts, 0) AS sentiment
FROM likeness.profiles p
CROSS JOIN LATERAL (
  SELECT
    coalesce((p.state -> 'psychographics' ->> 'pricedViews')::double precision, 0) AS priced_views,
    coalesce((p.state -> 'psychographics' ->> 'discountedViews')::double precision, 0) AS discounted_views,
    coalesce((p.state -> 'psychographics' ->> 'pricedBuys')::double precision, 0) AS priced_buys,
    coalesce((p.state -> 'psychographics' ->> 'discountedBuys')::double precision, 0) AS discounted_buys,
    coalesce((p.state -> 'psychographics' ->> 'texts')::double precision, 0) AS texts,
    coalesce((p.state -> 'psychographics' ->> 'feelings')::double precision, 0) AS feelings
) AS s
LEFT JOIN LATERAL (
  SELECT
    sum(t.count) AS touches,
    CASE WHEN count(*) = 1 THEN 0 ELSE
      least(1, -sum(t.slow_share * ln(nullif(t.slow_share, 0))) / ln(count(*))::double precision) END AS variety,
    CASE WHEN count(*) = 1 THEN 0 ELSE
      least(1, -sum(t.fast_share * ln(nullif(t.fast_share, 0))) / ln(count(*))::double precision) END AS recent_variety
  FROM (
    SELECT
      t.count,
      greatest(t.slow, 0) / nullif(sum(greatest(t.slow, 0)) OVER (), 0) AS slow_share,
      greatest(t.fast, 0) / nullif(sum(greatest(t.fast, 0)) OVER (), 0) AS fast_share
    FROM likeness.profile_tags t
    WHERE t.profile_id = p.profile_id AND t.family = 'category'
  ) AS t
) AS i ON true
LEFT JOIN LATERAL (
  SELECT c.count::double precision AS views, c.first_at
  FROM likeness.profile_counts c
  WHERE c.profile_id = p.profile_id AND c.name = 'Product Viewed'
) AS seen ON true
LEFT JOIN LATERAL (
  SELECT sum(v.orders)::double precision AS orders, min(v.first_order_at) AS first_at
  FROM likeness.profile_value v
  WHERE v.profile_id = p.profile_id AND v.orders > 0
) AS bought ON true
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_psychographics IS 'How each user decides; null where there is too little evidence. SELECT * FROM likeness.profile_psychographics WHERE profile_id = likeness.profile_id(''anna'');';
COMMENT ON COLUMN likeness.profile_psychographics.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_psychographics.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_psychographics.discount_share IS '(discounted views + 3 · discounted buys) / (priced views + 3 · priced buys), 0 to 1; from 3 prices on.';
COMMENT ON COLUMN likeness.profile_psychographics.variety IS 'Evenness of the category interests: entropy of the slow weights over its largest value, 0 (one thing) to 1; from 5 touches on.';
COMMENT ON COLUMN likeness.profile_psychographics.variety_change IS 'The same of the fast weights minus variety, −1 to 1: above 0 explores, below settles.';
COMMENT ON COLUMN likeness.profile_psychographics.views_per_order IS 'Product views by order; null before the first order.';
COMMENT ON COLUMN likeness.profile_psychographics.deliberation IS 'From the first product view to the first order; null unless both are known in that order.';
COMMENT ON COLUMN likeness.profile_psychographics.sentiment IS 'Mean feeling of what the user wrote, −1 to 1; null when nothing was scored.';
--> statement-breakpoint
CREATE VIEW likeness.profile_ties AS
SELECT
  p.profile_id,
  p.site_id,
  t.key AS peer,
  (t.value ->> 0)::bigint AS acts_towards,
  (t.value ->> 1)::bigint AS acts_from,
  likeness.decayed((t.value ->> 2)::double precision, to_timestamp((t.value ->> 3)::double precision / 1000), interval '30 days') AS weight
FROM likeness.profiles p
CROSS JOIN LATERAL jsonb_each(p.state -> 'social') AS t
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_ties IS 'Whom each user is connected with, strongest ties only: SELECT peer, weight FROM likeness.profile_ties WHERE profile_id = likeness.profile_id(''anna'') ORDER BY weight DESC;';
COMMENT ON COLUMN likeness.profile_ties.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_ties.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_ties.peer IS 'The other one''s id, as sent.';
COMMENT ON COLUMN likeness.profile_ties.acts_towards IS 'Follows (less those taken back), invitations, shares, mentions, messages of the user towards the other.';
COMMENT ON COLUMN likeness.profile_ties.acts_from IS 'The same of the other towards the user, as far as the user''s own events tell.';
COMMENT ON COLUMN likeness.profile_ties.weight IS 'All acts, fading at a half-life of 30 days, as of now.';
--> statement-breakpoint
CREATE VIEW likeness.profile_social AS
SELECT
  profile_id,
  site_id,
  count(*) FILTER (WHERE acts_towards > 0 OR acts_from > 0) AS degree,
  count(*) FILTER (WHERE acts_towards > 0) AS out_degree,
  count(*) FILTER (WHERE acts_from > 0) AS in_degree,
  CASE WHEN count(*) FILTER (WHERE acts_from > 0) > 0
    THEN count(*) FILTER (WHERE acts_towards > 0 AND acts_from > 0)::double precision
      / nullif(count(*) FILTER (WHERE acts_towards > 0), 0) END AS reciprocity,
  sum(weight) * ln(2) / 30 AS interactions_per_day
FROM likeness.profile_ties
GROUP BY profile_id, site_id;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_social IS 'Each user''s place among others, of the ties that the profile keeps: SELECT * FROM likeness.profile_social ORDER BY degree DESC LIMIT 10;';
COMMENT ON COLUMN likeness.profile_social.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_social.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_social.degree IS 'Others with whom anything stands in either direction.';
COMMENT ON COLUMN likeness.profile_social.out_degree IS 'Others towards whom the user acted.';
COMMENT ON COLUMN likeness.profile_social.in_degree IS 'Others who acted towards the user.';
COMMENT ON COLUMN likeness.profile_social.reciprocity IS 'Share of those acted towards who acted back, 0 to 1; null until somebody did.';
COMMENT ON COLUMN likeness.profile_social.interactions_per_day IS 'Acts a day at a half-life of 30 days.';
--> statement-breakpoint
DROP VIEW likeness.profile_traits;
--> statement-breakpoint
CREATE VIEW likeness.profile_traits AS
SELECT
  p.profile_id,
  p.site_id,
  t.key AS name,
  t.value -> 'value' AS value,
  t.value ->> 'value' AS text,
  to_timestamp((t.value ->> 'at')::double precision / 1000) AS stated_at,
  (t.value ->> 'eventId')::uuid AS stated_by_event,
  t.value ->> 'source' AS source
FROM likeness.profiles p
CROSS JOIN LATERAL jsonb_each(p.traits) t
WHERE p.merged_into IS NULL AND t.value -> 'value' <> 'null'::jsonb;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_traits IS 'What was stated about each user; the newest statement counts. SELECT name, text FROM likeness.profile_traits WHERE profile_id = likeness.profile_id(''anna'');';
COMMENT ON COLUMN likeness.profile_traits.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_traits.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_traits.name IS 'Name of the trait.';
COMMENT ON COLUMN likeness.profile_traits.value IS 'Its value with its JSON type.';
COMMENT ON COLUMN likeness.profile_traits.text IS 'Its value as text.';
COMMENT ON COLUMN likeness.profile_traits.stated_at IS 'Event time of the statement.';
COMMENT ON COLUMN likeness.profile_traits.stated_by_event IS 'The event that stated it.';
COMMENT ON COLUMN likeness.profile_traits.source IS 'Who stated it: an import, a survey, else the name of the sender''s library; null when unknown.';
--> statement-breakpoint
CREATE VIEW likeness.trait_history AS
SELECT
  l.profile_id,
  l.site_id,
  t.key AS name,
  t.value,
  t.value #>> '{}' AS text,
  l.occurred_at AS stated_at,
  l.event_id AS stated_by_event,
  coalesce(l.context ->> 'source', l.extra -> 'context' ->> 'source', l.context -> 'library' ->> 'name') AS source,
  row_number() OVER (PARTITION BY l.profile_id, t.key ORDER BY l.occurred_at DESC, l.event_id DESC) = 1 AS is_current
FROM likeness.event_log l
CROSS JOIN LATERAL jsonb_each(l.properties) AS t
WHERE l.type = 'identify';
--> statement-breakpoint
COMMENT ON VIEW likeness.trait_history IS 'Every statement ever made about each user, also those that newer ones replaced: SELECT stated_at, text, source FROM likeness.trait_history WHERE profile_id = likeness.profile_id(''anna'') AND name = ''city'' ORDER BY stated_at;';
COMMENT ON COLUMN likeness.trait_history.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.trait_history.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.trait_history.name IS 'Name of the trait.';
COMMENT ON COLUMN likeness.trait_history.value IS 'Its value with its JSON type; null takes it back.';
COMMENT ON COLUMN likeness.trait_history.text IS 'Its value as text.';
COMMENT ON COLUMN likeness.trait_history.stated_at IS 'Event time of the statement.';
COMMENT ON COLUMN likeness.trait_history.stated_by_event IS 'The event that stated it.';
COMMENT ON COLUMN likeness.trait_history.source IS 'Who stated it: an import, a survey, else the name of the sender''s library; null when unknown.';
COMMENT ON COLUMN likeness.trait_history.is_current IS 'Whether it is the newest.';
