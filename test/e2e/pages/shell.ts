import type { Locator, Page } from '@playwright/test';

/** What is around every screen: the rail, the search, the jobs, the notices. */
export class Shell {
  readonly page: Page;
  readonly search: Locator;
  readonly results: Locator;
  readonly notices: Locator;
  readonly jobs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole('searchbox', { name: 'Find a customer, host or path' });
    this.results = page.getByRole('listbox', { name: 'Results' });
    this.notices = page.getByRole('region', { name: 'Notices' });
    this.jobs = page.getByRole('button', { name: /^Jobs, / });
  }

  async open(screen: 'Tonight' | 'Customers' | 'Hosts' | 'Holds' | 'Activity' | 'Settings'): Promise<void> {
    const rail = this.page.getByRole('navigation', { name: 'Nightkeep' });
    await rail.getByRole('link', { name: new RegExp(`^${screen}`) }).click();
  }

  /** Ctrl K, the text that one thing alone has, and Enter. */
  async find(text: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }
}
