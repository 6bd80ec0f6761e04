import { request as undiciRequest, Agent } from 'undici';
import type { User } from '../../fixtures/index.js';

export interface LiveEvent { event: string; data: unknown }

/** One of a user's streams of live events, open until it is closed. */
export class LiveStream {
  /** 200, or why it was refused. */
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  /** What has come so far. */
  readonly events: LiveEvent[] = [];
  readonly #agent: Agent;
  #ended = false;

  private constructor(status: number, headers: LiveStream['headers'], agent: Agent) {
    this.status = status;
    this.headers = headers;
    this.#agent = agent;
  }

  /** Resolves when the answer has begun: from then on no event is missed. */
  static async open({ api }: User, path = '/api/gallery/events'): Promise<LiveStream> {
    const agent = new Agent();
    const { url, headers } = await api.prepare({ method: 'GET', path });
    const response = await undiciRequest(url, { headers, dispatcher: agent });
    const stream = new LiveStream(response.statusCode, response.headers, agent);
    let text = '';
    response.body.setEncoding('utf8');
    response.body.on('data', (chunk: string) => {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (event !== undefined) stream.events.push({ event, data: JSON.parse(data!) as unknown });
      }
    });
    response.body.on('end', () => { stream.#ended = true; });
    response.body.on('error', () => { stream.#ended = true; });
    return stream;
  }

  get open(): boolean { return this.status === 200 && !this.#ended; }

  async close(): Promise<void> { await this.#agent.destroy(); }
}
