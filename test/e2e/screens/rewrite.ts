import type { Page } from '@playwright/test';
import type { Bridge } from '../../../src-main/contract/index.ts';

/** Puts another text into answers of the core, of one command or all, before the app reads any. */
export const rewrite = (page: Page, command: string | undefined, find: string, put: string): Promise<unknown> =>
  page.addInitScript(
    ({ only, pattern, text }) => {
      let given: Bridge | undefined;
      Object.defineProperty(window, 'nightkeep', {
        get: () => given,
        set: (bridge: Bridge) => {
          const call: Bridge['call'] = async (name, input) => {
            const answer = await bridge.call(name, input);
            if (only !== undefined && only !== name) return answer;
            return JSON.parse(JSON.stringify(answer).replaceAll(new RegExp(pattern, 'g'), text));
          };
          given = { ...bridge, call };
        },
      });
    },
    { only: command, pattern: find, text: put },
  );
