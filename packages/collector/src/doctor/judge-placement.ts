import type { Placement } from '../store/placement.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** Judges whether statements take the form that the tables need; says nothing where both are on one server. */
export function judgePlacement(stored: Placement, configured: Placement): readonly Check[] {
  if (stored === 'one server' && configured === 'one server') return [];
  if (stored === configured) return [ok('placement', 'distributed by Citus, as configured')];
  return [
    stored === 'sharded'
      ? fail(
          'placement',
          'distributed by Citus, which the configuration does not say',
          'Set sharded: true in likeness.config.ts, for every process: Citus refuses statements of the other form.',
        )
      : warn(
          'placement',
          'one server, and the configuration says sharded',
          'Distribute the tables as docs/scale.md says, or leave sharded out: its statements cost more.',
        ),
  ];
}
