import type { Job } from '../../contract/index.ts';

/** Tells a job's progress, a line of JSON whenever something about a step is new. */
export function progressLines(print: (line: string) => void): (job: Job) => void {
  const told = new Map<string, string>();
  return (job) => {
    for (const step of job.steps) {
      if (step.state === 'waiting') continue;
      const line = JSON.stringify({ progress: { job: job.id, step: step.name, ...step, name: undefined } });
      const key = `${job.id}/${step.name}`;
      if (told.get(key) === line) continue;
      told.set(key, line);
      print(line);
    }
  };
}
