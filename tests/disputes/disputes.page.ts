import type { Locator, Page } from '@playwright/test';
import type { User } from '../../fixtures/index.js';
import type { DisputeFile, DisputeJob } from './dispute-desk.js';

/** The page on which one uploads disputes and follows them. */
export class DisputesPage {
  readonly page: Page;

  constructor(page: Page) { this.page = page; }

  /** The card of an upload, by its file's name. */
  upload(fileName: string): UploadCard { return new UploadCard(this.page.getByRole('listitem', { name: fileName, exact: true })); }

  /** The cards of all uploads the page shows; they are named by their files. */
  get uploads(): Locator { return this.page.getByRole('list', { name: 'Your uploads', exact: true }).getByRole('listitem', { name: /./ }); }

  /** Chooses a file and sends it; resolves when the page shows it as uploaded. */
  async send({ name, content, kind = 'create' }: DisputeFile): Promise<UploadCard> {
    await this.choose({ name, content, kind });
    await this.uploadButton.click();
    const card = this.upload(name);
    await card.root.waitFor();
    return card;
  }

  async choose({ name, content, kind = 'create' }: DisputeFile): Promise<void> {
    await this.page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: content });
    await this.page.getByRole('radio', { name: kind === 'create' ? 'Create' : 'Update' }).check();
  }

  get uploadButton(): Locator { return this.page.getByRole('button', { name: 'Upload', exact: true }); }
}

/** One tab, as somebody who takes part in a race. */
export interface Tab {
  name: string;
  pages: [Page];
  disputes: DisputesPage;
}

/** Opens the disputes page in several tabs of one browser: one user, one session. */
export async function openTabs(user: User, names: readonly string[]): Promise<Tab[]> {
  const context = await user.newContext();
  return await Promise.all(names.map(async (name) => {
    const page = await context.newPage();
    await page.goto('/disputes');
    // Signed in, that is: a page that is loaded anew while it still refreshes its token may lose it.
    await page.getByLabel('CSV file').waitFor();
    return { name, pages: [page], disputes: new DisputesPage(page) };
  }));
}

/** One upload on the page. */
export class UploadCard {
  readonly root: Locator;

  constructor(root: Locator) { this.root = root; }

  button(name: 'Validate' | 'Submit' | 'Cancel' | 'Delete'): Locator { return this.root.getByRole('button', { name }); }

  /** Clicks Validate; resolves when the page says that the file is valid. */
  async validate(): Promise<void> {
    await this.button('Validate').click();
    await this.button('Submit').waitFor();
  }

  /** Clicks Submit; resolves when the page no longer offers it. */
  async submit(): Promise<void> {
    await this.button('Submit').click();
    await this.button('Submit').waitFor({ state: 'detached' });
  }

  /** Clicks Submit, and tells what the page was answered. */
  async submitted(): Promise<{ status: number; job: DisputeJob['id'] | undefined }> {
    const answer = this.root.page().waitForResponse('**/submit');
    await this.button('Submit').click();
    const response = await answer;
    const { job } = await response.json() as { job?: DisputeJob };
    return { status: response.status(), job: job?.id };
  }

  /** What the card says of the upload's state: `Uploaded`, `Validated`, `Queued`, `Processing`, `Completed` … */
  get status(): Locator { return this.root.getByRole('status', { name: /^Status of/ }); }

  /** The counts of its job, e.g. `100 rows`, `98 inserted`. */
  get counts(): Locator { return this.root.getByRole('list', { name: 'Counts' }).getByRole('listitem'); }
}
