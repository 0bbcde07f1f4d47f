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
