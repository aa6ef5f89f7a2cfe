import type { EventName, Events } from '../../../src-main/contract/index.ts';
import type { createFakeJobs } from './jobs.ts';
import type { Scenario } from './scenario.ts';

export interface World {
  scenario: Scenario;
  jobs: ReturnType<typeof createFakeJobs>;
  publish: <Name extends EventName>(event: Name, payload: Events[Name]) => void;
}
