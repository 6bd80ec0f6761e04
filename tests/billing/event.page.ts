import type { Locator, Page } from '@playwright/test';
import type { User } from '../../fixtures/index.js';

/** The box office of one event. */
export class EventPage {
  readonly page: Page;

  private constructor(page: Page) { this.page = page; }

  /** Opens it in a browser of the user's own; resolves when it hears of changes as they happen. */
  static async open(user: User, eventId: string): Promise<EventPage> {
    const page = await user.open(`/tickets/${eventId}`);
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    return new EventPage(page);
  }

  get available(): Locator { return this.page.getByRole('status', { name: 'Available', exact: true }); }
  get buy(): Locator { return this.page.getByRole('form', { name: 'Buy tickets' }).getByRole('button', { name: 'Buy', exact: true }); }
  get bought(): Locator { return this.page.getByRole('status').filter({ hasText: /bought: No\. \d+/ }); }
  get refusals(): Locator { return this.page.getByRole('alert'); }
  get tickets(): Locator { return this.page.getByRole('list', { name: 'Your tickets' }).getByRole('listitem'); }
}
