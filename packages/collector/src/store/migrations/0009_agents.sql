-- What a user agent says, worked out once for every different context.
ALTER TABLE likeness.contexts ADD COLUMN agent jsonb;
--> statement-breakpoint
COMMENT ON COLUMN likeness.contexts.agent IS 'What its user agent says: browser, browserVersion, os, osVersion, device, vendor, model; null when it has none.';
--> statement-breakpoint
CREATE OR REPLACE VIEW likeness.event_log AS
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
  coalesce(e.extra, '{}'::jsonb) AS extra,
  c.agent ->> 'browser' AS browser,
  c.agent ->> 'os' AS os,
  c.agent ->> 'device' AS device
FROM likeness.events e
LEFT JOIN likeness.identities d ON d.identity_key = e.device_key
LEFT JOIN likeness.identities u ON u.identity_key = e.user_key
LEFT JOIN likeness.texts n ON n.text_id = e.name_id
LEFT JOIN likeness.contexts page ON page.context_id = e.page_id
LEFT JOIN likeness.contexts c ON c.context_id = e.context_id;
--> statement-breakpoint
COMMENT ON COLUMN likeness.event_log.browser IS 'Browser that its user agent names; null when unknown. More (versions, vendor, model) is in contexts.agent.';
--> statement-breakpoint
COMMENT ON COLUMN likeness.event_log.os IS 'Operating system that its user agent names; null when unknown.';
--> statement-breakpoint
COMMENT ON COLUMN likeness.event_log.device IS 'Kind of device that its user agent names: desktop, mobile, tablet, tv, bot; null when unknown.';
