interface CpuUsage {
  user: number;
  system: number;
}

// Of Node, whose other types the web app has no use for.
declare const process: { cpuUsage: (since?: CpuUsage) => CpuUsage };

/** Milliseconds of CPU that this process spends on it: other processes may have the cores meanwhile. */
export function cpuTimeOf(action: () => unknown) {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of five times: the first runs are compiled, and now and then rubbish is collected. */
export function leastCpuTimeOf(action: () => unknown) {
  return Math.min(...Array.from({ length: 5 }, () => cpuTimeOf(action)));
}
