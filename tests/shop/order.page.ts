import type { Locator, Page } from '@playwright/test';
import type { User } from '../../fixtures/index.js';
import { CARD } from './shop-desk.js';

/** The page of one order, where it is paid. */
export class OrderPage {
  readonly page: Page;

  private constructor(page: Page) { this.page = page; }

  /** In a page that is there already; resolves when it hears of changes as they happen. */
  static async openIn(page: Page, orderId: string): Promise<OrderPage> {
    await page.goto(`/shop/orders/${orderId}`);
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    return new OrderPage(page);
  }

  get card(): Locator { return this.page.getByRole('form', { name: 'Pay' }).getByRole('textbox', { name: 'Card' }); }
  get pay(): Locator { return this.page.getByRole('form', { name: 'Pay' }).getByRole('button', { name: /^Pay / }); }
  get cancel(): Locator { return this.page.getByRole('button', { name: 'Cancel order', exact: true }); }
  get status(): Locator { return this.page.getByRole('status', { name: 'Status of the order' }); }
  get payments(): Locator { return this.page.getByRole('list', { name: 'Payments', exact: true }).getByRole('listitem'); }
  get refusals(): Locator { return this.page.getByRole('alert'); }
}

/** One tab, as somebody who takes part in a race. */
export interface Tab { name: string; pages: [Page]; order: OrderPage }

/** Opens an order in several tabs of one browser, with the card written in each: one user, one session. */
export async function openTabs(user: User, orderId: string, names: readonly [string, ...string[]]): Promise<[Tab, ...Tab[]]> {
  const context = await user.newContext();
  return await Promise.all(names.map(async (name): Promise<Tab> => {
    const page = await context.newPage();
    const order = await OrderPage.openIn(page, orderId);
    await order.card.fill(CARD);
    return { name, pages: [page], order };
  })) as [Tab, ...Tab[]];
}
