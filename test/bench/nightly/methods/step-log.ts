/** Reads lines `STEP NANOSECONDS`; gives the milliseconds between the first of one step and the last of another. */
export function stepTimes(log: string): (from: string, to: string) => number | undefined {
  const times = log.split('\n').map((line) => line.split(' '));
  return (from, to) => {
    const start = times.find(([name]) => name === from)?.[1];
    const end = times.findLast(([name]) => name === to)?.[1];
    return start && end ? Number(BigInt(end) - BigInt(start)) / 1e6 : undefined;
  };
}
