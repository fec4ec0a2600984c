/**
 * Where the tables that grow with events and users are: on one server, or distributed by Citus over several
 * (docs/scale.md).
 *
 * What `sharded` must not do: insert by `INSERT … SELECT`, which locks shards until the commit; update, delete or lock
 * rows of several shards by one statement; join tables whose rows lie on different shards.
 */
export type Placement = 'one server' | 'sharded';
