-- Everything lives in one schema, so that it can share a database with the product itself.
CREATE SCHEMA IF NOT EXISTS likeness;
--> statement-breakpoint
CREATE TABLE likeness.sites (
  site_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
COMMENT ON TABLE likeness.sites IS 'A product site whose users are followed; profiles are never shared between sites.';
COMMENT ON COLUMN likeness.sites.site_id IS 'Number of the site, given at creation.';
COMMENT ON COLUMN likeness.sites.name IS 'Name of the site, chosen at creation.';
COMMENT ON COLUMN likeness.sites.created_at IS 'When the site was created.';
--> statement-breakpoint
CREATE TABLE likeness.keys (
  key_hash bytea PRIMARY KEY,
  site_id integer NOT NULL REFERENCES likeness.sites,
  kind text NOT NULL CHECK (kind IN ('write', 'secret')),
  label text NOT NULL DEFAULT '',
  hint text NOT NULL,
  public_key text,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  CHECK (kind = 'write' OR public_key IS NULL)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.keys IS 'Keys of a site: a write key may only add events, a secret key may read. Made and revoked by `likeness keys`.';
COMMENT ON COLUMN likeness.keys.key_hash IS 'SHA-256 of the key; a secret key itself is stored nowhere.';
COMMENT ON COLUMN likeness.keys.site_id IS 'The site that the key opens.';
COMMENT ON COLUMN likeness.keys.kind IS 'write (public, in the page) or secret (server only).';
COMMENT ON COLUMN likeness.keys.label IS 'What the key is for, in its maker''s words.';
COMMENT ON COLUMN likeness.keys.hint IS 'The first characters of the key, to tell keys apart.';
COMMENT ON COLUMN likeness.keys.public_key IS 'A write key in full: it is public anyway, and the script tag must show it. Null for a secret key.';
COMMENT ON COLUMN likeness.keys.created_at IS 'When the key was made.';
COMMENT ON COLUMN likeness.keys.revoked_at IS 'Since when the key opens nothing; null while it is good.';
--> statement-breakpoint
CREATE TABLE likeness.texts (
  text_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest uuid NOT NULL UNIQUE,
  value text NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.texts IS 'Dictionary of the names of events: events and profiles hold the number, views show the text.';
COMMENT ON COLUMN likeness.texts.text_id IS 'The number that stands for the text.';
COMMENT ON COLUMN likeness.texts.digest IS 'MD5 of the text, by which it is found.';
COMMENT ON COLUMN likeness.texts.value IS 'The text.';
--> statement-breakpoint
CREATE TABLE likeness.contexts (
  context_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest uuid NOT NULL UNIQUE,
  value jsonb NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.contexts IS 'Dictionary of what repeats in the context of events (page, device, campaign): events hold the number.';
COMMENT ON COLUMN likeness.contexts.context_id IS 'The number that stands for the context.';
COMMENT ON COLUMN likeness.contexts.digest IS 'MD5 of the context as JSON text, by which it is found.';
COMMENT ON COLUMN likeness.contexts.value IS 'The context as sent.';
--> statement-breakpoint
CREATE TABLE likeness.tags (
  tag_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest uuid NOT NULL UNIQUE,
  family text NOT NULL,
  value text NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.tags IS 'Dictionary of tags: profiles hold the number, profile_tags shows the text.';
COMMENT ON COLUMN likeness.tags.tag_id IS 'The number that stands for the tag.';
COMMENT ON COLUMN likeness.tags.digest IS 'MD5 of family and value, by which it is found.';
COMMENT ON COLUMN likeness.tags.family IS 'What kind of thing it is: category, brand, search, topic, …';
COMMENT ON COLUMN likeness.tags.value IS 'The thing: home/kitchen/mugs, acme, …';
--> statement-breakpoint
CREATE TABLE likeness.events (
  device_key bigint NOT NULL,
  event_id uuid NOT NULL,
  user_key bigint,
  session_key bigint,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  original_at timestamptz,
  sent_at timestamptz,
  site_id integer NOT NULL,
  name_id integer,
  page_id integer,
  context_id integer,
  type smallint NOT NULL,
  properties jsonb,
  extra jsonb,
  PRIMARY KEY (device_key, event_id)
) PARTITION BY RANGE (event_id);
--> statement-breakpoint
COMMENT ON TABLE likeness.events IS 'Every accepted event once, stored lean: read it through the view event_log. Partitioned by month of event_id; rows are never changed.';
COMMENT ON COLUMN likeness.events.device_key IS '64-bit hash of site and anonymous id, or of site and user id when the event had no anonymous id; equal on every retry.';
COMMENT ON COLUMN likeness.events.event_id IS 'Time-ordered id (UUIDv7 layout): its leading 48 bits are the sender''s time in ms. The sender''s own messageId maps to it.';
COMMENT ON COLUMN likeness.events.user_key IS '64-bit hash of site and user id; null while the user was not known.';
COMMENT ON COLUMN likeness.events.session_key IS '64-bit hash of the device and the session id; null without one.';
COMMENT ON COLUMN likeness.events.occurred_at IS 'Event time, corrected for the sender''s clock; profiles fold on it.';
COMMENT ON COLUMN likeness.events.received_at IS 'When the collector received it, by its own clock.';
COMMENT ON COLUMN likeness.events.original_at IS 'Event time as the sender''s clock gave it.';
COMMENT ON COLUMN likeness.events.sent_at IS 'When the sender''s clock said that it was sending.';
COMMENT ON COLUMN likeness.events.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.events.name_id IS 'Name of a track event, of a page or screen: a number of texts.';
COMMENT ON COLUMN likeness.events.page_id IS 'The page it happened on: a number of contexts.';
COMMENT ON COLUMN likeness.events.context_id IS 'The rest of what repeats in its context: a number of contexts.';
COMMENT ON COLUMN likeness.events.type IS '0 track, 1 identify, 2 page, 3 screen, 4 group, 5 alias.';
COMMENT ON COLUMN likeness.events.properties IS 'Properties of a track, page or screen event, traits of an identify or group event; null when empty.';
COMMENT ON COLUMN likeness.events.extra IS 'What is left: group id, previous id, page category, and context that does not repeat; null when empty.';
--> statement-breakpoint
CREATE TABLE likeness.profiles (
  profile_id bigint PRIMARY KEY,
  site_id integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  events bigint NOT NULL,
  dropped integer NOT NULL DEFAULT 0,
  first_at timestamptz,
  last_at timestamptz,
  updated_at timestamptz NOT NULL,
  merged_into bigint,
  tag_ids integer[] NOT NULL,
  tag_counts integer[] NOT NULL,
  tag_fast real[] NOT NULL,
  tag_slow real[] NOT NULL,
  rates real[] NOT NULL,
  count_ids integer[] NOT NULL,
  counts bigint[] NOT NULL,
  count_first_at bigint[] NOT NULL,
  count_last_at bigint[] NOT NULL,
  traits jsonb NOT NULL,
  state jsonb NOT NULL
) WITH (fillfactor = 60);
--> statement-breakpoint
COMMENT ON TABLE likeness.profiles IS 'One row per known profile: the fold of its events, packed. Read it through profile_summary, profile_tags, profile_counts and profile_traits.';
COMMENT ON COLUMN likeness.profiles.profile_id IS 'Id of the profile: the key of the first identity it was known by.';
COMMENT ON COLUMN likeness.profiles.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profiles.version IS 'Goes up with every save.';
COMMENT ON COLUMN likeness.profiles.events IS 'Events folded.';
COMMENT ON COLUMN likeness.profiles.dropped IS 'Entries that the bounds of the profile pushed out; 0 means that nothing is missing.';
COMMENT ON COLUMN likeness.profiles.first_at IS 'Time of the earliest event.';
COMMENT ON COLUMN likeness.profiles.last_at IS 'Time of the latest event; weights and rates in this row are as of this time.';
COMMENT ON COLUMN likeness.profiles.updated_at IS 'When this row was last written.';
COMMENT ON COLUMN likeness.profiles.merged_into IS 'Set when this profile was merged into another: the row is empty then and the other one counts.';
COMMENT ON COLUMN likeness.profiles.tag_ids IS 'Tags, as numbers of tags; the three arrays beside it run in parallel.';
COMMENT ON COLUMN likeness.profiles.tag_counts IS 'How often each tag was touched.';
COMMENT ON COLUMN likeness.profiles.tag_fast IS 'Weight of each tag at the fast half-life, as of last_at.';
COMMENT ON COLUMN likeness.profiles.tag_slow IS 'Weight of each tag at the slow half-life, as of last_at.';
COMMENT ON COLUMN likeness.profiles.rates IS 'Decayed counts as of last_at: for view, search, click, cart, order, other four each, at half-lives of 1 hour, 1, 7 and 30 days.';
COMMENT ON COLUMN likeness.profiles.count_ids IS 'Names of events, as numbers of texts; the three arrays beside it run in parallel.';
COMMENT ON COLUMN likeness.profiles.counts IS 'How many events of each name.';
COMMENT ON COLUMN likeness.profiles.count_first_at IS 'Time of the first event of each name, epoch ms.';
COMMENT ON COLUMN likeness.profiles.count_last_at IS 'Time of the last event of each name, epoch ms.';
COMMENT ON COLUMN likeness.profiles.traits IS 'What was stated about the user: {name: {value, at, eventId}}, at in epoch ms.';
COMMENT ON COLUMN likeness.profiles.state IS 'The other slices: value (by currency), engagement, channel.';
--> statement-breakpoint
CREATE INDEX profiles_merged_into ON likeness.profiles (merged_into) WHERE merged_into IS NOT NULL;
--> statement-breakpoint
CREATE TABLE likeness.identities (
  identity_key bigint PRIMARY KEY,
  site_id integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('anonymous', 'user')),
  value text NOT NULL,
  profile_id bigint NOT NULL,
  owner_key bigint,
  owned_since timestamptz,
  owned_by_event uuid,
  first_seen_at timestamptz NOT NULL,
  UNIQUE (site_id, kind, value)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.identities IS 'Every id a user was ever known by, and the profile that it leads to.';
COMMENT ON COLUMN likeness.identities.identity_key IS '64-bit hash of site, kind and value; events hold it as device_key or user_key.';
COMMENT ON COLUMN likeness.identities.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.identities.kind IS 'anonymous (one browser or installation) or user (the product''s own id).';
COMMENT ON COLUMN likeness.identities.value IS 'The id as sent.';
COMMENT ON COLUMN likeness.identities.profile_id IS 'The profile that it leads to now.';
COMMENT ON COLUMN likeness.identities.owner_key IS 'For an anonymous id: the user who first logged in there and to whom its anonymous history belongs.';
COMMENT ON COLUMN likeness.identities.owned_since IS 'Event time of that log-in.';
COMMENT ON COLUMN likeness.identities.owned_by_event IS 'The event that linked them.';
COMMENT ON COLUMN likeness.identities.first_seen_at IS 'Event time at which the id was first seen.';
--> statement-breakpoint
CREATE INDEX identities_profile ON likeness.identities (profile_id);
--> statement-breakpoint
CREATE TABLE likeness.device_users (
  user_key bigint NOT NULL,
  device_key bigint NOT NULL,
  site_id integer NOT NULL,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (user_key, device_key)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.device_users IS 'Which users were seen on which devices: it leads from a user to the events sent under any device.';
COMMENT ON COLUMN likeness.device_users.user_key IS 'Key of the user identity.';
COMMENT ON COLUMN likeness.device_users.device_key IS 'Key under which the events are stored; the user key itself for events without an anonymous id.';
COMMENT ON COLUMN likeness.device_users.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.device_users.first_seen_at IS 'Event time at which they were first seen together.';
--> statement-breakpoint
CREATE TABLE likeness.aliases (
  identity_key bigint NOT NULL,
  event_id uuid NOT NULL,
  site_id integer NOT NULL,
  user_key bigint NOT NULL,
  claimed_at timestamptz NOT NULL,
  PRIMARY KEY (identity_key, event_id)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.aliases IS 'What alias events said; kept because the id that one names may be seen for the first time later.';
COMMENT ON COLUMN likeness.aliases.identity_key IS 'Key of the previous id, once as an anonymous id and once as a user id.';
COMMENT ON COLUMN likeness.aliases.event_id IS 'The alias event.';
COMMENT ON COLUMN likeness.aliases.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.aliases.user_key IS 'Key of the user who it is said to be.';
COMMENT ON COLUMN likeness.aliases.claimed_at IS 'Event time of the alias event.';
--> statement-breakpoint
CREATE TABLE likeness.profile_merges (
  merge_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id integer NOT NULL,
  from_profile_id bigint NOT NULL,
  into_profile_id bigint NOT NULL,
  identity_key bigint NOT NULL,
  event_id uuid,
  reason text NOT NULL,
  merged_at timestamptz NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.profile_merges IS 'Every merge of two profiles: which, by which event and when.';
COMMENT ON COLUMN likeness.profile_merges.merge_id IS 'Number of the merge.';
COMMENT ON COLUMN likeness.profile_merges.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.profile_merges.from_profile_id IS 'The profile that was merged away.';
COMMENT ON COLUMN likeness.profile_merges.into_profile_id IS 'The profile that took it in.';
COMMENT ON COLUMN likeness.profile_merges.identity_key IS 'The identity that was re-pointed.';
COMMENT ON COLUMN likeness.profile_merges.event_id IS 'The event that linked them.';
COMMENT ON COLUMN likeness.profile_merges.reason IS 'login (a device''s first log-in), alias, or earlier login (one that arrived late took the device to its user).';
COMMENT ON COLUMN likeness.profile_merges.merged_at IS 'When it was done.';
--> statement-breakpoint
CREATE INDEX profile_merges_into ON likeness.profile_merges (into_profile_id);
--> statement-breakpoint
CREATE TABLE likeness.session_rows (
  session_key bigint PRIMARY KEY,
  site_id integer NOT NULL,
  device_key bigint NOT NULL,
  user_key bigint,
  session_id text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  events integer NOT NULL,
  page_views integer NOT NULL,
  searches integer NOT NULL,
  orders integer NOT NULL,
  visible_ms bigint NOT NULL,
  landing jsonb
) WITH (fillfactor = 60);
--> statement-breakpoint
COMMENT ON TABLE likeness.session_rows IS 'Sessions as their sender marked them, each a sum over its events; read it through the view sessions.';
COMMENT ON COLUMN likeness.session_rows.session_key IS '64-bit hash of the device and the session id.';
COMMENT ON COLUMN likeness.session_rows.site_id IS 'The site it belongs to.';
COMMENT ON COLUMN likeness.session_rows.device_key IS 'The device it took place on.';
COMMENT ON COLUMN likeness.session_rows.user_key IS 'The user, when one was logged in during any of its events.';
COMMENT ON COLUMN likeness.session_rows.session_id IS 'The session id as sent.';
COMMENT ON COLUMN likeness.session_rows.first_at IS 'Time of its earliest event.';
COMMENT ON COLUMN likeness.session_rows.last_at IS 'Time of its latest event.';
COMMENT ON COLUMN likeness.session_rows.events IS 'Its events.';
COMMENT ON COLUMN likeness.session_rows.page_views IS 'Its page and screen views.';
COMMENT ON COLUMN likeness.session_rows.searches IS 'Its searches.';
COMMENT ON COLUMN likeness.session_rows.orders IS 'Its orders.';
COMMENT ON COLUMN likeness.session_rows.visible_ms IS 'Time that its pages were visible, ms.';
COMMENT ON COLUMN likeness.session_rows.landing IS 'Where it began: {at, path, referrer, source, medium, campaign} of its earliest page view.';
--> statement-breakpoint
CREATE INDEX session_rows_device ON likeness.session_rows (device_key);
--> statement-breakpoint
CREATE TABLE likeness.quarantine (
  digest uuid NOT NULL,
  site_id integer NOT NULL,
  quarantine_id bigint GENERATED ALWAYS AS IDENTITY,
  received_at timestamptz NOT NULL,
  source text NOT NULL,
  line bigint,
  reason text NOT NULL,
  issues jsonb NOT NULL,
  raw text NOT NULL,
  replayed_at timestamptz,
  PRIMARY KEY (site_id, digest)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.quarantine IS 'Events that could not be accepted, with the reason; good events of the same batch were kept. Nothing is dropped silently.';
COMMENT ON COLUMN likeness.quarantine.digest IS 'MD5 of source, line and raw text, so that a retry does not add it again.';
COMMENT ON COLUMN likeness.quarantine.site_id IS 'The site it was sent to.';
COMMENT ON COLUMN likeness.quarantine.quarantine_id IS 'Number by which the command line shows and replays it.';
COMMENT ON COLUMN likeness.quarantine.received_at IS 'When it arrived.';
COMMENT ON COLUMN likeness.quarantine.source IS 'http, or import: and the name of the file.';
COMMENT ON COLUMN likeness.quarantine.line IS 'Line of the file, from 1; null for http.';
COMMENT ON COLUMN likeness.quarantine.reason IS 'What is wrong, in words.';
COMMENT ON COLUMN likeness.quarantine.issues IS 'What is wrong, as data: a list of {code, path, expected, received}.';
COMMENT ON COLUMN likeness.quarantine.raw IS 'What was sent, as text (NUL replaced), at most 64 kB of it.';
COMMENT ON COLUMN likeness.quarantine.replayed_at IS 'When it was sent through again with success; null while it waits.';
--> statement-breakpoint
CREATE INDEX quarantine_received ON likeness.quarantine (site_id, received_at);
--> statement-breakpoint
CREATE TABLE likeness.imports (
  import_id uuid PRIMARY KEY,
  site_id integer NOT NULL,
  file text NOT NULL,
  bytes bigint NOT NULL,
  position jsonb NOT NULL,
  rows_read bigint NOT NULL,
  rows_imported bigint NOT NULL,
  rows_duplicate bigint NOT NULL,
  rows_quarantined bigint NOT NULL,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  finished_at timestamptz
);
--> statement-breakpoint
COMMENT ON TABLE likeness.imports IS 'Imports of files: how far each came, written in the transaction that imported the rows, so that one can be resumed.';
COMMENT ON COLUMN likeness.imports.import_id IS 'MD5 of site, file content and mapping: the same import has the same id.';
COMMENT ON COLUMN likeness.imports.site_id IS 'The site imported into.';
COMMENT ON COLUMN likeness.imports.file IS 'Name of the file.';
COMMENT ON COLUMN likeness.imports.bytes IS 'Size of the file.';
COMMENT ON COLUMN likeness.imports.position IS 'Where to go on reading.';
COMMENT ON COLUMN likeness.imports.rows_read IS 'Rows read so far: imported + duplicate + quarantined.';
COMMENT ON COLUMN likeness.imports.rows_imported IS 'Rows whose event was new.';
COMMENT ON COLUMN likeness.imports.rows_duplicate IS 'Rows whose event was there already.';
COMMENT ON COLUMN likeness.imports.rows_quarantined IS 'Rows that went to quarantine.';
COMMENT ON COLUMN likeness.imports.started_at IS 'When it was first started.';
COMMENT ON COLUMN likeness.imports.updated_at IS 'When it last moved on.';
COMMENT ON COLUMN likeness.imports.finished_at IS 'When it reached the end; null before.';
