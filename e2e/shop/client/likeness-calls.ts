import type { Likeness } from '@likeness/sdk';
import type { Instruction } from '../events/instruction.ts';

/** Longest that leaving a page is held up for its last events, which the SDK keeps on the device anyway. */
const flushPatienceMs = 700;

/** Makes the calls, once the SDK is there; without it (blocked, offline) the shop works on and tracks nothing. */
export function makeCalls(instructions: readonly Instruction[]): void {
  whenLoaded((likeness) => {
    for (const instruction of instructions) call(likeness, instruction);
  });
}

/** Waits until the SDK has sent what it has, but not for long. */
export async function flushBriefly(): Promise<void> {
  await Promise.race([
    window.likeness?.flush(),
    new Promise((resolve) => {
      setTimeout(resolve, flushPatienceMs);
    }),
  ]);
}

function whenLoaded(use: (likeness: Likeness) => void): void {
  if (window.likeness !== undefined) {
    use(window.likeness);
    return;
  }
  document.querySelector('script[data-write-key]')?.addEventListener('load', () => {
    if (window.likeness !== undefined) use(window.likeness);
  });
}

function call(likeness: Likeness, instruction: Instruction): void {
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
