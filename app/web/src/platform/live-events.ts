import { EventSourceParserStream } from 'eventsource-parser/stream';
import { openAuthorized } from './client';
import { ApiError, SignedOut } from './errors';
import { read, refusal } from './wire';

export type LinkState = 'connecting' | 'live' | 'lost';

export interface LiveHandlers {
  onEvent(name: string, data: unknown): void;
  /** Connected, for the first time or again: events may have been missed, so ask for a snapshot now. */
  onOpen(): void;
  onState(state: LinkState): void;
}

/** Bazaar pings every 15 s: after two missed pings the connection is dead, whatever the socket says. */
const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 5_000;

/** Server-sent events over fetch, since EventSource cannot send an Authorization header. Returns the way to stop. */
export function followEvents(path: string, handlers: LiveHandlers): { stop: () => void; retryNow: () => void } {
  const stopped = new AbortController();
  let connection = new AbortController();
  let endPause: (() => void) | undefined;

  const pause = (ms: number) => new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    endPause = () => { clearTimeout(timer); resolve(); };
  });
  const retryNow = () => endPause?.();
  const drop = () => connection.abort();
  addEventListener('online', retryNow);
  addEventListener('offline', drop);

  async function connectOnce(onOpen: () => void): Promise<void> {
    connection = new AbortController();
    const silence = watchdog(SILENCE_MS, drop);
    const signal = AbortSignal.any([connection.signal, stopped.signal]);
    try {
      const response = await openAuthorized(path, signal);
      if (!response.ok || !response.body) {
        throw refusal(await read(response));
      }
      onOpen();
      const alive = new TransformStream<Uint8Array, Uint8Array>({ transform(chunk, out) { silence.reset(); out.enqueue(chunk); } });
      const events = response.body.pipeThrough(alive)
        .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
        .pipeThrough(new EventSourceParserStream());
      const reader = events.getReader(); // Not `for await`: Safari learned to iterate streams only lately.
      for (let next = await reader.read(); !next.done && !stopped.signal.aborted; next = await reader.read()) {
        handlers.onEvent(next.value.event ?? 'message', JSON.parse(next.value.data));
      }
    } finally {
      silence.stop();
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; ; ) {
      handlers.onState(failures === 0 ? 'connecting' : 'lost');
      let notBefore = 0;
      let openedAt = Infinity;
      let broken = false;
      try {
        await connectOnce(() => {
          openedAt = Date.now();
          handlers.onState('live');
          handlers.onOpen();
        });
      } catch (error) {
        if (error instanceof SignedOut) return;
        if (error instanceof ApiError) notBefore = error.mayGoOnAt ?? 0;
        broken = true;
      }
      if (stopped.signal.aborted) return;
      // A connection that held for a while was a good one: start over with short pauses.
      const held = Date.now() - openedAt > 1_000;
      failures = (held ? 0 : failures) + (broken || !held ? 1 : 0);
      if (failures > 0) handlers.onState('lost');
      await pause(Math.max(notBefore - Date.now(), backoff(failures)));
      if (stopped.signal.aborted) return;
    }
  }

  void run();
  return {
    retryNow,
    stop() {
      stopped.abort();
      endPause?.();
      removeEventListener('online', retryNow);
      removeEventListener('offline', drop);
    },
  };
}

/** Doubling, with half of it by chance, so that everybody does not come back in the same instant. */
function backoff(failures: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  return full / 2 + Math.random() * (full / 2);
}

function watchdog(ms: number, bite: () => void): { reset: () => void; stop: () => void } {
  let timer = setTimeout(bite, ms);
  return {
    reset() { clearTimeout(timer); timer = setTimeout(bite, ms); },
    stop() { clearTimeout(timer); },
  };
}
