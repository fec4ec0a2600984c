-- How far the workers of a log have come, moved in the transaction that applies the events.
CREATE TABLE likeness.log_offsets (
  consumer_group text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  generation bigint NOT NULL,
  next_offset bigint,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (consumer_group, topic, partition)
);
--> statement-breakpoint
COMMENT ON TABLE likeness.log_offsets IS 'How far the workers have applied each partition of the Kafka log; moved in the transaction that applies the events, so a record counts once.';
COMMENT ON COLUMN likeness.log_offsets.consumer_group IS 'Consumer group of the workers.';
COMMENT ON COLUMN likeness.log_offsets.topic IS 'Topic of the log.';
COMMENT ON COLUMN likeness.log_offsets.partition IS 'Partition of the topic, from 0.';
COMMENT ON COLUMN likeness.log_offsets.generation IS 'Raised by each worker that takes the partition over: what an earlier one still does fails.';
COMMENT ON COLUMN likeness.log_offsets.next_offset IS 'The first offset that is not applied yet; null before the first. Set it back to read again: events that are there already change nothing.';
COMMENT ON COLUMN likeness.log_offsets.updated_at IS 'When it last moved or changed hands, by the clock of the worker.';
