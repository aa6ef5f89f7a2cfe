import type { CommandOutput } from '../contract/index.ts';
import type { Handlers } from './feature.ts';

export interface AppFacts {
  version: string;
  shell: string;
  home: string;
  by: string;
  now: () => Date;
  /** What went wrong with the data folder, in sentences. */
  troubles: () => string[];
}

export const createAppFeature = ({ version, shell, home, by, now, troubles }: AppFacts): Handlers<'app.info'> => ({
  'app.info': (): CommandOutput<'app.info'> => ({
    version,
    shell,
    home,
    user: by,
    now: now().toISOString(),
    troubles: troubles(),
  }),
});
