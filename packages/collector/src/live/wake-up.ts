/** A bell that one loop waits for; ringing before the wait counts. */
export interface WakeUp {
  readonly ring: () => void;
  readonly wait: (timeoutMs: number) => Promise<'rung' | 'timeout'>;
}

/** Creates a bell. */
export function createWakeUp(): WakeUp {
  let hasRung = false;
  let wakeWaiter: (() => void) | undefined;
  return {
    ring: () => {
      hasRung = true;
      wakeWaiter?.();
    },
    wait: (timeoutMs) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          wakeWaiter = undefined;
          resolve(hasRung ? 'rung' : 'timeout');
          hasRung = false;
        };
        const timer = setTimeout(finish, timeoutMs);
        if (hasRung) finish();
        else wakeWaiter = finish;
      }),
  };
}
