-- What models and jobs expect of a user, by name, in one place: what a profile shows and a segment's rule compares.
CREATE VIEW likeness.profile_predictions AS
SELECT l.profile_id, l.site_id, n.name, n.value, 'BG/NBD and Gamma-Gamma' AS model, b.computed_at AS version, l.currency, l.horizon, l.computed_at
FROM likeness.lifetime_values l
JOIN likeness.profiles p ON p.profile_id = l.profile_id AND p.merged_into IS NULL
LEFT JOIN likeness.buyer_populations b ON b.site_id = l.site_id AND b.currency = l.currency
CROSS JOIN LATERAL (VALUES
  ('lifetime-value', l.value), ('expected-orders', l.expected_orders), ('order-value', l.order_value), ('churn', 1 - l.alive)
) AS n (name, value)
WHERE l.currency = (
  SELECT v.key FROM jsonb_each(p.state -> 'value') AS v
  ORDER BY (v.value ->> 'orders')::double precision DESC, v.key COLLATE "C" LIMIT 1
)
UNION ALL
SELECT s.profile_id, s.site_id, n.name, n.value, n.model, s.computed_at, NULL, NULL, s.computed_at
FROM likeness.social_standings s
JOIN likeness.profiles p ON p.profile_id = s.profile_id AND p.merged_into IS NULL
CROSS JOIN LATERAL (VALUES
  ('influence', s.influence, 'PageRank'), ('community', s.community::double precision, 'Louvain')
) AS n (name, value, model);
--> statement-breakpoint
COMMENT ON VIEW likeness.profile_predictions IS 'What is expected of each user, by name; no row is no evidence. Of buyers: lifetime-value, expected-orders, order-value and churn (the probability of being no customer any more), in the currency of most orders; of people with ties: influence and community. Why: likeness.explain_lifetime_value(profile_id, currency). SELECT * FROM likeness.profile_predictions WHERE name = ''churn'' ORDER BY value DESC LIMIT 10;';
COMMENT ON COLUMN likeness.profile_predictions.profile_id IS 'The profile.';
COMMENT ON COLUMN likeness.profile_predictions.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_predictions.name IS 'lifetime-value, expected-orders, order-value, churn, influence or community.';
COMMENT ON COLUMN likeness.profile_predictions.value IS 'Currency units, orders, currency units, probability 0 to 1, times the average, number of the community.';
COMMENT ON COLUMN likeness.profile_predictions.model IS 'What made it.';
COMMENT ON COLUMN likeness.profile_predictions.version IS 'When the model was fitted last, or the graph looked at.';
COMMENT ON COLUMN likeness.profile_predictions.currency IS 'Of the money; null where there is none in it.';
COMMENT ON COLUMN likeness.profile_predictions.horizon IS 'How far ahead was looked; null for what is so now.';
COMMENT ON COLUMN likeness.profile_predictions.computed_at IS 'When this value was written.';
