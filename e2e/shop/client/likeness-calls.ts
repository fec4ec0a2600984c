import type { Likeness } from '@likeness/sdk';
import type { Instruction } from '../events/instruction.ts';

/** Longest that leaving a page is held up for its last events, which the SDK keeps on the device anyway. */
const flushPatienceMs = 700;

/**
 * Makes the calls on `window.likeness`. Before the SDK has loaded they wait there in a queue that it takes over; if it
 * never loads (blocked, offline) the shop works on and nothing is tracked.
 */
export function makeCalls(instructions: readonly Instruction[]): void {
  for (const instruction of instructions) {
    const { track, identify, reset } = window.likeness ?? {};
    if (track !== undefined && identify !== undefined && reset !== undefined) {
      call({ track, identify, reset }, instruction);
    } else {
      const [method, ...parameters] = instruction;
      window.likeness = { q: [...(window.likeness?.q ?? []), [method, parameters]] };
    }
  }
}

/** Waits until the SDK has sent what it has, but not for long. */
export async function flushBriefly(): Promise<void> {
  await Promise.race([
    window.likeness?.flush?.(),
    new Promise((resolve) => {
      setTimeout(resolve, flushPatienceMs);
    }),
  ]);
}

function call(likeness: Pick<Likeness, 'track' | 'identify' | 'reset'>, instruction: Instruction): void {
  switch (instruction[0]) {
    case 'track':
      likeness.track(instruction[1], instruction[2]);
      return;
    case 'identify':
      likeness.identify(instruction[1], instruction[2]);
      return;
    case 'reset':
      likeness.reset(instruction[1]);
  }
}
