import type { Locator, Page } from '@playwright/test';
import type { Shell } from './shell.ts';

/** One host: Back up now, its directories, its backup.config. */
export class HostPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly heading: Locator;
  readonly backUpNow: Locator;
  readonly steps: Locator;
  /** What came of a run, a row an entry. */
  readonly copied: Locator;
  readonly directories: Locator;
  readonly config: Locator;
  readonly save: Locator;
  /** What the host may do on its server. */
  readonly gate: Locator;
  readonly dialog: Locator;

  constructor(page: Page, shell: Shell) {
    this.page = page;
    this.shell = shell;
    this.heading = page.getByRole('heading', { level: 1 });
    this.backUpNow = page.getByRole('main').getByRole('button', { name: 'Back up now' });
    this.steps = page.getByRole('list', { name: 'Steps of the run' });
    this.copied = page.getByRole('table', { name: 'What was copied' });
    this.directories = page.getByRole('table', { name: 'Directories' });
    this.config = page.getByRole('textbox', { name: /^backup\.config, / });
    this.save = page.getByRole('button', { name: /^Save \d+ change/ });
    this.gate = page.getByRole('region', { name: 'What this host may do on its server' });
    this.dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  }

  /** Waits for the end of a run and unfolds what it copied. */
  async showCopied(): Promise<void> {
    await this.page.getByText('What was copied', { exact: true }).click();
    await this.copied.waitFor();
  }

  async open(host: string): Promise<void> {
    await this.shell.open('Hosts');
    await this.page.getByRole('table', { name: 'Hosts' }).getByRole('link', { name: host, exact: true }).click();
  }

  /** The row of the entry whose path ends so. */
  directory(ending: string): Locator {
    const header = this.page.getByRole('rowheader', { name: new RegExp(`${ending.replaceAll('.', '\\.')}$`) });
    return this.directories.getByRole('row').filter({ has: header });
  }
}
