import type { Jobs } from '../jobs/types.ts';
import type { Handlers } from './feature.ts';

export const createJobsFeature = ({ jobs }: { jobs: Jobs }): Handlers<'jobs.list' | 'jobs.get' | 'jobs.cancel'> => ({
  'jobs.list': () => ({ jobs: jobs.list() }),
  'jobs.get': ({ id }) => jobs.get(id),
  'jobs.cancel': ({ id }) => {
    jobs.cancel(id);
    return { id };
  },
});
