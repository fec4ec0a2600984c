/**
 * CPU time of this thread in microseconds: on a shared machine the clock on the wall measures the neighbours.
 * Steps of about a millisecond, so time loops of many.
 */
export function cpuMicros(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
