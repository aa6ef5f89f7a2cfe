import type { Locator, Page } from '@playwright/test';
import type { Shell } from './shell.ts';

/** One customer: the nights, the files in them, and the restore. */
export class CustomerPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly heading: Locator;
  readonly calendar: Locator;
  readonly files: Locator;
  readonly restore: Locator;
  readonly steps: Locator;
  readonly reply: Locator;
  readonly copyReply: Locator;

  constructor(page: Page, shell: Shell) {
    this.page = page;
    this.shell = shell;
    this.heading = page.getByRole('heading', { level: 1 });
    this.calendar = page.getByRole('grid', { name: /^Nights on / });
    this.files = page.getByRole('grid', { name: /^Files in / });
    this.restore = page.getByRole('button', { name: 'Restore', exact: true });
    this.steps = page.getByRole('list', { name: 'Steps of the restore' });
    this.reply = page.getByRole('textbox', { name: 'Reply to the customer' });
    this.copyReply = page.getByRole('button', { name: 'Copy reply' });
  }

  night(date: string): Locator {
    return this.calendar.locator(`[data-date="${date}"]`);
  }

  /** With the mouse, from one night to another, as a hand does it. */
  async dragOver(from: string, to: string): Promise<void> {
    await this.night(from).hover();
    await this.page.mouse.down();
    await this.night(to).hover();
    await this.page.mouse.up();
  }

  /** Goes down folder by folder. */
  async openFolder(...names: string[]): Promise<void> {
    for (const name of names) await this.files.getByRole('button', { name: `Open ${name}`, exact: true }).click();
  }

  row(name: string): Locator {
    return this.files
      .getByRole('row')
      .filter({ has: this.page.getByRole('checkbox', { name: `Tick ${name}`, exact: true }) });
  }

  async tick(...names: string[]): Promise<void> {
    for (const name of names) await this.files.getByRole('checkbox', { name: `Tick ${name}`, exact: true }).check();
  }

  /** The letters of a row's versions, oldest night first. */
  async versions(name: string): Promise<string[]> {
    const cells = await this.row(name).getByRole('gridcell').allTextContents();
    return cells.slice(1, -1);
  }
}
