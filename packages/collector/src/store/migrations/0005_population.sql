-- A profile that was erased and comes again must not begin at a version that some process still remembers of the old one.
ALTER TABLE likeness.profiles ALTER COLUMN version SET DEFAULT floor(random() * 1000000000)::integer;
--> statement-breakpoint
COMMENT ON COLUMN likeness.profiles.version IS 'Goes up with every save; begins anywhere, so that an erased profile cannot be taken for a new one.';
--> statement-breakpoint
CREATE TABLE likeness.buyer_populations (
  site_id integer NOT NULL,
  currency text NOT NULL,
  computed_at timestamptz NOT NULL,
  buyers bigint NOT NULL,
  recency_cuts double precision[] NOT NULL,
  frequency_cuts double precision[] NOT NULL,
  monetary_cuts double precision[] NOT NULL,
  lifetime_model jsonb,
  PRIMARY KEY (site_id, currency)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.buyer_populations IS 'What all buyers of a site teach about one of them, by currency, from 10 buyers on: written by the job buyer-scores, read through profile_rfm and profile_lifetime_value.';
COMMENT ON COLUMN likeness.buyer_populations.site_id IS 'The site.';
COMMENT ON COLUMN likeness.buyer_populations.currency IS 'ISO 4217 code; XXX where orders named none.';
COMMENT ON COLUMN likeness.buyer_populations.computed_at IS 'When it was computed, and the time that recency is read at.';
COMMENT ON COLUMN likeness.buyer_populations.buyers IS 'Profiles with an order in the currency.';
COMMENT ON COLUMN likeness.buyer_populations.recency_cuts IS 'Time since the last order, ms, that 20, 40, 60 and 80 % of the buyers do not exceed.';
COMMENT ON COLUMN likeness.buyer_populations.frequency_cuts IS 'The same of the number of orders.';
COMMENT ON COLUMN likeness.buyer_populations.monetary_cuts IS 'The same of revenue less refunds.';
COMMENT ON COLUMN likeness.buyer_populations.lifetime_model IS 'The fitted model of lifetime value: BG/NBD parameters (days), mean order and its strength; null while there are too few buyers.';
--> statement-breakpoint
CREATE TABLE likeness.lifetime_values (
  profile_id bigint NOT NULL,
  currency text NOT NULL,
  site_id integer NOT NULL,
  value double precision NOT NULL,
  expected_orders double precision NOT NULL,
  order_value double precision NOT NULL,
  alive double precision NOT NULL,
  horizon interval NOT NULL,
  computed_at timestamptz NOT NULL,
  PRIMARY KEY (profile_id, currency)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.lifetime_values IS 'What each buyer is expected to spend, written by the job buyer-scores; read it through profile_lifetime_value.';
COMMENT ON COLUMN likeness.lifetime_values.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.lifetime_values.currency IS 'ISO 4217 code; XXX where orders named none.';
COMMENT ON COLUMN likeness.lifetime_values.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.lifetime_values.value IS 'Currency units within the horizon: expected_orders · order_value.';
COMMENT ON COLUMN likeness.lifetime_values.expected_orders IS 'Orders expected within the horizon (BG/NBD).';
COMMENT ON COLUMN likeness.lifetime_values.order_value IS 'Expected worth of an order: the user''s own mean, pulled to everybody''s while there are few orders.';
COMMENT ON COLUMN likeness.lifetime_values.alive IS 'Probability of still being a customer, 0 to 1.';
COMMENT ON COLUMN likeness.lifetime_values.horizon IS 'How far ahead was looked.';
COMMENT ON COLUMN likeness.lifetime_values.computed_at IS 'When it last changed by more than half a percent.';
--> statement-breakpoint
CREATE TABLE likeness.price_levels (
  site_id integer NOT NULL,
  currency text NOT NULL,
  category text NOT NULL,
  profiles bigint NOT NULL,
  prices bigint NOT NULL,
  mean_log double precision NOT NULL,
  deviation_log double precision NOT NULL,
  computed_at timestamptz NOT NULL,
  PRIMARY KEY (site_id, currency, category)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.price_levels IS 'What users look at and buy at in each category, over all users; written by the job price-levels. SELECT category, exp(mean_log) AS typical_price FROM likeness.price_levels ORDER BY profiles DESC;';
COMMENT ON COLUMN likeness.price_levels.site_id IS 'The site.';
COMMENT ON COLUMN likeness.price_levels.currency IS 'ISO 4217 code; XXX where none was named.';
COMMENT ON COLUMN likeness.price_levels.category IS 'First level of the category; empty for products without one.';
COMMENT ON COLUMN likeness.price_levels.profiles IS 'Users with a price in it.';
COMMENT ON COLUMN likeness.price_levels.prices IS 'Prices seen and paid.';
COMMENT ON COLUMN likeness.price_levels.mean_log IS 'Mean of ln(price), a buy counting as three views.';
COMMENT ON COLUMN likeness.price_levels.deviation_log IS 'How far users'' own means of ln(price) spread around it: standard deviation.';
COMMENT ON COLUMN likeness.price_levels.computed_at IS 'When it was computed.';
--> statement-breakpoint
CREATE TABLE likeness.social_edges (
  from_key bigint NOT NULL,
  to_key bigint NOT NULL,
  kind text NOT NULL,
  site_id integer NOT NULL,
  told_by_from integer NOT NULL,
  told_by_to integer NOT NULL,
  weight_from double precision NOT NULL,
  weight_to double precision NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (from_key, to_key, kind)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.social_edges IS 'Who acts towards whom on the whole site, a sum over events, written in the transaction that takes them in; ids are as sent, so merges need no rewriting. Read it through social_graph.';
COMMENT ON COLUMN likeness.social_edges.from_key IS 'Key of the identity that acts.';
COMMENT ON COLUMN likeness.social_edges.to_key IS 'Key of the identity that is acted towards, as a user id; it may not be known (yet).';
COMMENT ON COLUMN likeness.social_edges.kind IS 'follow, friend, invite, share, mention or message.';
COMMENT ON COLUMN likeness.social_edges.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.social_edges.told_by_from IS 'Acts, less those taken back, as the events of the one who acts tell.';
COMMENT ON COLUMN likeness.social_edges.told_by_to IS 'The same as the events of the other one tell.';
COMMENT ON COLUMN likeness.social_edges.weight_from IS 'Acts told by the first, fading at a half-life of 30 days, as of at.';
COMMENT ON COLUMN likeness.social_edges.weight_to IS 'The same, told by the other.';
COMMENT ON COLUMN likeness.social_edges.at IS 'Time of the latest act, as of which the weights are.';
--> statement-breakpoint
CREATE INDEX social_edges_to ON likeness.social_edges (to_key);
--> statement-breakpoint
CREATE INDEX social_edges_site ON likeness.social_edges (site_id);
--> statement-breakpoint
CREATE VIEW likeness.social_graph AS
SELECT
  e.site_id,
  f.profile_id AS from_profile_id,
  t.profile_id AS to_profile_id,
  f.value AS from_id,
  t.value AS to_id,
  e.kind,
  CASE WHEN e.told_by_from::bigint * e.told_by_to < 0 THEN e.told_by_from + e.told_by_to
    ELSE greatest(e.told_by_from, e.told_by_to) END AS acts,
  likeness.decayed(greatest(e.weight_from, e.weight_to), e.at, interval '30 days') AS weight,
  e.at AS last_at
FROM likeness.social_edges e
LEFT JOIN likeness.identities f ON f.identity_key = e.from_key
LEFT JOIN likeness.identities t ON t.identity_key = e.to_key;
--> statement-breakpoint
COMMENT ON VIEW likeness.social_graph IS 'Who acts towards whom on the whole site, under the profiles that the ids lead to now: SELECT to_profile_id, count(*) FROM likeness.social_graph WHERE kind = ''follow'' AND acts > 0 GROUP BY 1 ORDER BY 2 DESC;';
COMMENT ON COLUMN likeness.social_graph.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.social_graph.from_profile_id IS 'The profile that acts; null for an id never seen.';
COMMENT ON COLUMN likeness.social_graph.to_profile_id IS 'The profile that is acted towards; null for an id never seen.';
COMMENT ON COLUMN likeness.social_graph.from_id IS 'Its id.';
COMMENT ON COLUMN likeness.social_graph.to_id IS 'Its id.';
COMMENT ON COLUMN likeness.social_graph.kind IS 'follow, friend, invite, share, mention or message.';
COMMENT ON COLUMN likeness.social_graph.acts IS 'How often, less those taken back; what both sides tell is counted once. Above 0 it stands.';
COMMENT ON COLUMN likeness.social_graph.weight IS 'Acts fading at a half-life of 30 days, as of now.';
COMMENT ON COLUMN likeness.social_graph.last_at IS 'Time of the latest act.';
--> statement-breakpoint
CREATE TABLE likeness.social_standings (
  profile_id bigint PRIMARY KEY,
  site_id integer NOT NULL,
  out_degree integer NOT NULL,
  in_degree integer NOT NULL,
  reciprocity double precision,
  influence double precision NOT NULL,
  influence_rank integer NOT NULL,
  community integer NOT NULL,
  community_size integer NOT NULL,
  computed_at timestamptz NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.social_standings IS 'Each profile''s place in the social graph of its site, written by the job social-graph; read it through profile_influence.';
COMMENT ON COLUMN likeness.social_standings.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.social_standings.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.social_standings.out_degree IS 'Others towards whom something stands.';
COMMENT ON COLUMN likeness.social_standings.in_degree IS 'Others from whom something stands.';
COMMENT ON COLUMN likeness.social_standings.reciprocity IS 'Share of those acted towards who acted back, 0 to 1; null without one.';
COMMENT ON COLUMN likeness.social_standings.influence IS 'PageRank times the number of people in the graph: 1 is average.';
COMMENT ON COLUMN likeness.social_standings.influence_rank IS '1 for the most influential of the site.';
COMMENT ON COLUMN likeness.social_standings.community IS 'Number of the community (Louvain); keeps its number from run to run while most of its people stay.';
COMMENT ON COLUMN likeness.social_standings.community_size IS 'People in it who have a profile.';
COMMENT ON COLUMN likeness.social_standings.computed_at IS 'When it was computed.';
--> statement-breakpoint
CREATE INDEX social_standings_site ON likeness.social_standings (site_id);
--> statement-breakpoint
CREATE VIEW likeness.profile_influence AS
SELECT
  s.profile_id,
  s.site_id,
  s.out_degree,
  s.in_degree,
  s.reciprocity,
  s.influence,
  s.influence_rank,
  s.community,
  s.community_size,
  s.computed_at
FROM likeness.social_standings s
JOIN likeness.profiles p ON p.profile_id = s.profile_id AND p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_influence IS 'Who is listened to, and in which circle, over the graph of the whole site: SELECT * FROM likeness.profile_influence ORDER BY influence_rank LIMIT 10;';
COMMENT ON COLUMN likeness.profile_influence.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_influence.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_influence.out_degree IS 'Others towards whom something stands.';
COMMENT ON COLUMN likeness.profile_influence.in_degree IS 'Others from whom something stands.';
COMMENT ON COLUMN likeness.profile_influence.reciprocity IS 'Share of those acted towards who acted back, 0 to 1; null without one.';
COMMENT ON COLUMN likeness.profile_influence.influence IS 'PageRank times the number of people in the graph: 1 is average.';
COMMENT ON COLUMN likeness.profile_influence.influence_rank IS '1 for the most influential of the site.';
COMMENT ON COLUMN likeness.profile_influence.community IS 'Number of the community (Louvain).';
COMMENT ON COLUMN likeness.profile_influence.community_size IS 'People in it who have a profile.';
COMMENT ON COLUMN likeness.profile_influence.computed_at IS 'When it was computed.';
--> statement-breakpoint
CREATE FUNCTION likeness.quintile(value double precision, cuts double precision[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN cardinality(cuts) = 4 THEN
  1 + (value > cuts[1])::integer + (value > cuts[2])::integer + (value > cuts[3])::integer + (value > cuts[4])::integer END;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.quintile IS 'Which fifth of a population a value is in, 1 (up to the first cut) to 5 (beyond the last); null without four cuts.';
--> statement-breakpoint
CREATE VIEW likeness.profile_rfm AS
SELECT
  p.profile_id,
  p.site_id,
  v.key AS currency,
  now() - b.last_at AS recency,
  b.orders AS frequency,
  b.money AS monetary,
  6 - likeness.quintile(greatest(0, (extract(epoch FROM c.computed_at) * 1000)::double precision - b.last_ms), c.recency_cuts) AS recency_score,
  likeness.quintile(b.orders, c.frequency_cuts) AS frequency_score,
  likeness.quintile(b.money, c.monetary_cuts) AS monetary_score,
  c.computed_at
FROM likeness.profiles p
CROSS JOIN LATERAL jsonb_each(p.state -> 'value') v
CROSS JOIN LATERAL (
  SELECT
    (v.value ->> 'orders')::double precision AS orders,
    greatest(0, (v.value ->> 'revenueMicros')::double precision - (v.value ->> 'refundedMicros')::double precision) / 1000000 AS money,
    (v.value ->> 'lastOrderAt')::double precision AS last_ms,
    to_timestamp((v.value ->> 'lastOrderAt')::double precision / 1000) AS last_at
) AS b
LEFT JOIN likeness.buyer_populations c ON c.site_id = p.site_id AND c.currency = v.key
WHERE p.merged_into IS NULL AND b.orders > 0;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_rfm IS 'How recently, how often and for how much each user bought, scored 1 to 5 against all buyers: SELECT recency_score, frequency_score, count(*) FROM likeness.profile_rfm GROUP BY 1, 2;';
COMMENT ON COLUMN likeness.profile_rfm.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_rfm.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_rfm.currency IS 'ISO 4217 code; XXX where orders named none.';
COMMENT ON COLUMN likeness.profile_rfm.recency IS 'Since the last order.';
COMMENT ON COLUMN likeness.profile_rfm.frequency IS 'Orders.';
COMMENT ON COLUMN likeness.profile_rfm.monetary IS 'Revenue less refunds, not below 0.';
COMMENT ON COLUMN likeness.profile_rfm.recency_score IS '5 for the fifth of the buyers who bought last; read as of computed_at. Null while there are fewer than 10 buyers.';
COMMENT ON COLUMN likeness.profile_rfm.frequency_score IS '5 for the fifth who bought most often.';
COMMENT ON COLUMN likeness.profile_rfm.monetary_score IS '5 for the fifth who spent most.';
COMMENT ON COLUMN likeness.profile_rfm.computed_at IS 'When the population was last looked at (job buyer-scores).';
--> statement-breakpoint
CREATE VIEW likeness.profile_lifetime_value AS
SELECT l.profile_id, l.site_id, l.currency, l.value, l.expected_orders, l.order_value, l.alive, l.horizon, l.computed_at
FROM likeness.lifetime_values l
JOIN likeness.profiles p ON p.profile_id = l.profile_id AND p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_lifetime_value IS 'What each buyer is expected to spend in the next year; no row is no evidence. SELECT * FROM likeness.profile_lifetime_value ORDER BY value DESC LIMIT 10;';
COMMENT ON COLUMN likeness.profile_lifetime_value.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_lifetime_value.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_lifetime_value.currency IS 'ISO 4217 code; XXX where orders named none.';
COMMENT ON COLUMN likeness.profile_lifetime_value.value IS 'Currency units within the horizon: expected_orders · order_value.';
COMMENT ON COLUMN likeness.profile_lifetime_value.expected_orders IS 'Orders expected within the horizon (BG/NBD; Fader, Hardie, Lee 2005).';
COMMENT ON COLUMN likeness.profile_lifetime_value.order_value IS 'Expected worth of an order.';
COMMENT ON COLUMN likeness.profile_lifetime_value.alive IS 'Probability of still being a customer, 0 to 1.';
COMMENT ON COLUMN likeness.profile_lifetime_value.horizon IS 'How far ahead was looked.';
COMMENT ON COLUMN likeness.profile_lifetime_value.computed_at IS 'When it last changed by more than half a percent.';
--> statement-breakpoint
CREATE FUNCTION likeness.normal_cdf(z double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  x double precision := least(abs(z), 38);
  t double precision := 1 / (1 + 0.2316419 * x);
  tail double precision := exp(-x * x / 2) / 2.5066282746310002
    * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
BEGIN
  RETURN CASE WHEN z < 0 THEN tail ELSE 1 - tail END;
END $$;
--> statement-breakpoint
COMMENT ON FUNCTION likeness.normal_cdf IS 'P(Z ≤ z) of the standard normal distribution, to 8e-8 (Abramowitz and Stegun 26.2.17): erf() is not in Postgres 15.';
--> statement-breakpoint
CREATE VIEW likeness.profile_prices AS
SELECT
  p.profile_id,
  p.site_id,
  split_part(c.key, ' ', 1) AS currency,
  substr(c.key, strpos(c.key, ' ') + 1) AS category,
  (c.value ->> 0)::bigint AS views,
  (c.value ->> 2)::bigint AS buys,
  own.evidence,
  exp(own.log) AS typical_price,
  exp(l.mean_log) AS usual_price,
  CASE WHEN l.deviation_log > 0 THEN likeness.normal_cdf((own.log - l.mean_log) / l.deviation_log) END AS position
FROM likeness.profiles p
CROSS JOIN LATERAL jsonb_each(p.state -> 'psychographics' -> 'prices') AS c
CROSS JOIN LATERAL (
  SELECT
    (c.value ->> 0)::double precision + 3 * (c.value ->> 2)::double precision AS evidence,
    ((c.value ->> 1)::double precision + 3 * (c.value ->> 3)::double precision) / 10000
      / nullif((c.value ->> 0)::double precision + 3 * (c.value ->> 2)::double precision, 0) AS log
) AS own
LEFT JOIN likeness.price_levels l
  ON l.site_id = p.site_id AND l.currency = split_part(c.key, ' ', 1) AND l.category = substr(c.key, strpos(c.key, ' ') + 1)
WHERE p.merged_into IS NULL AND own.evidence > 0;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_prices IS 'At what prices each user looks and buys, against everybody: SELECT category, typical_price, usual_price, position FROM likeness.profile_prices WHERE profile_id = likeness.profile_id(''anna'');';
COMMENT ON COLUMN likeness.profile_prices.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_prices.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_prices.currency IS 'ISO 4217 code; XXX where none was named.';
COMMENT ON COLUMN likeness.profile_prices.category IS 'First level of the category; a profile keeps a fair sample of three.';
COMMENT ON COLUMN likeness.profile_prices.views IS 'Products with a price that were viewed.';
COMMENT ON COLUMN likeness.profile_prices.buys IS 'Products with a price that were bought.';
COMMENT ON COLUMN likeness.profile_prices.evidence IS 'views + 3 · buys.';
COMMENT ON COLUMN likeness.profile_prices.typical_price IS 'The user''s own typical price (geometric mean).';
COMMENT ON COLUMN likeness.profile_prices.usual_price IS 'That of everybody; null while there are fewer than 10 users.';
COMMENT ON COLUMN likeness.profile_prices.position IS 'Where the user lies among all, 0 (cheapest) to 1: normal distribution of ln(price); null where it is not known.';
--> statement-breakpoint
CREATE OR REPLACE VIEW likeness.profile_psychographics AS
SELECT
  p.profile_id,
  p.site_id,
  CASE WHEN s.priced_views + s.priced_buys >= 3
    THEN (s.discounted_views + 3 * s.discounted_buys) / (s.priced_views + 3 * s.priced_buys) END AS discount_share,
  CASE WHEN i.touches >= 5 THEN i.variety END AS variety,
  CASE WHEN i.touches >= 5 THEN i.recent_variety - i.variety END AS variety_change,
  seen.views / nullif(bought.orders, 0) AS views_per_order,
  CASE WHEN bought.first_at >= seen.first_at THEN bought.first_at - seen.first_at END AS deliberation,
  s.feelings / 1000 / nullif(s.texts, 0) AS sentiment,
  paid.price_position,
  (coalesce(shown.discount_share, 0) + coalesce(1 - paid.price_position, 0))
    / nullif((shown.discount_share IS NOT NULL)::integer + (paid.price_position IS NOT NULL)::integer, 0) AS price_sensitivity
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
CROSS JOIN LATERAL (
  SELECT CASE WHEN s.priced_views + s.priced_buys >= 3
    THEN (s.discounted_views + 3 * s.discounted_buys) / (s.priced_views + 3 * s.priced_buys) END AS discount_share
) AS shown
LEFT JOIN LATERAL (
  SELECT CASE WHEN sum(x.evidence) >= 3 THEN sum(x.evidence * x.position) / sum(x.evidence) END AS price_position
  FROM likeness.profile_prices x
  WHERE x.profile_id = p.profile_id AND x.position IS NOT NULL
) AS paid ON true
WHERE p.merged_into IS NULL;
--> statement-breakpoint
COMMENT ON COLUMN likeness.profile_psychographics.price_position IS 'Where the user''s prices lie among everybody''s in the same categories, 0 (cheapest) to 1; null below 3 prices or before the job price-levels ran.';
COMMENT ON COLUMN likeness.profile_psychographics.price_sensitivity IS '0 (price does not matter) to 1: mean of what is known of discount_share and 1 − price_position.';
--> statement-breakpoint
CREATE VIEW likeness.profile_stated AS
SELECT
  p.profile_id,
  p.site_id,
  substr(t.key, 8) AS name,
  t.value -> 'value' AS value,
  CASE WHEN jsonb_typeof(t.value -> 'value') = 'number' THEN (t.value ->> 'value')::double precision END AS strength,
  to_timestamp((t.value ->> 'at')::double precision / 1000) AS stated_at,
  t.value ->> 'source' AS source
FROM likeness.profiles p
CROSS JOIN LATERAL jsonb_each(p.traits) AS t
WHERE p.merged_into IS NULL AND starts_with(t.key, 'survey.') AND t.value -> 'value' <> 'null'::jsonb;
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_stated IS 'What users said of themselves in questionnaires: SELECT name, avg(strength) FROM likeness.profile_stated WHERE name LIKE ''value.%'' GROUP BY name ORDER BY 2 DESC;';
COMMENT ON COLUMN likeness.profile_stated.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_stated.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_stated.name IS 'motive.…, value.… or another name, as the map of questions has it.';
COMMENT ON COLUMN likeness.profile_stated.value IS 'The answer with its JSON type.';
COMMENT ON COLUMN likeness.profile_stated.strength IS 'The answer as a number: 0 to 1 for motives and values; null for a text.';
COMMENT ON COLUMN likeness.profile_stated.stated_at IS 'When it was answered.';
COMMENT ON COLUMN likeness.profile_stated.source IS 'Which questionnaire.';
--> statement-breakpoint
CREATE OR REPLACE VIEW likeness.trait_history AS
SELECT
  l.profile_id,
  l.site_id,
  t.key AS name,
  t.value,
  t.value #>> '{}' AS text,
  l.occurred_at AS stated_at,
  l.event_id AS stated_by_event,
  coalesce(l.context ->> 'source', l.extra -> 'context' ->> 'source', l.context -> 'library' ->> 'name') AS source,
  coalesce(p.traits -> t.key ->> 'eventId' = l.event_id::text, false) AS is_current,
  lag(t.value #>> '{}') OVER (PARTITION BY l.profile_id, t.key ORDER BY l.occurred_at, l.event_id) AS previous,
  l.received_at
FROM likeness.event_log l
CROSS JOIN LATERAL jsonb_each(l.properties) AS t
LEFT JOIN likeness.profiles p ON p.profile_id = l.profile_id
WHERE l.type = 'identify';
--> statement-breakpoint
COMMENT ON VIEW likeness.trait_history IS 'Every statement ever made about each user, also those that newer or more trusted ones outdo: SELECT stated_at, text, source, is_current FROM likeness.trait_history WHERE profile_id = likeness.profile_id(''anna'') AND name = ''city'' ORDER BY stated_at;';
COMMENT ON COLUMN likeness.trait_history.is_current IS 'Whether it is the one that stands: the newest, unless the configuration trusts another source more.';
COMMENT ON COLUMN likeness.trait_history.previous IS 'What was said before it, by whomever; null for the first.';
COMMENT ON COLUMN likeness.trait_history.received_at IS 'When the collector received it.';
--> statement-breakpoint
CREATE TABLE likeness.erasures (
  erasure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id integer NOT NULL,
  erased_at timestamptz NOT NULL,
  asked_by text NOT NULL,
  counts jsonb NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.erasures IS 'That a person was erased, when and how much, without saying who.';
COMMENT ON COLUMN likeness.erasures.erasure_id IS 'Number of the erasure.';
COMMENT ON COLUMN likeness.erasures.site_id IS 'The site it took place on.';
COMMENT ON COLUMN likeness.erasures.erased_at IS 'When.';
COMMENT ON COLUMN likeness.erasures.asked_by IS 'http or command line.';
COMMENT ON COLUMN likeness.erasures.counts IS 'Rows that were deleted, by table.';
