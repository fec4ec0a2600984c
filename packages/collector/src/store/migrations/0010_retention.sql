CREATE TABLE likeness.dropped_events (
  partition text PRIMARY KEY,
  before timestamptz NOT NULL,
  dropped_at timestamptz NOT NULL
);
--> statement-breakpoint
COMMENT ON TABLE likeness.dropped_events IS 'Months of events that were dropped when their retention was over, by the job event-partitions. Profiles keep what they learned of them.';
--> statement-breakpoint
COMMENT ON COLUMN likeness.dropped_events.partition IS 'Name of the partition that was dropped.';
--> statement-breakpoint
COMMENT ON COLUMN likeness.dropped_events.before IS 'The end of its month: it held events that happened before.';
--> statement-breakpoint
COMMENT ON COLUMN likeness.dropped_events.dropped_at IS 'When it was dropped.';
