import type { Page } from '@playwright/test';

/** What the page's own side keeps, in the page. */
interface Kept { holding: boolean; held: string[]; pass: (block: string) => void }

declare global {
  var heldNews: Kept;
}

/**
 * The live news of one page, held back at the edge of its browser: everything else reaches the page at once, and what was news is old when it comes. Between
 * a store and a page there are many places where news can be overtaken; this makes it certain.
 */
export class HeldNews {
  readonly #page: Page;

  private constructor(page: Page) { this.#page = page; }

  /** @param page one that has not been anywhere yet */
  static async of(page: Page): Promise<HeldNews> {
    await page.addInitScript(() => {
      const kept: Kept = globalThis.heldNews = { holding: false, held: [], pass: () => undefined };
      const fetch = globalThis.fetch;
      globalThis.fetch = async (...asked) => {
        const response = await fetch(...asked);
        if (!response.body || !response.url.endsWith('/gallery/events')) return response;
        let text = '';
        const byEvent = new TransformStream<string, string>({
          start(out) { kept.pass = (block) => out.enqueue(block); },
          transform(chunk, out) {
            const blocks = (text + chunk).split('\n\n');
            text = blocks.pop()!;
            for (const block of blocks) if (kept.holding) kept.held.push(`${block}\n\n`); else out.enqueue(`${block}\n\n`);
          },
        });
        return new Response(response.body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).pipeThrough(byEvent).pipeThrough(new TextEncoderStream()), response);
      };
    });
    return new HeldNews(page);
  }

  /** From now on no news come to the page. */
  async hold(): Promise<void> { await this.#page.evaluate(() => { heldNews.holding = true; }); }

  /** Whether news that name this ID are held. */
  async has(id: string): Promise<boolean> { return await this.#page.evaluate((wanted) => heldNews.held.some((block) => block.includes(wanted)), id); }

  /** Lets through what is held, in its order, up to the first that names this ID; what came after that is held on. */
  async releaseTo(id: string): Promise<void> {
    await this.#page.evaluate((wanted) => {
      const last = heldNews.held.findIndex((block) => block.includes(wanted));
      for (const block of heldNews.held.splice(0, last + 1)) heldNews.pass(block);
    }, id);
  }

  /** Lets everything through, now and from now on. */
  async release(): Promise<void> {
    await this.#page.evaluate(() => {
      heldNews.holding = false;
      for (const block of heldNews.held.splice(0)) heldNews.pass(block);
    });
  }
}
