CREATE TABLE likeness.tag_rules (
  rule_id integer PRIMARY KEY,
  type text NOT NULL,
  event text,
  family text NOT NULL,
  path text NOT NULL,
  weight double precision NOT NULL,
  transform text NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.tag_rules IS 'What makes a tag: from one kind of event, one family, as configured; written by the collector at its start.';
COMMENT ON COLUMN likeness.tag_rules.rule_id IS 'Place in the configuration.';
COMMENT ON COLUMN likeness.tag_rules.type IS 'track, identify, page, screen, group or alias.';
COMMENT ON COLUMN likeness.tag_rules.event IS 'Name of the track event; null for all events of the type.';
COMMENT ON COLUMN likeness.tag_rules.family IS 'Family of the tag.';
COMMENT ON COLUMN likeness.tag_rules.path IS 'Where the value is in the event, as a JSON path.';
COMMENT ON COLUMN likeness.tag_rules.weight IS 'What one touch adds.';
COMMENT ON COLUMN likeness.tag_rules.transform IS 'How what is found becomes a value: text, lower, taxonomy, price-band, words, local-hour, local-weekday or device-class.';
--> statement-breakpoint
CREATE TABLE likeness.tag_synonyms (
  family text,
  alias text,
  value text NOT NULL,
  PRIMARY KEY (family, alias)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.tag_synonyms IS 'Other names of a tag''s value, as configured; written by the collector at its start.';
COMMENT ON COLUMN likeness.tag_synonyms.family IS 'Family of the tag.';
COMMENT ON COLUMN likeness.tag_synonyms.alias IS 'A value as the rules make it.';
COMMENT ON COLUMN likeness.tag_synonyms.value IS 'The value under which it is kept.';
--> statement-breakpoint
-- Bodies are text, not parsed SQL: the views they read may be replaced by later migrations.
CREATE FUNCTION likeness.profile_events(profile bigint)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, type text, name text, event jsonb)
LANGUAGE sql STABLE AS $$
  WITH mine AS (SELECT identity_key FROM likeness.identities WHERE profile_id = profile),
  devices AS (
    SELECT identity_key AS device_key FROM mine
    UNION
    SELECT d.device_key FROM likeness.device_users d JOIN mine ON mine.identity_key = d.user_key
  )
  SELECT
    e.event_id,
    e.occurred_at,
    t.type,
    n.value,
    jsonb_build_object(
      'type', t.type,
      'occurredAt', floor(extract(epoch FROM e.occurred_at) * 1000),
      CASE WHEN t.type = 'track' THEN 'event' ELSE 'name' END, n.value,
      CASE WHEN t.type IN ('identify', 'group') THEN 'traits' ELSE 'properties' END,
        CASE WHEN t.type IN ('page', 'screen') THEN coalesce(page.value, e.extra -> 'page', '{}') ELSE '{}' END
          || coalesce(e.properties, '{}'),
      'context', coalesce(c.value, '{}') || coalesce(e.extra -> 'shared', '{}')
        || CASE WHEN page.value IS NULL AND e.extra -> 'page' IS NULL THEN '{}'
          ELSE jsonb_build_object('page', coalesce(page.value, e.extra -> 'page')) END
        || coalesce(e.extra -> 'context', '{}')
    ) || coalesce(e.extra - '{context,page,shared}'::text[], '{}')
  FROM devices
  JOIN likeness.events e ON e.device_key = devices.device_key
  CROSS JOIN LATERAL (
    SELECT (ARRAY['track', 'identify', 'page', 'screen', 'group', 'alias'])[e.type + 1] AS type
  ) AS t
  LEFT JOIN likeness.identities d ON d.identity_key = e.device_key
  LEFT JOIN likeness.identities u ON u.identity_key = e.user_key
  LEFT JOIN likeness.texts n ON n.text_id = e.name_id
  LEFT JOIN likeness.contexts page ON page.context_id = e.page_id
  LEFT JOIN likeness.contexts c ON c.context_id = e.context_id
  WHERE coalesce(u.profile_id, d.profile_id) = profile
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.profile_events IS 'Every event of a profile, whole, found by its devices: SELECT * FROM likeness.profile_events(likeness.profile_id(''anna'')) ORDER BY occurred_at;';
--> statement-breakpoint
CREATE FUNCTION likeness.number_of(value jsonb) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN jsonb_typeof(value) = 'number' THEN (value #>> '{}')::double precision
    WHEN value #>> '{}' ~ '^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?\s*$' THEN (value #>> '{}')::double precision
  END
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.number_of IS 'The number that a property holds, also as text; null for anything else.';
--> statement-breakpoint
CREATE FUNCTION likeness.price_band(price double precision) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN price < 0 THEN NULL
    WHEN price < 1 THEN '0-1'
    WHEN price >= 1e9 THEN '1000000000+'
    ELSE (
      SELECT low::bigint || '-' || high::bigint
      FROM generate_series(0, 8) AS decade
      CROSS JOIN (VALUES (1, 2), (2, 5), (5, 10)) AS step (from_, to_)
      CROSS JOIN LATERAL (SELECT from_ * 10::numeric ^ decade AS low, to_ * 10::numeric ^ decade AS high) AS band
      WHERE price >= low AND price < high
    )
  END
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.price_band IS 'The band of a price, as the tags of the family price have it: 19.9 is in 10-20.';
--> statement-breakpoint
CREATE FUNCTION likeness.device_class(user_agent text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN user_agent ~* 'bot\M|crawl|spider|slurp|headless|lighthouse|preview' THEN 'bot'
    WHEN user_agent ~* 'smart-?tv|hbbtv|appletv|googletv|\mTV\M' THEN 'tv'
    WHEN user_agent ~* 'iPad|Tablet|PlayBook|Silk' THEN 'tablet'
    WHEN user_agent ~* 'Android' THEN CASE WHEN user_agent ~* 'Mobi' THEN 'mobile' ELSE 'tablet' END
    WHEN user_agent ~* 'Mobi|iPhone|iPod|Windows Phone' THEN 'mobile'
    WHEN user_agent ~* 'Windows|Macintosh|X11|CrOS|Linux' THEN 'desktop'
  END
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.device_class IS 'The kind of device that a user agent names: mobile, tablet, desktop, tv or bot; null when unknown.';
--> statement-breakpoint
CREATE FUNCTION likeness.local_time(at timestamptz, time_zone text) RETURNS timestamp
LANGUAGE plpgsql STABLE AS $$
BEGIN
  -- Postgres also knows abbreviations and offsets, which no browser means.
  RETURN CASE WHEN time_zone LIKE '%/%' OR time_zone = 'UTC' THEN at AT TIME ZONE time_zone END;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN NULL;
END
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.local_time IS 'The clock on the user''s wall; null for a time zone that nobody knows.';
--> statement-breakpoint
CREATE FUNCTION likeness.tag_touches(event jsonb, occurred_at timestamptz, found jsonb, rule likeness.tag_rules, wanted text)
RETURNS integer
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN rule.transform = 'words' THEN
      -- Words are cut as the collector cuts them in scripts with blanks; elsewhere any occurrence counts.
      CASE
        WHEN jsonb_typeof(found) <> 'string' THEN 0
        WHEN wanted ~ '^[a-z0-9]+$' THEN regexp_count(lower(found #>> '{}'), '\m' || wanted || '\M')
        ELSE (length(lower(found #>> '{}')) - length(replace(lower(found #>> '{}'), wanted, ''))) / length(wanted)
      END
    ELSE (coalesce((SELECT s.value FROM likeness.tag_synonyms s WHERE s.family = rule.family AND s.alias = made), made) = wanted)::integer
  END
  FROM (
    SELECT left(CASE rule.transform
      WHEN 'text' THEN text
      WHEN 'lower' THEN lower(regexp_replace(text, '\s+', ' ', 'g'))
      WHEN 'taxonomy' THEN (
        SELECT string_agg(level, '/' ORDER BY place)
        FROM regexp_split_to_table(text, '[>/]') WITH ORDINALITY AS split (part, place)
        CROSS JOIN LATERAL (SELECT lower(btrim(regexp_replace(part, '\s+', ' ', 'g'))) AS level) AS folded
        WHERE level <> ''
      )
      WHEN 'price-band' THEN likeness.price_band(likeness.number_of(found))
      WHEN 'local-hour' THEN to_char(likeness.local_time(occurred_at, event #>> '{context,timezone}'), 'HH24')
      WHEN 'local-weekday' THEN to_char(likeness.local_time(occurred_at, event #>> '{context,timezone}'), 'FMday')
      WHEN 'device-class' THEN likeness.device_class(text)
    END, 128) AS made
    FROM (
      SELECT CASE WHEN jsonb_typeof(found) IN ('string', 'number')
        THEN regexp_replace(found #>> '{}', '^\s+|\s+$', '', 'g') END AS text
    ) AS cleaned
  ) AS transformed
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.tag_touches IS 'How often a rule makes one tag of what was found in an event; explain_tag asks it.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_tag(
  profile bigint, family text, value text, read text DEFAULT 'weight', as_of timestamptz DEFAULT now()
)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), sum(CASE explain_tag.read
    WHEN 'count' THEN touched.times
    WHEN 'fast' THEN likeness.decayed(touched.times * r.weight, e.occurred_at, speed.fast, as_of)
    WHEN 'slow' THEN likeness.decayed(touched.times * r.weight, e.occurred_at, speed.slow, as_of)
    ELSE (likeness.decayed(touched.times * r.weight, e.occurred_at, speed.fast, as_of)
      + likeness.decayed(touched.times * r.weight, e.occurred_at, speed.slow, as_of)) / 2
  END)
  FROM likeness.profile_events(profile) e
  JOIN likeness.tag_rules r
    ON r.family = explain_tag.family AND r.type = e.type AND (r.event IS NULL OR r.event = e.name)
  CROSS JOIN LATERAL jsonb_path_query(e.event, r.path::jsonpath, '{}', true) AS found
  CROSS JOIN LATERAL (
    SELECT likeness.tag_touches(e.event, e.occurred_at, found, r, explain_tag.value) AS times
  ) AS touched
  CROSS JOIN LATERAL (
    SELECT h.fast, h.slow FROM likeness.tag_half_lives h
    WHERE h.family IN (explain_tag.family, '') ORDER BY h.family = '' LIMIT 1
  ) AS speed
  WHERE touched.times > 0
  GROUP BY 1, 2, 3
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_tag IS 'Which events made a tag of a profile, and what each gives to it now; read is weight, fast, slow or count, and the contributions sum to it. SELECT * FROM likeness.explain_tag(likeness.profile_id(''anna''), ''category'', ''home/kitchen/mugs'');';
--> statement-breakpoint
CREATE FUNCTION likeness.event_kind(type text, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN type IN ('page', 'screen') THEN 'view'
    WHEN type <> 'track' THEN 'other'
    WHEN name IN ('Product Viewed', 'Product List Viewed') THEN 'view'
    WHEN name = 'Products Searched' THEN 'search'
    WHEN name IN ('Element Clicked', 'Product Clicked', 'Promotion Clicked', 'Placement Clicked') THEN 'click'
    WHEN name IN ('Product Added', 'Product Removed', 'Cart Viewed', 'Checkout Started') THEN 'cart'
    WHEN name = 'Order Completed' THEN 'order'
    ELSE 'other'
  END
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.event_kind IS 'The coarse kind under which rates and windows count an event: view, search, click, cart, order or other.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_rate(
  profile bigint, kind text, half_life interval DEFAULT interval '7 days', as_of timestamptz DEFAULT now()
)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type),
    likeness.decayed(1, e.occurred_at, half_life, as_of) * ln(2) * 86400
      / extract(epoch FROM half_life)::double precision
  FROM likeness.profile_events(profile) e
  WHERE explain_rate.kind IN ('all', likeness.event_kind(e.type, e.name))
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_rate IS 'Which events made a rate of a profile (kind view, search, click, cart, order, other or all), in events a day; the contributions sum to it. SELECT * FROM likeness.explain_rate(likeness.profile_id(''anna''), ''view'', interval ''7 days'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_count(profile bigint, event text)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, explain_count.event, 1::double precision
  FROM likeness.profile_events(profile) e
  WHERE CASE WHEN e.type = 'track' THEN e.name ELSE e.type END = explain_count.event
  ORDER BY 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_count IS 'The events behind a count: SELECT * FROM likeness.explain_count(likeness.profile_id(''anna''), ''Product Viewed'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_window(profile bigint, kind text, days integer, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), 1::double precision
  FROM likeness.profile_events(profile) e
  CROSS JOIN LATERAL (
    SELECT (as_of AT TIME ZONE 'UTC')::date AS today, (e.occurred_at AT TIME ZONE 'UTC')::date AS day
  ) AS t
  WHERE explain_window.kind IN ('all', likeness.event_kind(e.type, e.name)) AND day <= today AND day > today - days
  ORDER BY 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_window IS 'The events of a kind (or all) on the last UTC days, today among them: SELECT * FROM likeness.explain_window(likeness.profile_id(''anna''), ''view'', 30);';
--> statement-breakpoint
CREATE FUNCTION likeness.order_amount(properties jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT round(coalesce(
    likeness.number_of(properties -> 'revenue')::numeric,
    likeness.number_of(properties -> 'total')::numeric,
    likeness.number_of(properties -> 'value')::numeric,
    (
      SELECT sum(round(coalesce(likeness.number_of(p -> 'price'), 0)::numeric * coalesce(likeness.number_of(p -> 'quantity'), 1)::numeric, 6))
      FROM jsonb_path_query(properties, '$.products[*]', '{}', true) AS p
    ),
    0
  ), 6)
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.order_amount IS 'What an order is worth: revenue, else total, else value, else the sum of its products.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_value(profile bigint, currency text, read text DEFAULT 'revenue')
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, e.name, CASE
    WHEN explain_value.read IN ('orders', 'refunds') THEN 1
    WHEN explain_value.read = 'refunded' THEN abs(amount)
    ELSE amount
  END::double precision
  FROM likeness.profile_events(profile) e
  CROSS JOIN LATERAL (
    SELECT
      likeness.order_amount(e.event -> 'properties') AS amount,
      CASE WHEN e.event #>> '{properties,currency}' ~ '^[A-Za-z]{3}$'
        THEN upper(e.event #>> '{properties,currency}') ELSE 'XXX' END AS paid_in
  ) AS o
  WHERE e.type = 'track' AND paid_in = explain_value.currency
    AND e.name = CASE WHEN explain_value.read IN ('refunds', 'refunded') THEN 'Order Refunded' ELSE 'Order Completed' END
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_value IS 'The orders or refunds behind what a user was worth; read is revenue, orders, refunded or refunds. SELECT * FROM likeness.explain_value(likeness.profile_id(''anna''), ''EUR'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_segment(profile bigint, segment text, as_of timestamptz DEFAULT now())
RETURNS TABLE (measure jsonb, event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE named AS (
    SELECT s.rule FROM likeness.segments s WHERE s.name = explain_segment.segment AND s.retired_at IS NULL
    UNION
    SELECT s.rule
    FROM named
    CROSS JOIN LATERAL jsonb_path_query(named.rule, 'lax $.**.segment', '{}', true) AS other
    JOIN likeness.segments s ON s.name = other #>> '{}' AND s.retired_at IS NULL
  ),
  measures AS (
    SELECT DISTINCT m
    FROM named CROSS JOIN LATERAL jsonb_path_query(named.rule, 'lax $.**.of', '{}', true) AS m
  )
  SELECT m, e.*
  FROM measures
  CROSS JOIN LATERAL (
    SELECT * FROM likeness.explain_tag(
      profile, m ->> 'family', m ->> 'value',
      CASE WHEN m ->> 'read' IN ('fast', 'slow', 'count') THEN m ->> 'read' ELSE 'weight' END, as_of
    ) WHERE m ->> 'measure' = 'tag'
    UNION ALL
    SELECT * FROM likeness.explain_rate(
      profile, m ->> 'kind', ('1 ' || coalesce(m ->> 'halfLife', 'day'))::interval, as_of
    ) WHERE m ->> 'measure' = 'rate' AND m ->> 'halfLife' <> 'month'
    UNION ALL
    SELECT * FROM likeness.explain_rate(profile, m ->> 'kind', interval '30 days', as_of)
      WHERE m ->> 'measure' = 'rate' AND m ->> 'halfLife' = 'month'
    UNION ALL
    SELECT * FROM likeness.explain_window(profile, m ->> 'kind', (m ->> 'days')::integer, as_of)
      WHERE m ->> 'measure' = 'window'
    UNION ALL
    SELECT * FROM likeness.explain_count(profile, m ->> 'event') WHERE m ->> 'measure' = 'count'
    UNION ALL
    SELECT v.* FROM likeness.profile_value w
      CROSS JOIN LATERAL likeness.explain_value(profile, w.currency, m ->> 'read') AS v
      WHERE w.profile_id = profile AND m ->> 'measure' = 'value'
        AND m ->> 'read' IN ('revenue', 'orders', 'refunded', 'refunds')
        AND w.currency = coalesce(m ->> 'currency', w.currency)
  ) AS e
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_segment IS 'For every tag, rate, window, count and value that a segment''s rule compares: the events that made it and what each gives now. SELECT * FROM likeness.explain_segment(likeness.profile_id(''anna''), ''engaged'');';
