import { expect, type Locator, type Page } from '@playwright/test';
import type { Shell } from './shell.ts';

/** Last night's result of every host, and what needs somebody. */
export class TonightPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly heading: Locator;
  readonly nights: Locator;
  readonly inbox: Locator;

  constructor(page: Page, shell: Shell) {
    this.page = page;
    this.shell = shell;
    this.heading = page.getByRole('heading', { level: 1, name: 'Tonight' });
    this.nights = page.getByRole('table', { name: 'Nights of all hosts' });
    this.inbox = page.getByRole('region', { name: 'Needs you' });
  }

  async open(): Promise<void> {
    await this.shell.open('Tonight');
    await this.heading.waitFor();
  }

  /** Until it shows the last night of every host of a fleet that is whole: the app asks for news every few seconds. */
  async untilWhole(): Promise<void> {
    await this.nights.waitFor();
    await expect(this.nights).not.toContainText(/no night yet|not known/, { timeout: 300_000 });
  }

  failure(title: string): Locator {
    return this.inbox.getByRole('listitem', { name: title });
  }

  /** The states of a host's last nights, oldest first, the dates before its first one left out. */
  async statesOf(host: string): Promise<string[]> {
    const row = this.nights.getByRole('row', { name: new RegExp(`^${host} `) });
    const labels = await row
      .getByRole('cell')
      .evaluateAll((cells) => cells.map((cell) => (cell.querySelector('a') ?? cell).getAttribute('aria-label')));
    return labels.flatMap((label) => label?.split(', ')[2] ?? []).filter((state) => state !== 'no night yet');
  }
}
