import type { Locator, Page } from '@playwright/test';
import type { Shell } from './shell.ts';

/** Last night's result of every host, and what needs somebody. */
export class TonightPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly heading: Locator;

  constructor(page: Page, shell: Shell) {
    this.page = page;
    this.shell = shell;
    this.heading = page.getByRole('heading', { level: 1, name: 'Tonight' });
  }

  async open(): Promise<void> {
    await this.shell.open('Tonight');
  }
}
