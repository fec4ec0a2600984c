import type { JsonValue } from '../event/event.ts';
import { ruleTolerance, type Scalar, type Test } from './rule.ts';

/** Whether a value passes a test; `undefined` and `null` are unknown and pass `known: false` alone. */
export function passesTest(value: JsonValue | undefined, test: Test): boolean {
  const isKnown = value !== undefined && value !== null;
  if (test.known !== undefined && test.known !== isKnown) return false;
  if (!isKnown) return test.known === false && isOnlyKnown(test);
  if (test.atLeast !== undefined && !(typeof value === 'number' && value >= lowEdge(test.atLeast)))
    return false;
  if (test.below !== undefined && !(typeof value === 'number' && value < lowEdge(test.below))) return false;
  if (test.atMost !== undefined && !(typeof value === 'number' && value <= highEdge(test.atMost)))
    return false;
  if (test.above !== undefined && !(typeof value === 'number' && value > highEdge(test.above))) return false;
  if (test.equals !== undefined && !isEqual(value, test.equals)) return false;
  if (test.oneOf !== undefined && !test.oneOf.some((scalar) => isEqual(value, scalar))) return false;
  return test.contains === undefined || contains(value, test.contains);
}

/** A bound moved down by the tolerance: `atLeast` and `below` decide here. */
export function lowEdge(bound: number): number {
  return bound - Math.abs(bound) * ruleTolerance;
}

/** A bound moved up by the tolerance: `atMost` and `above` decide here. */
export function highEdge(bound: number): number {
  return bound + Math.abs(bound) * ruleTolerance;
}

/** Every number at which the outcome of a test can turn. */
export function testEdges(test: Test): readonly number[] {
  const edges: number[] = [];
  if (test.atLeast !== undefined) edges.push(lowEdge(test.atLeast));
  if (test.below !== undefined) edges.push(lowEdge(test.below));
  if (test.atMost !== undefined) edges.push(highEdge(test.atMost));
  if (test.above !== undefined) edges.push(highEdge(test.above));
  for (const scalar of [test.equals, ...(test.oneOf ?? [])]) {
    if (typeof scalar === 'number') edges.push(lowEdge(scalar), highEdge(scalar));
  }
  return edges;
}

/** `known: false` together with a bound can never hold. */
function isOnlyKnown(test: Test): boolean {
  return Object.keys(test).length === 1;
}

function isEqual(value: JsonValue, scalar: Scalar): boolean {
  return typeof value === 'number' && typeof scalar === 'number'
    ? value >= lowEdge(scalar) && value <= highEdge(scalar)
    : value === scalar;
}

function contains(value: JsonValue, part: string): boolean {
  return typeof value === 'string' ? value.includes(part) : Array.isArray(value) && value.includes(part);
}
