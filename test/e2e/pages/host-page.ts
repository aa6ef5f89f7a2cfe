import type { Locator, Page } from '@playwright/test';
import type { Shell } from './shell.ts';

/** One host: Back up now, its directories, its backup.config. */
export class HostPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly heading: Locator;
  readonly backUpNow: Locator;

  constructor(page: Page, shell: Shell) {
    this.page = page;
    this.shell = shell;
    this.heading = page.getByRole('heading', { level: 1 });
    this.backUpNow = page.getByRole('button', { name: 'Back up now' });
  }

  async open(host: string): Promise<void> {
    await this.shell.open('Hosts');
    await this.page.getByRole('main').getByRole('link', { name: host, exact: true }).first().click();
  }
}
