-- Who sent an event is part of it: an act towards oneself is no tie.
CREATE OR REPLACE FUNCTION likeness.profile_events(profile bigint)
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
      || jsonb_strip_nulls(jsonb_build_object(
        'anonymousId', CASE WHEN d.kind = 'anonymous' THEN d.value END, 'userId', u.value
      ))
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
CREATE FUNCTION likeness.snake_case(reading text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(replace(reading, '-', '_'), '([a-z])([A-Z])', '\1_\2', 'g'));
--> statement-breakpoint
COMMENT ON FUNCTION likeness.snake_case IS 'The name of a number as the views spell it: discount-share and discountShare are discount_share.';
--> statement-breakpoint
CREATE FUNCTION likeness.tag_of(event jsonb, occurred_at timestamptz, found jsonb, rule likeness.tag_rules)
RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT s.value FROM likeness.tag_synonyms s WHERE s.family = rule.family AND s.alias = made), made)
  FROM (
    SELECT nullif(left(CASE rule.transform
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
    END, 128), '') AS made
    FROM (
      SELECT CASE WHEN jsonb_typeof(found) IN ('string', 'number')
        THEN regexp_replace(found #>> '{}', '^\s+|\s+$', '', 'g') END AS text
    ) AS cleaned
  ) AS transformed
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.tag_of IS 'The tag that a rule makes of what was found in an event; null for none. Rules for words, which make several, are left to tag_touches.';
--> statement-breakpoint
CREATE OR REPLACE FUNCTION likeness.tag_touches(event jsonb, occurred_at timestamptz, found jsonb, rule likeness.tag_rules, wanted text)
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
    ELSE coalesce((
      SELECT made = wanted OR (right(wanted, 2) = '/*' AND (made = left(wanted, -2) OR starts_with(made, left(wanted, -1))))
      FROM likeness.tag_of(event, occurred_at, found, rule) AS made
    ), false)::integer
  END
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.tag_touches IS 'How often a rule makes one tag (or with /* at its end, the tag and all below it) of what was found in an event; explain_tag asks it.';
--> statement-breakpoint
CREATE FUNCTION likeness.family_touches(profile bigint, family text, as_of timestamptz DEFAULT now())
RETURNS TABLE (
  event_id uuid, occurred_at timestamptz, name text, value text, touches bigint, fast double precision, slow double precision
)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), made.value, sum(made.times),
    sum(likeness.decayed(made.times * r.weight, e.occurred_at, speed.fast, as_of)),
    sum(likeness.decayed(made.times * r.weight, e.occurred_at, speed.slow, as_of))
  FROM likeness.profile_events(profile) e
  JOIN likeness.tag_rules r
    ON r.family = family_touches.family AND r.type = e.type AND (r.event IS NULL OR r.event = e.name)
  CROSS JOIN LATERAL jsonb_path_query(e.event, r.path::jsonpath, '{}', true) AS found
  CROSS JOIN LATERAL (
    SELECT likeness.tag_of(e.event, e.occurred_at, found, r) AS value, 1 AS times WHERE r.transform <> 'words'
    UNION ALL
    SELECT t.value, likeness.tag_touches(e.event, e.occurred_at, found, r, t.value)
    FROM likeness.profile_tags t
    WHERE r.transform = 'words' AND t.profile_id = profile AND t.family = family_touches.family
  ) AS made
  CROSS JOIN LATERAL (
    SELECT h.fast, h.slow FROM likeness.tag_half_lives h
    WHERE h.family IN (family_touches.family, '') ORDER BY h.family = '' LIMIT 1
  ) AS speed
  WHERE made.value IS NOT NULL AND made.times > 0
  GROUP BY 1, 2, 3, 4
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.family_touches IS 'Every touch of every tag of a family, with what it weighs now: SELECT value, sum(slow) FROM likeness.family_touches(likeness.profile_id(''anna''), ''category'') GROUP BY value;';
--> statement-breakpoint
CREATE OR REPLACE FUNCTION likeness.explain_tag(
  profile bigint, family text, value text, read text DEFAULT 'weight', as_of timestamptz DEFAULT now()
)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH touched AS MATERIALIZED (
    SELECT t.*, t.value = explain_tag.value OR (
      right(explain_tag.value, 2) = '/*'
      AND (t.value = left(explain_tag.value, -2) OR starts_with(t.value, left(explain_tag.value, -1)))
    ) AS is_meant
    FROM likeness.family_touches(profile, explain_tag.family, as_of) t
    WHERE explain_tag.read = 'share'
  ),
  family_weight AS (
    SELECT sum(greatest(weight, 0)) AS total, max(weight) FILTER (WHERE is_meant) AS own
    FROM (
      SELECT is_meant, sum(fast + slow) AS weight FROM touched
      GROUP BY is_meant, CASE WHEN NOT is_meant THEN touched.value END
    ) AS weights
  )
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), sum(CASE explain_tag.read
    WHEN 'count' THEN touches.times
    WHEN 'fast' THEN likeness.decayed(touches.times * r.weight, e.occurred_at, speed.fast, as_of)
    WHEN 'slow' THEN likeness.decayed(touches.times * r.weight, e.occurred_at, speed.slow, as_of)
    ELSE (likeness.decayed(touches.times * r.weight, e.occurred_at, speed.fast, as_of)
      + likeness.decayed(touches.times * r.weight, e.occurred_at, speed.slow, as_of)) / 2
  END)
  FROM likeness.profile_events(profile) e
  JOIN likeness.tag_rules r
    ON r.family = explain_tag.family AND r.type = e.type AND (r.event IS NULL OR r.event = e.name)
  CROSS JOIN LATERAL jsonb_path_query(e.event, r.path::jsonpath, '{}', true) AS found
  CROSS JOIN LATERAL (
    SELECT likeness.tag_touches(e.event, e.occurred_at, found, r, explain_tag.value) AS times
  ) AS touches
  CROSS JOIN LATERAL (
    SELECT h.fast, h.slow FROM likeness.tag_half_lives h
    WHERE h.family IN (explain_tag.family, '') ORDER BY h.family = '' LIMIT 1
  ) AS speed
  WHERE touches.times > 0 AND explain_tag.read <> 'share'
  GROUP BY 1, 2, 3
  UNION ALL
  SELECT t.event_id, t.occurred_at, t.name, sum(t.fast + t.slow) / w.total
  FROM touched t CROSS JOIN family_weight w
  WHERE t.is_meant AND w.total > 0 AND w.own > 0
  GROUP BY t.event_id, t.occurred_at, t.name, w.total
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_tag IS 'Which events made a tag of a profile (home/* with all below home), and what each gives to it now; read is weight, fast, slow, count or share, and the contributions sum to it. SELECT * FROM likeness.explain_tag(likeness.profile_id(''anna''), ''category'', ''home/kitchen/mugs'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_relevance(profile bigint, family text, value text, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH touched AS MATERIALIZED (SELECT * FROM likeness.family_touches(profile, explain_relevance.family, as_of)),
  weights AS (
    SELECT t.value, sum(t.touches)::float8 AS count, sum(t.fast) AS fast, sum(t.slow) AS slow FROM touched t GROUP BY t.value
  ),
  totals AS (
    SELECT coalesce(sum(w.count), 0) AS count, coalesce(sum(greatest(w.fast, 0)), 0) AS fast,
      coalesce(sum(greatest(w.slow, 0)), 0) AS slow
    FROM weights w
  ),
  site AS (
    SELECT coalesce(m.count_share, 0.25) AS count_share, coalesce(m.fast_share, 0.25) AS fast_share,
      coalesce(m.slow_share, 0.25) AS slow_share, coalesce(m.crowd_share, 0.25) AS crowd_share,
      coalesce(m.crowd_prior, 10) AS prior, CASE WHEN m.family IS NULL THEN 0 ELSE coalesce(c.share, 0) END AS crowd
    FROM likeness.profiles p
    LEFT JOIN likeness.tag_relevance m ON m.site_id = p.site_id AND m.family = explain_relevance.family
    LEFT JOIN likeness.tags t ON t.family = explain_relevance.family AND t.value = explain_relevance.value
    LEFT JOIN likeness.tag_crowd c ON c.site_id = p.site_id AND c.tag_id = t.tag_id
    WHERE p.profile_id = profile
  ),
  per_unit AS (
    SELECT s.count_share / (n.count + s.prior) AS count, s.fast_share / (n.fast + s.prior) AS fast,
      s.slow_share / (n.slow + s.prior) AS slow
    FROM site s CROSS JOIN totals n
  )
  SELECT t.event_id, t.occurred_at, t.name, sum(
    u.count * t.touches + CASE WHEN own.fast > 0 THEN u.fast * t.fast ELSE 0 END
    + CASE WHEN own.slow > 0 THEN u.slow * t.slow ELSE 0 END
  )
  FROM touched t
  JOIN weights own ON own.value = t.value
  CROSS JOIN per_unit u
  WHERE t.value = explain_relevance.value
  GROUP BY t.event_id, t.occurred_at, t.name
  UNION ALL
  SELECT NULL, NULL, 'base: what everybody likes', s.crowd * (s.crowd_share + s.prior * (u.count + u.fast + u.slow))
  FROM site s CROSS JOIN per_unit u
  WHERE s.crowd > 0
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_relevance IS 'Which events made a tag as relevant as it is, and what each gives now; a row without an event is what everybody likes. The contributions sum to profile_tags.relevance. SELECT * FROM likeness.explain_relevance(likeness.profile_id(''anna''), ''category'', ''home/kitchen/mugs'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_events(profile bigint)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), 1::double precision
  FROM likeness.profile_events(profile) e
  ORDER BY 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_events IS 'The events behind the number of events: SELECT name, count(*) FROM likeness.explain_events(likeness.profile_id(''anna'')) GROUP BY name;';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_days_since(
  profile bigint, which text DEFAULT 'last', event text DEFAULT NULL, as_of timestamptz DEFAULT now()
)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, n.counted, extract(epoch FROM as_of - e.occurred_at)::double precision / 86400
  FROM likeness.profile_events(profile) e
  CROSS JOIN LATERAL (SELECT CASE WHEN e.type = 'track' THEN e.name ELSE e.type END AS counted) AS n
  WHERE explain_days_since.event IS NULL OR n.counted = explain_days_since.event
  ORDER BY CASE WHEN which = 'first' THEN e.occurred_at END, CASE WHEN which = 'last' THEN e.occurred_at END DESC, e.event_id
  LIMIT 1
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_days_since IS 'The first or last event (of a name, or any), and how many days ago it was: SELECT * FROM likeness.explain_days_since(likeness.profile_id(''anna''), ''last'', ''Order Completed'');';
--> statement-breakpoint
CREATE FUNCTION likeness.currency_of(properties jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN properties ->> 'currency' ~ '^[A-Za-z]{3}$' THEN upper(properties ->> 'currency') ELSE 'XXX' END;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.currency_of IS 'The currency that an event names; XXX when it names none.';
--> statement-breakpoint
CREATE FUNCTION likeness.order_lines(properties jsonb) RETURNS SETOF jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_path_query(properties, 'strict $.products[*] ? (@.type() == "object")', '{}', true)
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.order_lines IS 'The products of an order.';
--> statement-breakpoint
CREATE FUNCTION likeness.profile_orders(profile bigint)
RETURNS TABLE (
  event_id uuid, occurred_at timestamptz, name text, currency text,
  orders integer, revenue double precision, items double precision, refunds integer, refunded double precision
)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, e.name, likeness.currency_of(e.event -> 'properties'),
    o.is_order::integer,
    CASE WHEN o.is_order THEN o.amount ELSE 0 END,
    CASE WHEN o.is_order THEN (
      SELECT coalesce(sum(floor(coalesce(likeness.number_of(line -> 'quantity'), 1) + 0.5)), 0)
      FROM likeness.order_lines(e.event -> 'properties') AS line
    ) ELSE 0 END,
    (NOT o.is_order)::integer,
    CASE WHEN o.is_order THEN 0 ELSE abs(o.amount) END
  FROM likeness.profile_events(profile) e
  CROSS JOIN LATERAL (
    SELECT e.name = 'Order Completed' AS is_order,
      likeness.order_amount(e.event -> 'properties')::double precision AS amount
  ) AS o
  WHERE e.type = 'track' AND e.name IN ('Order Completed', 'Order Refunded')
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.profile_orders IS 'Every order and refund of a profile: SELECT * FROM likeness.profile_orders(likeness.profile_id(''anna'')) ORDER BY occurred_at;';
--> statement-breakpoint
CREATE OR REPLACE FUNCTION likeness.explain_value(profile bigint, currency text, read text DEFAULT 'revenue')
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH every AS MATERIALIZED (SELECT * FROM likeness.profile_orders(profile)),
  main AS (
    SELECT every.currency FROM every
    GROUP BY every.currency ORDER BY sum(every.orders) DESC, every.currency COLLATE "C" LIMIT 1
  ),
  asked AS (
    SELECT kind.read, CASE WHEN kind.read IN ('orders', 'items', 'refunds') THEN explain_value.currency
      ELSE coalesce(explain_value.currency, (SELECT main.currency FROM main)) END AS currency
    FROM (SELECT likeness.snake_case(explain_value.read) AS read) AS kind
  ),
  own AS (
    SELECT every.*, asked.read, sum(every.orders) OVER () AS all_orders
    FROM every JOIN asked ON asked.currency IS NULL OR asked.currency = every.currency
  )
  SELECT own.event_id, own.occurred_at, own.name, CASE own.read
    WHEN 'orders' THEN own.orders
    WHEN 'items' THEN own.items
    WHEN 'revenue' THEN own.revenue
    WHEN 'average_order' THEN own.revenue / nullif(own.all_orders, 0)
    WHEN 'refunds' THEN own.refunds
    WHEN 'refunded' THEN own.refunded
  END
  FROM own
  WHERE CASE WHEN own.read IN ('refunds', 'refunded') THEN own.refunds ELSE own.orders END = 1
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_value IS 'The orders or refunds behind what a user was worth; read is revenue, orders, items, average_order, refunded or refunds. Without a currency: counts over all of them, money in the one with most orders. SELECT * FROM likeness.explain_value(likeness.profile_id(''anna''), ''EUR'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_rfm(profile bigint, currency text, read text, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH own AS MATERIALIZED (
    SELECT o.*, sum(o.orders) OVER () AS all_orders, sum(o.revenue) OVER () AS all_revenue, sum(o.refunded) OVER () AS all_refunded,
      row_number() OVER (ORDER BY o.orders DESC, o.occurred_at DESC, o.event_id) AS place
    FROM likeness.profile_orders(profile) o
    WHERE o.currency = explain_rfm.currency
  )
  SELECT own.event_id, own.occurred_at, own.name, CASE explain_rfm.read
    WHEN 'recency' THEN greatest(0, extract(epoch FROM as_of - own.occurred_at)::double precision / 86400)
    WHEN 'frequency' THEN own.orders
    -- Where more was refunded than paid, refunds count as far as was paid.
    WHEN 'monetary' THEN own.revenue - own.refunded * least(1, own.all_revenue / coalesce(nullif(own.all_refunded, 0), 1))
  END
  FROM own
  WHERE own.all_orders > 0 AND CASE explain_rfm.read
    WHEN 'recency' THEN own.place = 1
    WHEN 'frequency' THEN own.orders = 1
    WHEN 'monetary' THEN true
  END
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_rfm IS 'The orders and refunds behind recency (days), frequency or monetary of profile_rfm: SELECT * FROM likeness.explain_rfm(likeness.profile_id(''anna''), ''EUR'', ''monetary'');';
--> statement-breakpoint
CREATE FUNCTION likeness.expected_orders(
  model jsonb, repeats double precision, recency double precision, age double precision, horizon double precision
)
RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  r double precision := (model #>> '{purchases,r}')::double precision;
  alpha double precision := (model #>> '{purchases,alpha}')::double precision;
  a double precision := (model #>> '{purchases,a}')::double precision;
  b double precision := (model #>> '{purchases,b}')::double precision;
  z double precision := horizon / (alpha + age + horizon);
  odds double precision := 0;
  term double precision := 1;
  series double precision := 1;
BEGIN
  -- At a = 1 the formula is 0/0; next to it, it is what it tends to.
  IF abs(a - 1) < 1e-6 THEN a := 1 + 1e-6; END IF;
  IF repeats > 0 THEN
    odds := a / (b + repeats - 1) * exp(least(700, (r + repeats) * ln((alpha + age) / (alpha + recency))));
  END IF;
  FOR n IN 0..9999 LOOP
    term := term * (r + repeats + n) * (b + repeats + n) / ((a + b + repeats - 1 + n) * (n + 1)) * z;
    series := series + term;
    EXIT WHEN abs(term) <= 1e-15 * abs(series);
  END LOOP;
  RETURN greatest(0, (a + b + repeats - 1) / (a - 1) * (1 - exp(greatest(-700, (r + repeats) * ln(1 - z))) * series) / (1 + odds));
END $$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.expected_orders IS 'Orders expected within the horizon of a buyer with so many repeat orders, times in days: BG/NBD, equation 10 of Fader, Hardie, Lee (2005), with the parameters of buyer_populations.lifetime_model.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_lifetime_value(profile bigint, currency text, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH own AS MATERIALIZED (
    SELECT * FROM likeness.profile_orders(profile) o WHERE o.currency = explain_lifetime_value.currency
  ),
  history AS (
    SELECT sum(own.orders)::double precision AS orders, sum(own.revenue) AS revenue, sum(own.refunded) AS refunded,
      extract(epoch FROM min(own.occurred_at) FILTER (WHERE own.orders = 1))::double precision / 86400 AS first_day,
      extract(epoch FROM max(own.occurred_at) FILTER (WHERE own.orders = 1))::double precision / 86400 AS last_day
    FROM own
  ),
  known AS (
    SELECT b.lifetime_model AS model, (b.lifetime_model ->> 'meanOrder')::double precision AS mean_order,
      (b.lifetime_model ->> 'meanOrderStrength')::double precision AS strength,
      extract(epoch FROM coalesce(l.horizon, interval '365 days'))::double precision / 86400 AS horizon
    FROM likeness.profiles p
    JOIN likeness.buyer_populations b ON b.site_id = p.site_id AND b.currency = explain_lifetime_value.currency
    LEFT JOIN likeness.lifetime_values l ON l.profile_id = p.profile_id AND l.currency = b.currency
    WHERE p.profile_id = profile
  ),
  factor AS (
    SELECT h.*, k.mean_order, k.strength, likeness.expected_orders(
      k.model, h.orders - 1, h.last_day - h.first_day,
      greatest(h.last_day, extract(epoch FROM as_of)::double precision / 86400) - h.first_day, k.horizon
    ) / (k.strength + h.orders) AS per_unit
    FROM history h CROSS JOIN known k
    WHERE h.orders > 0 AND k.model IS NOT NULL
  )
  SELECT own.event_id, own.occurred_at, own.name,
    (own.revenue - own.refunded * least(1, f.revenue / coalesce(nullif(f.refunded, 0), 1))) * f.per_unit
  FROM own CROSS JOIN factor f
  UNION ALL
  SELECT NULL, NULL, 'base: mean order of all buyers', f.per_unit * f.strength * f.mean_order FROM factor f
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_lifetime_value IS 'What each order and refund gives to a lifetime value, and (without an event) what the mean order of all buyers adds to it. profile_lifetime_value is as of its computed_at, and written anew only when it changes by more than half a percent. SELECT * FROM likeness.explain_lifetime_value(likeness.profile_id(''anna''), ''EUR'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_placement(profile bigint, placement text DEFAULT NULL)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH acts AS MATERIALIZED (
    SELECT e.event_id, e.occurred_at, e.name, (e.name LIKE '%Clicked')::integer AS clicks
    FROM likeness.profile_events(profile) e
    WHERE e.type = 'track'
      AND e.name IN ('Placement Viewed', 'Promotion Viewed', 'Placement Clicked', 'Promotion Clicked')
      AND (explain_placement.placement IS NULL OR explain_placement.placement = (
        SELECT left(e.event #>> ARRAY['properties', key], 64)
        FROM unnest(ARRAY['placement', 'position', 'name']) WITH ORDINALITY AS named (key, place)
        WHERE jsonb_typeof(e.event -> 'properties' -> key) = 'string' AND e.event #>> ARRAY['properties', key] <> ''
        ORDER BY place LIMIT 1
      ))
  ),
  totals AS (SELECT count(*) FILTER (WHERE clicks = 0) AS impressions, count(*) FILTER (WHERE clicks = 1) AS clicked FROM acts)
  SELECT a.event_id, a.occurred_at, a.name, 1 / greatest(t.impressions, t.clicked)::double precision
  FROM acts a CROSS JOIN totals t
  WHERE a.clicks = 1 AND t.impressions > 0
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_placement IS 'The clicks behind the click-through rate of a placement, or of all: SELECT * FROM likeness.explain_placement(likeness.profile_id(''anna''), ''banner'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_engagement(profile bigint, read text)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH asked AS (SELECT likeness.snake_case(explain_engagement.read) AS read),
  every AS MATERIALIZED (
    SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type) AS name,
      (e.event #> '{context,sessionStart}' = 'true')::integer AS visits,
      p.is_page::integer AS pages,
      (p.is_page AND e.event #> '{context,sessionPage}' = '1')::integer AS numbered,
      (p.is_page AND e.event #> '{context,sessionPage}' = '2')::integer AS second_pages,
      CASE WHEN e.type = 'track' AND e.name = 'Page Left' AND jsonb_typeof(e.event #> '{properties,visibleMs}') = 'number'
        THEN floor(least(86400000, greatest(0, (e.event #>> '{properties,visibleMs}')::double precision)) + 0.5) END AS visible_ms,
      d.depth,
      CASE WHEN e.name = 'Page Scrolled' THEN floor(d.depth * 1000 + 0.5) END AS permille
    FROM likeness.profile_events(profile) e
    CROSS JOIN LATERAL (SELECT e.type IN ('page', 'screen') AS is_page) AS p
    CROSS JOIN LATERAL (
      SELECT CASE WHEN e.type = 'track' AND e.name IN ('Page Left', 'Page Scrolled')
        AND jsonb_typeof(e.event #> '{properties,depth}') = 'number' AND (e.event #>> '{properties,depth}')::double precision >= 0
        THEN least(1, (e.event #>> '{properties,depth}')::double precision) END AS depth
    ) AS d
    WHERE likeness.snake_case(explain_engagement.read) NOT IN ('click_through', 'click_through_rate')
  ),
  totals AS (
    SELECT nullif(sum(coalesce(visits, 0)), 0)::double precision AS visits, nullif(sum(pages), 0)::double precision AS pages,
      nullif(sum(coalesce(numbered, 0)), 0)::double precision AS numbered,
      greatest(sum(coalesce(second_pages, 0)), sum(coalesce(numbered, 0)), 1)::double precision AS second_pages,
      nullif(max(depth), 0) AS depth, nullif(count(permille), 0)::double precision AS scrolled
    FROM every
  ),
  parts AS (
    SELECT e.event_id, e.occurred_at, e.name, a.read, CASE a.read
      WHEN 'visits' THEN e.visits
      WHEN 'page_views' THEN e.pages
      WHEN 'visible_minutes' THEN e.visible_ms / 60000
      WHEN 'max_depth' THEN CASE WHEN e.depth = t.depth THEN e.depth END
      WHEN 'mean_depth' THEN e.permille / 1000 / t.scrolled
      WHEN 'pages_per_visit' THEN e.pages / t.visits
      WHEN 'minutes_per_page' THEN e.visible_ms / 60000 / t.pages
      -- A second page without its first (the first came before we listened) may not take more than there is.
      WHEN 'bounce_rate' THEN coalesce(e.numbered, 0) / t.numbered - coalesce(e.second_pages, 0) / t.second_pages
    END AS part
    FROM every e CROSS JOIN totals t CROSS JOIN asked a
  ),
  placed AS (
    SELECT p.*, row_number() OVER (ORDER BY p.occurred_at, p.event_id) AS place FROM parts p WHERE p.part <> 0
  )
  SELECT p.event_id, p.occurred_at, p.name, p.part FROM placed p WHERE p.read <> 'max_depth' OR p.place = 1
  UNION ALL
  SELECT c.* FROM asked a CROSS JOIN LATERAL likeness.explain_placement(profile) c
  WHERE a.read IN ('click_through', 'click_through_rate')
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_engagement IS 'The events behind attention; read is visits, page_views, visible_minutes, max_depth, mean_depth, pages_per_visit, minutes_per_page, bounce_rate (of senders that number the pages of a visit; profile_engagement counts all sessions) or click_through. SELECT * FROM likeness.explain_engagement(likeness.profile_id(''anna''), ''pages_per_visit'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_web_vital(profile bigint, vital text)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH measured AS (
    SELECT e.event_id, e.occurred_at, e.name,
      CASE WHEN v.value <= 1 THEN 0 ELSE least(110, ceil(ln(v.value) / ln((1 + 0.05) / (1 - 0.05)::double precision))) END AS bucket
    FROM likeness.profile_events(profile) e
    CROSS JOIN LATERAL (
      SELECT likeness.number_of(e.event -> 'properties' -> explain_web_vital.vital)
        * CASE WHEN explain_web_vital.vital = 'cls' THEN 1000 ELSE 1 END AS value
    ) AS v
    WHERE e.type = 'track' AND e.name = 'Web Vitals Measured' AND v.value >= 0
      AND explain_web_vital.vital IN ('lcp', 'inp', 'cls', 'fcp', 'ttfb')
  ),
  decisive AS (SELECT percentile_disc(0.75) WITHIN GROUP (ORDER BY bucket) AS bucket FROM measured)
  SELECT m.event_id, m.occurred_at, m.name,
    CASE WHEN m.bucket = 0 THEN 0 ELSE 2 * power((1 + 0.05) / (1 - 0.05)::double precision, m.bucket)
      / ((1 + 0.05) / (1 - 0.05)::double precision + 1) END / CASE WHEN explain_web_vital.vital = 'cls' THEN 1000 ELSE 1 END
  FROM measured m JOIN decisive d ON d.bucket = m.bucket
  ORDER BY m.occurred_at DESC, m.event_id DESC LIMIT 1
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_web_vital IS 'The latest measurement of the size that three of four page views do not exceed (lcp, inp, cls, fcp or ttfb): SELECT * FROM likeness.explain_web_vital(likeness.profile_id(''anna''), ''lcp'');';
--> statement-breakpoint
CREATE FUNCTION likeness.is_discounted(properties jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(
  (jsonb_typeof(properties -> 'coupon') = 'string' AND properties ->> 'coupon' <> '')
  OR coalesce(likeness.number_of(properties -> 'discount') > 0, false)
  OR coalesce(properties -> 'on_sale' = 'true', false)
  OR coalesce(likeness.number_of(coalesce(
    nullif(properties -> 'compare_at_price', 'null'), nullif(properties -> 'original_price', 'null'),
    nullif(properties -> 'regular_price', 'null'), nullif(properties -> 'list_price', 'null')
  )) > likeness.number_of(properties -> 'price'), false),
  false
);
--> statement-breakpoint
COMMENT ON FUNCTION likeness.is_discounted IS 'Whether a product, or an order as a whole, is sold below its usual price.';
--> statement-breakpoint
CREATE FUNCTION likeness.price_category(category jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce((
    SELECT left(level, 64)
    FROM regexp_split_to_table(category #>> '{}', '[>/]') WITH ORDINALITY AS split (part, place)
    CROSS JOIN LATERAL (SELECT lower(btrim(regexp_replace(part, '\s+', ' ', 'g'))) AS level) AS folded
    WHERE jsonb_typeof(category) = 'string' AND level <> ''
    ORDER BY place LIMIT 1
  ), '')
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.price_category IS 'Among which prices a product is compared: the first level of its category, empty without one.';
--> statement-breakpoint
CREATE FUNCTION likeness.price_acts(profile bigint)
RETURNS TABLE (
  event_id uuid, occurred_at timestamptz, name text, currency text, category text, weight integer, discounted boolean
)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, e.name, likeness.currency_of(e.event -> 'properties'),
    likeness.price_category(act.line -> 'category'), act.weight, act.discounted OR likeness.is_discounted(act.line)
  FROM likeness.profile_events(profile) e
  CROSS JOIN LATERAL (
    SELECT e.event -> 'properties' AS line, 1 AS weight, false AS discounted WHERE e.name = 'Product Viewed'
    UNION ALL
    SELECT line, 3, likeness.is_discounted(e.event -> 'properties')
    FROM likeness.order_lines(e.event -> 'properties') AS line WHERE e.name = 'Order Completed'
  ) AS act
  WHERE e.type = 'track' AND e.name IN ('Product Viewed', 'Order Completed') AND likeness.number_of(act.line -> 'price') > 0
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.price_acts IS 'Every product that was viewed or bought at a known price, where it is compared, what it weighs (a buy as 3 views), and whether it was discounted.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_prices(profile bigint, read text)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH acts AS MATERIALIZED (SELECT * FROM likeness.price_acts(profile)),
  shares AS (
    SELECT a.event_id, a.occurred_at, a.name, sum(a.weight * a.discounted::integer)::double precision / k.evidence AS part
    FROM acts a CROSS JOIN (SELECT count(*) AS lines, sum(weight) AS evidence FROM acts) AS k
    WHERE k.lines >= 3
    GROUP BY a.event_id, a.occurred_at, a.name, k.evidence
  ),
  levels AS MATERIALIZED (
    SELECT x.currency, x.category, x.position, sum(x.evidence) OVER () AS evidence
    FROM likeness.profile_prices x
    WHERE x.profile_id = profile AND x.position IS NOT NULL
  ),
  positions AS (
    SELECT a.event_id, a.occurred_at, a.name, sum(a.weight * l.position) / l.evidence AS part
    FROM acts a JOIN levels l USING (currency, category)
    WHERE l.evidence >= 3
    GROUP BY a.event_id, a.occurred_at, a.name, l.evidence
  ),
  signs AS (SELECT EXISTS (SELECT FROM shares)::integer AS of_share, EXISTS (SELECT FROM positions)::integer AS of_position)
  SELECT s.* FROM shares s WHERE likeness.snake_case(explain_prices.read) = 'discount_share'
  UNION ALL
  SELECT p.* FROM positions p WHERE likeness.snake_case(explain_prices.read) = 'price_position'
  UNION ALL
  SELECT event_id, occurred_at, name,
    (coalesce(s.part, 0) - coalesce(p.part, 0)) / (SELECT nullif(of_share + of_position, 0) FROM signs)
  FROM shares s FULL JOIN positions p USING (event_id, occurred_at, name)
  WHERE likeness.snake_case(explain_prices.read) = 'price_sensitivity'
  UNION ALL
  SELECT NULL, NULL, 'base: 1 − price position', 1::double precision / (of_share + of_position) FROM signs
  WHERE of_position = 1 AND likeness.snake_case(explain_prices.read) = 'price_sensitivity'
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_prices IS 'The views and buys behind discount_share, price_position or price_sensitivity; explain_psychographic asks it.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_variety(profile bigint, read text, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH touched AS MATERIALIZED (SELECT * FROM likeness.family_touches(profile, 'category', as_of)),
  weights AS (
    SELECT s.speed, t.value, sum(CASE s.speed WHEN 'fast' THEN t.fast ELSE t.slow END) AS weight
    FROM touched t CROSS JOIN (VALUES ('fast'), ('slow')) AS s (speed)
    GROUP BY s.speed, t.value
  ),
  shares AS (
    SELECT w.*, greatest(w.weight, 0) / nullif(sum(greatest(w.weight, 0)) OVER (PARTITION BY w.speed), 0) AS share,
      count(*) OVER (PARTITION BY w.speed)::double precision AS categories
    FROM weights w
  ),
  entropies AS (
    SELECT s.*, -sum(s.share * ln(nullif(s.share, 0))) OVER (PARTITION BY s.speed) AS entropy FROM shares s
  ),
  -- What a category gives to the entropy, for each unit of its weight.
  units AS (
    SELECT e.speed, e.value, -e.share * ln(e.share) / e.entropy * least(1, e.entropy / ln(e.categories)) / e.weight AS unit
    FROM entropies e
    WHERE e.share > 0 AND e.entropy > 0
  )
  SELECT t.event_id, t.occurred_at, t.name, sum(CASE u.speed
    WHEN 'slow' THEN t.slow * u.unit * CASE WHEN a.read = 'variety' THEN 1 ELSE -1 END
    ELSE t.fast * u.unit
  END)
  FROM touched t
  CROSS JOIN (SELECT likeness.snake_case(explain_variety.read) AS read) AS a
  JOIN units u ON u.value = t.value AND (u.speed = 'slow' OR a.read = 'variety_change')
  WHERE (SELECT sum(touches) FROM touched) >= 5 AND (SELECT count(DISTINCT speed) FROM shares WHERE share > 0) = 2
  GROUP BY t.event_id, t.occurred_at, t.name
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_variety IS 'The events behind variety or variety_change of the categories; explain_psychographic asks it.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_psychographic(profile bigint, read text, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH asked AS (SELECT likeness.snake_case(explain_psychographic.read) AS read)
  SELECT p.* FROM asked a CROSS JOIN LATERAL likeness.explain_prices(profile, a.read) p
  WHERE a.read IN ('discount_share', 'price_position', 'price_sensitivity')
  UNION ALL
  SELECT v.* FROM asked a CROSS JOIN LATERAL likeness.explain_variety(profile, a.read, as_of) v
  WHERE a.read IN ('variety', 'variety_change')
  UNION ALL
  SELECT c.event_id, c.occurred_at, c.name, 1::double precision / o.orders
  FROM asked a
  CROSS JOIN LATERAL likeness.explain_count(profile, 'Product Viewed') c
  CROSS JOIN LATERAL (SELECT sum(orders) AS orders FROM likeness.profile_orders(profile)) AS o
  WHERE a.read = 'views_per_order' AND o.orders > 0
  UNION ALL
  SELECT d.* FROM asked a
  CROSS JOIN LATERAL (
    SELECT * FROM likeness.explain_days_since(profile, 'first', 'Product Viewed', as_of)
  ) AS v
  CROSS JOIN LATERAL (
    SELECT * FROM likeness.explain_days_since(profile, 'first', 'Order Completed', as_of)
  ) AS o
  CROSS JOIN LATERAL (
    SELECT v.event_id, v.occurred_at, v.name, 0::double precision
    UNION ALL
    SELECT o.event_id, o.occurred_at, o.name, extract(epoch FROM o.occurred_at - v.occurred_at)::double precision / 86400
  ) AS d
  WHERE a.read = 'deliberation' AND o.occurred_at >= v.occurred_at
  UNION ALL
  -- The score of one text is computed when it is folded and kept in the sum only: each gives the same part of it here.
  SELECT e.event_id, e.occurred_at, e.name,
    (p.state #>> '{psychographics,feelings}')::double precision / 1000
      / nullif((p.state #>> '{psychographics,texts}')::double precision, 0) / count(*) OVER ()
  FROM asked a
  JOIN likeness.profiles p ON p.profile_id = profile
  CROSS JOIN LATERAL likeness.profile_events(profile) e
  WHERE a.read = 'sentiment' AND (p.state #>> '{psychographics,texts}')::double precision > 0
    AND e.type = 'track' AND e.name ~* 'review|feedback|support|ticket|comment|survey'
    AND EXISTS (
      SELECT FROM unnest(ARRAY['review_body', 'review', 'text', 'message', 'comment', 'body', 'feedback']) AS key
      WHERE jsonb_typeof(e.event -> 'properties' -> key) = 'string' AND e.event #>> ARRAY['properties', key] <> ''
    )
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_psychographic IS 'The events behind how a user decides; read is a column of profile_psychographics (deliberation in days). Of sentiment every text is named with an equal part, because scores of single texts are not kept: HTTP computes them. SELECT * FROM likeness.explain_psychographic(likeness.profile_id(''anna''), ''variety'');';
--> statement-breakpoint
CREATE FUNCTION likeness.social_acts(profile bigint)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, peer text, direction text, amount integer)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, e.name, peers.peer, ways.direction, r.amount
  FROM likeness.profile_events(profile) e
  JOIN (VALUES
    ('User Followed', '{out}'::text[], 1), ('User Unfollowed', '{out}', -1), ('Follower Gained', '{in}', 1), ('Follower Lost', '{in}', -1),
    ('Friend Added', '{out,in}', 1), ('Friend Removed', '{out,in}', -1), ('Invite Sent', '{out}', 1), ('Invite Accepted', '{in}', 1),
    ('Content Shared', '{out}', 1), ('Product Shared', '{out}', 1), ('Share Received', '{in}', 1), ('User Mentioned', '{out}', 1),
    ('Mention Received', '{in}', 1), ('Message Sent', '{out}', 1), ('Message Received', '{in}', 1)
  ) AS r (name, directions, amount) ON e.type = 'track' AND r.name = e.name
  CROSS JOIN LATERAL (
    SELECT e.event -> 'properties' -> key AS one, e.event -> 'properties' -> (key || 's') AS many
    FROM unnest(ARRAY[
      'peer_id', 'target_id', 'recipient_id', 'followed_id', 'follower_id', 'friend_id', 'invitee_id', 'inviter_id',
      'mentioned_id', 'sender_id', 'author_id', 'user_id'
    ]) WITH ORDINALITY AS keys (key, place)
    WHERE (jsonb_typeof(e.event -> 'properties' -> key) = 'string' AND e.event #>> ARRAY['properties', key] <> '')
      OR jsonb_typeof(e.event -> 'properties' -> (key || 's')) = 'array'
    ORDER BY place LIMIT 1
  ) AS found
  CROSS JOIN LATERAL (
    SELECT left(found.one #>> '{}', 256) AS peer WHERE jsonb_typeof(found.one) = 'string' AND found.one #>> '{}' <> ''
    UNION ALL
    (
      SELECT left(item #>> '{}', 256)
      FROM jsonb_array_elements(CASE WHEN jsonb_typeof(found.many) = 'array' THEN found.many ELSE '[]' END)
        WITH ORDINALITY AS items (item, place)
      WHERE jsonb_typeof(item) = 'string' AND item #>> '{}' <> ''
        AND NOT (coalesce(jsonb_typeof(found.one), '') = 'string' AND found.one #>> '{}' <> '')
      GROUP BY 1 ORDER BY min(place) LIMIT 32
    )
  ) AS peers
  CROSS JOIN LATERAL unnest(r.directions) AS ways (direction)
  WHERE peers.peer IS DISTINCT FROM e.event ->> 'userId' AND peers.peer IS DISTINCT FROM e.event ->> 'anonymousId'
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.social_acts IS 'Every act between a profile and others, out or in; amount is −1 for one taken back.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_tie(profile bigint, peer text, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT a.event_id, a.occurred_at, a.name, likeness.decayed(count(*), a.occurred_at, interval '30 days', as_of)
  FROM likeness.social_acts(profile) a
  WHERE a.peer = explain_tie.peer
  GROUP BY a.event_id, a.occurred_at, a.name
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_tie IS 'The acts behind the weight of a tie: SELECT * FROM likeness.explain_tie(likeness.profile_id(''anna''), ''bob'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_social(profile bigint, read text, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  WITH acts AS MATERIALIZED (SELECT * FROM likeness.social_acts(profile)),
  asked AS (SELECT likeness.snake_case(explain_social.read) AS read),
  ties AS (
    SELECT acts.peer, greatest(0, sum(amount) FILTER (WHERE direction = 'out'))::double precision AS acted,
      greatest(0, sum(amount) FILTER (WHERE direction = 'in'))::double precision AS received
    FROM acts GROUP BY acts.peer
  ),
  totals AS (SELECT count(*) FILTER (WHERE acted > 0) AS acted, count(*) FILTER (WHERE received > 0) AS received FROM ties)
  SELECT a.event_id, a.occurred_at, a.name,
    likeness.decayed(count(*), a.occurred_at, interval '30 days', as_of) * ln(2) / 30
  FROM acts a CROSS JOIN asked q
  WHERE q.read = 'interactions_per_day'
  GROUP BY a.event_id, a.occurred_at, a.name
  UNION ALL
  SELECT a.event_id, a.occurred_at, a.name, sum(a.amount / CASE q.read
    WHEN 'out_degree' THEN t.acted
    WHEN 'in_degree' THEN t.received
    WHEN 'degree' THEN t.acted + t.received
    WHEN 'reciprocity' THEN (t.acted + t.received) * n.acted
  END)
  FROM acts a JOIN ties t USING (peer) CROSS JOIN totals n CROSS JOIN asked q
  WHERE CASE a.direction WHEN 'out' THEN t.acted ELSE t.received END > 0 AND CASE q.read
    WHEN 'out_degree' THEN a.direction = 'out'
    WHEN 'in_degree' THEN a.direction = 'in'
    WHEN 'degree' THEN true
    WHEN 'reciprocity' THEN t.acted > 0 AND t.received > 0
    ELSE false
  END
  GROUP BY a.event_id, a.occurred_at, a.name
  ORDER BY 4 DESC, 2 DESC
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_social IS 'The acts behind degree, out_degree, in_degree, reciprocity or interactions_per_day of profile_social; what one other counts for is divided among the acts. SELECT * FROM likeness.explain_social(likeness.profile_id(''anna''), ''degree'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_trait(profile bigint, trait text)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), 1::double precision
  FROM likeness.profiles p
  CROSS JOIN LATERAL likeness.profile_events(profile) e
  WHERE p.profile_id = profile AND e.event_id::text = p.traits -> trait ->> 'eventId'
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_trait IS 'The event whose statement about the user stands; trait_history has the others. SELECT * FROM likeness.explain_trait(likeness.profile_id(''anna''), ''city'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_channel(profile bigint, touch text DEFAULT 'first')
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), 1::double precision
  FROM likeness.profiles p
  CROSS JOIN LATERAL (SELECT p.state -> 'channel' -> explain_channel.touch AS arrival) AS c
  CROSS JOIN LATERAL likeness.profile_events(profile) e
  WHERE p.profile_id = profile AND e.event -> 'occurredAt' = c.arrival -> 'at'
    -- Other events of the same millisecond did not arrive from there, at that page.
    AND nullif(e.event #>> '{context,campaign,source}', '') IS NOT DISTINCT FROM c.arrival ->> 'source'
    AND nullif(left(e.event #>> '{context,page,path}', 256), '') IS NOT DISTINCT FROM c.arrival ->> 'landing'
    AND (NOT c.arrival ? 'referrer' OR strpos(lower(e.event #>> '{context,page,referrer}'), c.arrival ->> 'referrer') > 0)
    AND (c.arrival ? 'source' OR c.arrival ? 'referrer' OR c.arrival ? 'clickId' OR e.event #> '{context,sessionStart}' = 'true')
  ORDER BY e.event_id LIMIT 1
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_channel IS 'The event that brought the user, first or last: SELECT * FROM likeness.explain_channel(likeness.profile_id(''anna''), ''first'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_environment(profile bigint, read text)
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, e.occurred_at, coalesce(CASE WHEN e.type = 'track' THEN e.name END, e.type), 1::double precision
  FROM likeness.profiles p
  CROSS JOIN LATERAL (SELECT CASE likeness.snake_case(explain_environment.read)
    WHEN 'time_zone' THEN 'timeZone' ELSE explain_environment.read END AS fact) AS f
  CROSS JOIN LATERAL likeness.profile_events(profile) e
  CROSS JOIN LATERAL (SELECT CASE f.fact
    WHEN 'device' THEN CASE WHEN e.event #> '{context,bot}' = 'true' THEN 'bot'
      ELSE likeness.device_class(e.event #>> '{context,userAgent}') END
    WHEN 'language' THEN left(e.event #>> '{context,locale}', 35)
    WHEN 'timeZone' THEN left(e.event #>> '{context,timezone}', 64)
    WHEN 'region' THEN coalesce(
      nullif(concat_ws('-', nullif(e.event #>> '{context,location,country}', ''), nullif(e.event #>> '{context,location,region}', '')), ''),
      split_part(e.event #>> '{context,timezone}', '/', 1)
    )
  END AS value) AS stated
  WHERE p.profile_id = profile AND e.event -> 'occurredAt' = p.state #> ARRAY['environment', f.fact, '1']
    AND stated.value = p.state #>> ARRAY['environment', f.fact, '0']
  ORDER BY e.event_id LIMIT 1
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_environment IS 'The event that last said the device, language, time_zone or region: SELECT * FROM likeness.explain_environment(likeness.profile_id(''anna''), ''device'');';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_measure(profile bigint, measure jsonb, as_of timestamptz DEFAULT now())
RETURNS TABLE (event_id uuid, occurred_at timestamptz, name text, contribution double precision)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  reading text := measure ->> 'read';
BEGIN
  CASE measure ->> 'measure'
    WHEN 'tag' THEN RETURN QUERY SELECT * FROM likeness.explain_tag(
      profile, measure ->> 'family', (measure ->> 'value') || CASE WHEN measure ->> 'scope' = 'subtree' THEN '/*' ELSE '' END,
      CASE WHEN reading IN ('fast', 'slow', 'count', 'share') THEN reading ELSE 'weight' END, as_of
    );
    WHEN 'rate' THEN RETURN QUERY SELECT * FROM likeness.explain_rate(
      profile, measure ->> 'kind',
      CASE measure ->> 'halfLife' WHEN 'month' THEN interval '30 days' ELSE ('1 ' || (measure ->> 'halfLife'))::interval END, as_of
    );
    WHEN 'window' THEN RETURN QUERY
      SELECT * FROM likeness.explain_window(profile, measure ->> 'kind', (measure ->> 'days')::integer, as_of);
    WHEN 'count' THEN RETURN QUERY SELECT * FROM likeness.explain_count(profile, measure ->> 'event');
    WHEN 'events' THEN RETURN QUERY SELECT * FROM likeness.explain_events(profile);
    WHEN 'days-since' THEN RETURN QUERY
      SELECT * FROM likeness.explain_days_since(profile, measure ->> 'time', measure ->> 'event', as_of);
    WHEN 'value' THEN RETURN QUERY SELECT * FROM likeness.explain_value(profile, measure ->> 'currency', reading);
    WHEN 'engagement' THEN RETURN QUERY SELECT * FROM likeness.explain_engagement(profile, reading);
    WHEN 'psychographic' THEN RETURN QUERY SELECT * FROM likeness.explain_psychographic(profile, reading, as_of);
    WHEN 'social' THEN RETURN QUERY SELECT * FROM likeness.explain_social(profile, reading, as_of);
    WHEN 'trait' THEN RETURN QUERY SELECT * FROM likeness.explain_trait(profile, measure ->> 'name');
    WHEN 'channel' THEN RETURN QUERY SELECT * FROM likeness.explain_channel(profile, measure ->> 'touch');
    WHEN 'environment' THEN RETURN QUERY SELECT * FROM likeness.explain_environment(profile, reading);
    -- Predictions are explained by the models that make them.
    ELSE RETURN;
  END CASE;
END $$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_measure IS 'Explains what one comparison of a segment''s rule compares, written as there; explain_segment asks it. SELECT * FROM likeness.explain_measure(likeness.profile_id(''anna''), ''{"measure": "value", "read": "orders"}'');';
--> statement-breakpoint
CREATE OR REPLACE FUNCTION likeness.explain_segment(profile bigint, segment text, as_of timestamptz DEFAULT now())
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
  SELECT m, e.* FROM measures CROSS JOIN LATERAL likeness.explain_measure(profile, m, as_of) AS e
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_segment IS 'For everything that a segment''s rule compares but predictions (which models explain): the events that made it and what each gives now; a fact (trait, channel, environment) has the one event that stated it. SELECT * FROM likeness.explain_segment(likeness.profile_id(''anna''), ''engaged'');';
--> statement-breakpoint
CREATE FUNCTION likeness.span_in_words(span interval) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN span < interval '1 day' THEN trim_scale(extract(epoch FROM span) / 3600) || ' h'
  ELSE trim_scale(extract(epoch FROM span) / 86400) || ' d' END;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.span_in_words IS 'A half-life in words: 7 d, 1 h.';
--> statement-breakpoint
CREATE FUNCTION likeness.explain_formula(what text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE split_part(asked.measure, '.', 1)
    WHEN 'tag' THEN CASE asked.measure
      WHEN 'tag.count' THEN 'number of touches'
      WHEN 'tag.share' THEN 'weight / sum of the positive weights of the family'
      WHEN 'tag.fast' THEN 'sum over touches of amount × ' || speed.fast
      WHEN 'tag.slow' THEN 'sum over touches of amount × ' || speed.slow
      WHEN 'tag.rank' THEN 'ranked in its family by weight: sum over touches of amount × (' || speed.fast || ' + ' || speed.slow || ') / 2'
      ELSE 'sum over touches of amount × (' || speed.fast || ' + ' || speed.slow || ') / 2'
    END
    WHEN 'relevance' THEN 'sum over count, fast and slow weight of share of the mix × (own + prior × crowd) / (family + prior), and share of the crowd × crowd'
    WHEN 'rate' THEN replace(
      'sum over events of 2^(−age / SPAN) × ln 2 / SPAN', 'SPAN',
      CASE split_part(what, ':', 3) WHEN 'hour' THEN '1 h' WHEN 'day' THEN '1 d' WHEN 'month' THEN '30 d' ELSE '7 d' END
    )
    WHEN 'tie' THEN 'sum over acts of 2^(−age / 30 d)'
    WHEN 'events' THEN 'number of events'
    WHEN 'count' THEN 'number of events'
    WHEN 'window' THEN 'number of events on the ' || split_part(what, ':', 3) || ' UTC days up to today'
    WHEN 'days_since' THEN 'days since the ' || asked.read || ' event'
    WHEN 'value' THEN CASE asked.read
      WHEN 'average_order' THEN 'revenue / orders'
      ELSE 'sum over orders and refunds' || coalesce(' in ' || nullif(split_part(what, ':', 3), ''), '')
    END
    WHEN 'lifetime_value' THEN 'expected orders in 365 d (BG/NBD) × (k × mean order of all + revenue) / (k + orders); k is meanOrderStrength in buyer_populations.lifetime_model'
    WHEN 'trait' THEN 'the statement that counts'
    WHEN 'environment' THEN 'the newest statement'
    WHEN 'channel' THEN CASE asked.read WHEN 'first' THEN 'the earliest arrival' ELSE 'the latest arrival that was not direct' END
    WHEN 'placement' THEN 'clicks / impressions'
    WHEN 'web_vital' THEN 'three of four page views do not exceed it (to 5 %)'
    ELSE (
      SELECT f.formula FROM (VALUES
        ('rfm:recency', 'days since the last order'),
        ('rfm:frequency', 'number of orders'),
        ('rfm:monetary', 'revenue − refunds, at least 0'),
        ('engagement:visits', 'number of sessions begun'),
        ('engagement:page_views', 'number of pages and screens'),
        ('engagement:visible_minutes', 'sum of the time that pages were visible'),
        ('engagement:max_depth', 'deepest scroll'),
        ('engagement:mean_depth', 'mean depth of scrolls'),
        ('engagement:pages_per_visit', 'pages / visits'),
        ('engagement:minutes_per_page', 'visible time / pages'),
        ('engagement:bounce_rate', '1 − visits with a second page / visits'),
        ('engagement:click_through', 'clicks / impressions'),
        ('psychographic:price_sensitivity', 'mean of the discount share and 1 − price position, as far as they are known'),
        ('psychographic:discount_share', '(discounted views + 3 × discounted buys) / (priced views + 3 × priced buys)'),
        ('psychographic:price_position', 'mean quantile of the prices among all of their category, a buy counting as 3 views'),
        ('psychographic:variety', '−sum of p × ln p / ln n over the shares p of the n categories, at the slow speed'),
        ('psychographic:variety_change', 'variety at the fast speed − variety at the slow speed'),
        ('psychographic:views_per_order', 'product views / orders'),
        ('psychographic:deliberation', 'from the first product view to the first order'),
        ('psychographic:sentiment', 'mean feeling of what was written'),
        ('social:degree', 'others with whom anything stands'),
        ('social:out_degree', 'others towards whom the user acted'),
        ('social:in_degree', 'others who acted towards the user'),
        ('social:reciprocity', 'others acted towards who acted back / others acted towards'),
        ('social:interactions_per_day', 'sum over acts of 2^(−age / 30 d) × ln 2 / 30 d')
      ) AS f (what, formula)
      WHERE f.what = asked.measure || ':' || asked.read
    )
  END
  FROM (
    SELECT likeness.snake_case(split_part(what, ':', 1)) AS measure,
      regexp_replace(likeness.snake_case(split_part(what, ':', 2)), '_ms$|(?<=click_through)_rate$', '') AS read
  ) AS asked
  LEFT JOIN LATERAL (
    SELECT '2^(−age / ' || likeness.span_in_words(h.fast) || ')' AS fast,
      '2^(−age / ' || likeness.span_in_words(h.slow) || ')' AS slow
    FROM likeness.tag_half_lives h
    WHERE h.family IN (split_part(what, ':', 2), '') ORDER BY h.family = '' LIMIT 1
  ) AS speed ON true
$$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.explain_formula IS 'How a number is made, in words; what is written as for HTTP (docs/analysts.md): SELECT likeness.explain_formula(''psychographic:variety'');';
