CREATE FUNCTION likeness.decayed(weight double precision, at timestamptz, half_life interval, now timestamptz DEFAULT now())
RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE
RETURN weight * power(2, - extract(epoch FROM now - at)::double precision / extract(epoch FROM half_life)::double precision);
--> statement-breakpoint
COMMENT ON FUNCTION likeness.decayed IS 'A decayed weight as of now: weight · 2^(−(now − at) / half_life).';
--> statement-breakpoint
CREATE FUNCTION likeness.fast_half_life() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '7 days';
--> statement-breakpoint
COMMENT ON FUNCTION likeness.fast_half_life IS 'Half-life of the fast weight of tags.';
--> statement-breakpoint
CREATE FUNCTION likeness.slow_half_life() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '120 days';
--> statement-breakpoint
COMMENT ON FUNCTION likeness.slow_half_life IS 'Half-life of the slow weight of tags.';
--> statement-breakpoint
CREATE VIEW likeness.profile_ids AS
SELECT i.profile_id, i.site_id, i.kind, i.value, i.first_seen_at, i.owned_since AS linked_at, i.owned_by_event AS linked_by_event
FROM likeness.identities i;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_ids IS 'Every id of every profile: SELECT * FROM likeness.profile_ids WHERE value = ''anna'';';
COMMENT ON COLUMN likeness.profile_ids.profile_id IS 'The profile that the id leads to.';
COMMENT ON COLUMN likeness.profile_ids.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_ids.kind IS 'anonymous or user.';
COMMENT ON COLUMN likeness.profile_ids.value IS 'The id as sent.';
COMMENT ON COLUMN likeness.profile_ids.first_seen_at IS 'Event time at which the id was first seen.';
COMMENT ON COLUMN likeness.profile_ids.linked_at IS 'For an anonymous id: when its first log-in took place.';
COMMENT ON COLUMN likeness.profile_ids.linked_by_event IS 'For an anonymous id: the event that linked it to a user.';
--> statement-breakpoint
CREATE FUNCTION likeness.profile_id(id text) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT i.profile_id FROM likeness.identities i WHERE i.value = id ORDER BY i.kind = 'user' DESC, i.site_id LIMIT 1);
--> statement-breakpoint
COMMENT ON FUNCTION likeness.profile_id IS 'The profile that an id leads to; a user id goes before an anonymous id. SELECT * FROM likeness.profile_tags WHERE profile_id = likeness.profile_id(''anna'');';
--> statement-breakpoint
CREATE VIEW likeness.profile_summary AS
SELECT
  p.profile_id,
  p.site_id,
  ids.user_id,
  ids.anonymous_ids,
  p.first_at,
  p.last_at,
  p.events,
  coalesce((p.state -> 'engagement' ->> 'visits')::bigint, 0) AS visits,
  make_interval(secs => coalesce((p.state -> 'engagement' ->> 'visibleMs')::double precision, 0) / 1000) AS visible_time,
  worth.currency,
  coalesce(worth.orders, 0) AS orders,
  coalesce(worth.revenue, 0) AS revenue,
  coalesce(worth.refunded, 0) AS refunded,
  worth.last_order_at,
  p.state -> 'channel' -> 'first' ->> 'source' AS first_source,
  p.state -> 'channel' -> 'first' ->> 'referrer' AS first_referrer,
  p.state -> 'channel' -> 'last' ->> 'source' AS last_source,
  p.updated_at
FROM likeness.profiles p
LEFT JOIN LATERAL (
  SELECT
    min(i.value) FILTER (WHERE i.kind = 'user') AS user_id,
    coalesce(array_agg(i.value ORDER BY i.first_seen_at) FILTER (WHERE i.kind = 'anonymous'), '{}') AS anonymous_ids
  FROM likeness.identities i
  WHERE i.profile_id = p.profile_id
) ids ON true
LEFT JOIN LATERAL (
  SELECT
    v.key AS currency,
    (v.value ->> 'orders')::bigint AS orders,
    trim_scale((v.value ->> 'revenueMicros')::numeric / 1000000) AS revenue,
    trim_scale((v.value ->> 'refundedMicros')::numeric / 1000000) AS refunded,
    to_timestamp((v.value ->> 'lastOrderAt')::double precision / 1000) AS last_order_at
  FROM jsonb_each(p.state -> 'value') v
  ORDER BY (v.value ->> 'orders')::bigint DESC, v.key
  LIMIT 1
) worth ON true
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_summary IS 'One row per user: who, since when, how active, worth what, from where. SELECT * FROM likeness.profile_summary ORDER BY revenue DESC LIMIT 10;';
COMMENT ON COLUMN likeness.profile_summary.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_summary.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_summary.user_id IS 'The product''s own id of the user; null while nobody logged in.';
COMMENT ON COLUMN likeness.profile_summary.anonymous_ids IS 'The browsers and installations it is known by, first seen first.';
COMMENT ON COLUMN likeness.profile_summary.first_at IS 'Time of the earliest event.';
COMMENT ON COLUMN likeness.profile_summary.last_at IS 'Time of the latest event.';
COMMENT ON COLUMN likeness.profile_summary.events IS 'Number of events.';
COMMENT ON COLUMN likeness.profile_summary.visits IS 'Sessions begun.';
COMMENT ON COLUMN likeness.profile_summary.visible_time IS 'Time that pages were visible.';
COMMENT ON COLUMN likeness.profile_summary.currency IS 'The currency most often paid in, which the next three columns are in; XXX where orders named none. All currencies: profile_value.';
COMMENT ON COLUMN likeness.profile_summary.orders IS 'Orders completed.';
COMMENT ON COLUMN likeness.profile_summary.revenue IS 'Sum of the orders.';
COMMENT ON COLUMN likeness.profile_summary.refunded IS 'Sum of the refunds.';
COMMENT ON COLUMN likeness.profile_summary.last_order_at IS 'Time of the last order.';
COMMENT ON COLUMN likeness.profile_summary.first_source IS 'Campaign source of the first visit.';
COMMENT ON COLUMN likeness.profile_summary.first_referrer IS 'Host that linked to the first visit.';
COMMENT ON COLUMN likeness.profile_summary.last_source IS 'Campaign source of the last visit that was not direct.';
COMMENT ON COLUMN likeness.profile_summary.updated_at IS 'When the profile was last written.';
--> statement-breakpoint
CREATE VIEW likeness.profile_tags AS
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
    likeness.decayed(packed.fast, p.last_at, likeness.fast_half_life()) AS fast,
    likeness.decayed(packed.slow, p.last_at, likeness.slow_half_life()) AS slow
  FROM likeness.profiles p
  CROSS JOIN LATERAL unnest(p.tag_ids, p.tag_counts, p.tag_fast, p.tag_slow) AS packed (tag_id, count, fast, slow)
  JOIN likeness.tags t ON t.tag_id = packed.tag_id
  WHERE p.merged_into IS NULL
) AS now;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_tags IS 'What each user is interested in, with weights as of now: SELECT family, value, weight FROM likeness.profile_tags WHERE profile_id = likeness.profile_id(''anna'') ORDER BY weight DESC;';
COMMENT ON COLUMN likeness.profile_tags.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_tags.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_tags.family IS 'What kind of thing: category, brand, product, price, search, topic, author, …';
COMMENT ON COLUMN likeness.profile_tags.value IS 'The thing.';
COMMENT ON COLUMN likeness.profile_tags.count IS 'How often it was touched.';
COMMENT ON COLUMN likeness.profile_tags.weight IS 'Interest as of now: the mean of the fast and the slow weight.';
COMMENT ON COLUMN likeness.profile_tags.fast IS 'Weight at a half-life of 7 days, as of now: what matters this week.';
COMMENT ON COLUMN likeness.profile_tags.slow IS 'Weight at a half-life of 120 days, as of now: what matters in the long run.';
COMMENT ON COLUMN likeness.profile_tags.share IS 'Share of the weight of its family, 0 to 1.';
COMMENT ON COLUMN likeness.profile_tags.rank IS '1 for the heaviest tag of its family in this profile.';
--> statement-breakpoint
CREATE VIEW likeness.profile_counts AS
SELECT
  p.profile_id,
  p.site_id,
  t.value AS name,
  packed.count,
  to_timestamp(packed.first_at / 1000.0) AS first_at,
  to_timestamp(packed.last_at / 1000.0) AS last_at
FROM likeness.profiles p
CROSS JOIN LATERAL unnest(p.count_ids, p.counts, p.count_first_at, p.count_last_at) AS packed (text_id, count, first_at, last_at)
JOIN likeness.texts t ON t.text_id = packed.text_id
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_counts IS 'How often each user did what, exactly: SELECT name, count FROM likeness.profile_counts WHERE profile_id = likeness.profile_id(''anna'');';
COMMENT ON COLUMN likeness.profile_counts.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_counts.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_counts.name IS 'Name of the track event, or page, screen, identify, group, alias.';
COMMENT ON COLUMN likeness.profile_counts.count IS 'How often.';
COMMENT ON COLUMN likeness.profile_counts.first_at IS 'When first.';
COMMENT ON COLUMN likeness.profile_counts.last_at IS 'When last.';
--> statement-breakpoint
CREATE VIEW likeness.profile_traits AS
SELECT
  p.profile_id,
  p.site_id,
  t.key AS name,
  t.value -> 'value' AS value,
  t.value ->> 'value' AS text,
  to_timestamp((t.value ->> 'at')::double precision / 1000) AS stated_at,
  (t.value ->> 'eventId')::uuid AS stated_by_event
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
--> statement-breakpoint
CREATE VIEW likeness.profile_value AS
SELECT
  p.profile_id,
  p.site_id,
  v.key AS currency,
  (v.value ->> 'orders')::bigint AS orders,
  trim_scale((v.value ->> 'revenueMicros')::numeric / 1000000) AS revenue,
  round((v.value ->> 'revenueMicros')::numeric / 1000000 / nullif((v.value ->> 'orders')::bigint, 0), 4) AS average_order,
  (v.value ->> 'items')::bigint AS items,
  (v.value ->> 'refunds')::bigint AS refunds,
  trim_scale((v.value ->> 'refundedMicros')::numeric / 1000000) AS refunded,
  to_timestamp((v.value ->> 'firstOrderAt')::double precision / 1000) AS first_order_at,
  to_timestamp((v.value ->> 'lastOrderAt')::double precision / 1000) AS last_order_at
FROM likeness.profiles p
CROSS JOIN LATERAL jsonb_each(p.state -> 'value') v
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_value IS 'What each user was worth, by currency: SELECT sum(revenue) FROM likeness.profile_value WHERE currency = ''EUR'';';
COMMENT ON COLUMN likeness.profile_value.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_value.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_value.currency IS 'ISO 4217 code; XXX where orders named none.';
COMMENT ON COLUMN likeness.profile_value.orders IS 'Orders completed.';
COMMENT ON COLUMN likeness.profile_value.revenue IS 'Sum of the orders, exact.';
COMMENT ON COLUMN likeness.profile_value.average_order IS 'Revenue by order; null without an order.';
COMMENT ON COLUMN likeness.profile_value.items IS 'Units bought.';
COMMENT ON COLUMN likeness.profile_value.refunds IS 'Orders refunded.';
COMMENT ON COLUMN likeness.profile_value.refunded IS 'Sum of the refunds, exact.';
COMMENT ON COLUMN likeness.profile_value.first_order_at IS 'Time of the first order.';
COMMENT ON COLUMN likeness.profile_value.last_order_at IS 'Time of the last order.';
--> statement-breakpoint
CREATE VIEW likeness.event_log AS
SELECT
  e.event_id,
  e.site_id,
  e.occurred_at,
  e.received_at,
  (ARRAY['track', 'identify', 'page', 'screen', 'group', 'alias'])[e.type + 1] AS type,
  n.value AS name,
  coalesce(u.profile_id, d.profile_id) AS profile_id,
  u.value AS user_id,
  CASE WHEN d.kind = 'anonymous' THEN d.value END AS anonymous_id,
  e.session_key,
  page.value ->> 'path' AS path,
  page.value ->> 'url' AS url,
  -- A page view is stored without the properties that repeat its page.
  CASE WHEN e.type IN (2, 3) THEN coalesce(page.value, '{}'::jsonb) ELSE '{}'::jsonb END
    || coalesce(e.properties, '{}'::jsonb) AS properties,
  coalesce(c.value, '{}'::jsonb) AS context,
  coalesce(e.extra, '{}'::jsonb) AS extra
FROM likeness.events e
LEFT JOIN likeness.identities d ON d.identity_key = e.device_key
LEFT JOIN likeness.identities u ON u.identity_key = e.user_key
LEFT JOIN likeness.texts n ON n.text_id = e.name_id
LEFT JOIN likeness.contexts page ON page.context_id = e.page_id
LEFT JOIN likeness.contexts c ON c.context_id = e.context_id;
--> statement-breakpoint
COMMENT ON VIEW likeness.event_log IS 'Every event, readable, under the profile it belongs to now: SELECT occurred_at, type, name, path FROM likeness.event_log WHERE profile_id = likeness.profile_id(''anna'') ORDER BY occurred_at;';
COMMENT ON COLUMN likeness.event_log.event_id IS 'Time-ordered id of the event.';
COMMENT ON COLUMN likeness.event_log.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.event_log.occurred_at IS 'When it happened, corrected for the sender''s clock.';
COMMENT ON COLUMN likeness.event_log.received_at IS 'When the collector received it.';
COMMENT ON COLUMN likeness.event_log.type IS 'track, identify, page, screen, group or alias.';
COMMENT ON COLUMN likeness.event_log.name IS 'Name of the track event, page or screen.';
COMMENT ON COLUMN likeness.event_log.profile_id IS 'The profile it belongs to now: the user''s, else that of the device''s owner.';
COMMENT ON COLUMN likeness.event_log.user_id IS 'The user, when the event named one.';
COMMENT ON COLUMN likeness.event_log.anonymous_id IS 'The browser or installation.';
COMMENT ON COLUMN likeness.event_log.session_key IS 'The session; joins to sessions.';
COMMENT ON COLUMN likeness.event_log.path IS 'Path of the page it happened on.';
COMMENT ON COLUMN likeness.event_log.url IS 'Address of the page it happened on.';
COMMENT ON COLUMN likeness.event_log.properties IS 'Properties, or the traits of an identify or group event.';
COMMENT ON COLUMN likeness.event_log.context IS 'What repeats in its context: device, locale, campaign.';
COMMENT ON COLUMN likeness.event_log.extra IS 'What is left of it.';
--> statement-breakpoint
CREATE VIEW likeness.searches AS
SELECT
  l.event_id,
  l.site_id,
  l.profile_id,
  l.user_id,
  l.occurred_at,
  lower(trim(l.properties ->> 'query')) AS query,
  (CASE WHEN jsonb_typeof(l.properties -> 'results') = 'number' THEN l.properties -> 'results' END)::integer AS results,
  l.path
FROM likeness.event_log l
WHERE l.type = 'track' AND l.name = 'Products Searched' AND coalesce(l.properties ->> 'query', '') <> '';
--> statement-breakpoint
COMMENT ON VIEW likeness.searches IS 'What was searched for: SELECT query, count(*) FROM likeness.searches GROUP BY query ORDER BY 2 DESC LIMIT 20;';
COMMENT ON COLUMN likeness.searches.event_id IS 'The event.';
COMMENT ON COLUMN likeness.searches.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.searches.profile_id IS 'Who searched.';
COMMENT ON COLUMN likeness.searches.user_id IS 'The user, when one was logged in.';
COMMENT ON COLUMN likeness.searches.occurred_at IS 'When.';
COMMENT ON COLUMN likeness.searches.query IS 'What for, in lower case.';
COMMENT ON COLUMN likeness.searches.results IS 'How many results were shown; null when the page did not say.';
COMMENT ON COLUMN likeness.searches.path IS 'On which page.';
--> statement-breakpoint
CREATE VIEW likeness.sessions AS
SELECT
  s.session_key,
  s.site_id,
  coalesce(u.profile_id, d.profile_id) AS profile_id,
  u.value AS user_id,
  CASE WHEN d.kind = 'anonymous' THEN d.value END AS anonymous_id,
  s.session_id,
  s.first_at,
  s.last_at,
  s.last_at - s.first_at AS duration,
  s.events,
  s.page_views,
  s.page_views <= 1 AS bounced,
  s.searches,
  s.orders,
  make_interval(secs => s.visible_ms / 1000.0) AS visible_time,
  s.landing ->> 'path' AS landing_path,
  s.landing ->> 'referrer' AS referrer,
  s.landing ->> 'source' AS source,
  s.landing ->> 'medium' AS medium,
  s.landing ->> 'campaign' AS campaign
FROM likeness.session_rows s
LEFT JOIN likeness.identities d ON d.identity_key = s.device_key
LEFT JOIN likeness.identities u ON u.identity_key = s.user_key;
--> statement-breakpoint
COMMENT ON VIEW likeness.sessions IS 'Visits: SELECT landing_path, count(*), avg(page_views) FROM likeness.sessions GROUP BY 1 ORDER BY 2 DESC;';
COMMENT ON COLUMN likeness.sessions.session_key IS 'The session; event_log has it too.';
COMMENT ON COLUMN likeness.sessions.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.sessions.profile_id IS 'Whose visit.';
COMMENT ON COLUMN likeness.sessions.user_id IS 'The user, when one was logged in.';
COMMENT ON COLUMN likeness.sessions.anonymous_id IS 'The browser or installation.';
COMMENT ON COLUMN likeness.sessions.session_id IS 'Id of the session as sent.';
COMMENT ON COLUMN likeness.sessions.first_at IS 'Time of its earliest event.';
COMMENT ON COLUMN likeness.sessions.last_at IS 'Time of its latest event.';
COMMENT ON COLUMN likeness.sessions.duration IS 'From the earliest to the latest event.';
COMMENT ON COLUMN likeness.sessions.events IS 'Number of events.';
COMMENT ON COLUMN likeness.sessions.page_views IS 'Pages and screens seen.';
COMMENT ON COLUMN likeness.sessions.bounced IS 'At most one page was seen.';
COMMENT ON COLUMN likeness.sessions.searches IS 'Searches made.';
COMMENT ON COLUMN likeness.sessions.orders IS 'Orders completed.';
COMMENT ON COLUMN likeness.sessions.visible_time IS 'Time that pages were visible.';
COMMENT ON COLUMN likeness.sessions.landing_path IS 'Path of the first page.';
COMMENT ON COLUMN likeness.sessions.referrer IS 'Address that linked to the first page.';
COMMENT ON COLUMN likeness.sessions.source IS 'Campaign source (utm_source).';
COMMENT ON COLUMN likeness.sessions.medium IS 'Campaign medium (utm_medium).';
COMMENT ON COLUMN likeness.sessions.campaign IS 'Campaign name (utm_campaign).';
