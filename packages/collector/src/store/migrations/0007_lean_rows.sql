COMMENT ON COLUMN likeness.events.original_at IS 'Event time as the sender''s clock gave it, where that is not occurred_at; null also when it gave none.';
--> statement-breakpoint
COMMENT ON COLUMN likeness.events.page_id IS 'The page it happened on: a number of contexts. For a page view that entry holds the page''s metadata too, which event_log shows among its properties.';
--> statement-breakpoint
-- Rows grow while a user is new; with more room in a page they need not leave it, and no index is touched.
ALTER TABLE likeness.profiles SET (fillfactor = 45);
