import type { Page } from '@playwright/test';

/** The gallery in a browser. */
export class GalleryPage {
  readonly page: Page;

  private constructor(page: Page) { this.page = page; }

  /** @param page on its way to the gallery; resolves when it hears of changes live */
  static async open(page: Page): Promise<GalleryPage> {
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    return new GalleryPage(page);
  }
}
