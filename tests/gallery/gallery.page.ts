import type { Locator, Page } from '@playwright/test';
import type { SampleImage } from '../../data/images.js';
import type { User } from '../../fixtures/index.js';

/** Waits until a page of the gallery hears of changes as they happen. */
async function live(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
}

/** The votes on an image, wherever they are shown. */
export class VoteButtons {
  readonly root: Locator;

  constructor(root: Locator) { this.root = root; }

  /** A button's name holds its count: `Vote up: 12`; whether one has done it oneself is `aria-pressed`. */
  get up(): Locator { return this.root.getByRole('button', { name: /^Vote up: / }); }
  get down(): Locator { return this.root.getByRole('button', { name: /^Vote down: / }); }
  get favourite(): Locator { return this.root.getByRole('button', { name: /^Favourite: / }); }

  /** Votes, and waits for Bazaar's answer: what the page shows before is what it hopes for. @returns the answer's status */
  async voteUp(): Promise<number> {
    const answer = this.root.page().waitForResponse('**/vote');
    await this.up.click();
    return (await answer).status();
  }
}

/** The feed. */
export class FeedPage {
  readonly page: Page;

  private constructor(page: Page) { this.page = page; }

  static async open(user: User, query = ''): Promise<FeedPage> { return await FeedPage.openIn(await user.open(), query); }

  /** In a page that is there already. */
  static async openIn(page: Page, query = ''): Promise<FeedPage> {
    await page.goto(`/gallery${query}`);
    await live(page);
    return new FeedPage(page);
  }

  get images(): Locator { return this.page.getByRole('list', { name: 'Images', exact: true }).getByRole('listitem', { name: /./ }); }
  image(title: string): Locator { return this.page.getByRole('list', { name: 'Images', exact: true }).getByRole('listitem', { name: title, exact: true }); }
  votes(title: string): VoteButtons { return new VoteButtons(this.image(title)); }
  get newImages(): Locator { return this.page.getByRole('button', { name: /^\d+ new images?$/ }); }
  get loadMore(): Locator { return this.page.getByRole('button', { name: 'Load more', exact: true }); }
  get refusals(): Locator { return this.page.getByRole('alert'); }
}

/** One image, with its comments. */
export class ImagePage {
  readonly page: Page;
  readonly votes: VoteButtons;

  constructor(page: Page) {
    this.page = page;
    this.votes = new VoteButtons(page.getByRole('main'));
  }

  static async open(user: User, id: string): Promise<ImagePage> { return await ImagePage.openIn(await user.open(), id); }

  /** In a page that is there already: one of several tabs, or one whose clock is the test's. */
  static async openIn(page: Page, id: string): Promise<ImagePage> {
    await page.goto(`/gallery/images/${id}`);
    await live(page);
    return new ImagePage(page);
  }

  heading(title: string): Locator { return this.page.getByRole('heading', { level: 1, name: title, exact: true }); }
  get comments(): Locator { return this.page.getByRole('list', { name: 'Comments', exact: true }).getByRole('listitem', { name: /^Comment / }); }
  /** Comments that Bazaar has confirmed: the others have no number yet. */
  get confirmedComments(): Locator { return this.page.getByRole('list', { name: 'Comments', exact: true }).getByRole('listitem', { name: /^Comment \d+ by / }); }
  get commentBox(): Locator { return this.page.getByRole('form', { name: 'Write a comment' }).getByRole('textbox', { name: 'Comment' }); }
  get sendComment(): Locator { return this.page.getByRole('button', { name: 'Send comment' }); }
  get deleteButton(): Locator { return this.page.getByRole('button', { name: 'Delete', exact: true }); }
  /** Says that the image was deleted elsewhere. */
  get gone(): Locator { return this.page.getByRole('alert').filter({ hasText: 'This image was deleted.' }); }

  /** Writes a comment and sends it. */
  async comment(text: string): Promise<void> {
    await this.commentBox.fill(text);
    await this.sendComment.click();
  }

  /** Deletes the image, past the question whether one means it. */
  async delete(): Promise<void> {
    await this.deleteButton.click();
    await this.page.getByRole('dialog', { name: 'Delete this image?' }).getByRole('button', { name: 'Delete image' }).click();
  }
}

/** Where one uploads images. */
export class UploadPage {
  readonly page: Page;

  private constructor(page: Page) { this.page = page; }

  static async open(user: User): Promise<UploadPage> {
    const page = await user.open('/gallery/upload');
    await live(page);
    return new UploadPage(page);
  }

  async choose(images: readonly SampleImage[]): Promise<void> {
    await this.page.getByLabel('Image files').setInputFiles(images.map(({ name, mediaType, content }) => ({ name, mimeType: mediaType, buffer: content })));
  }

  /** Of all that are sent. */
  get description(): Locator { return this.page.getByRole('form', { name: 'Upload images' }).getByRole('textbox', { name: 'Description' }); }
  get uploadButton(): Locator { return this.page.getByRole('form', { name: 'Upload images' }).getByRole('button', { name: 'Upload', exact: true }); }
  file(name: string): Locator { return this.page.getByRole('list', { name: 'Files', exact: true }).getByRole('listitem', { name, exact: true }); }
  /** `Chosen`, `Waiting`, `Uploading`, `Processing`, `Ready`, `Failed`, `Refused`, `Stopped`, `No answer`. */
  status(name: string): Locator { return this.page.getByRole('status', { name: `Status of ${name}`, exact: true }); }
  get quota(): Locator { return this.page.getByRole('status', { name: 'Quota' }); }
  get ownImages(): Locator { return this.page.getByRole('list', { name: 'Your images', exact: true }).getByRole('listitem', { name: /./ }); }
}
