import type { FastifyReply } from 'fastify';
import type { LiveEvent } from './live.js';

const PING_MS = 15_000;
/** A reader that lags this far behind is cut off; it connects again and reads everything anew. */
const MAX_UNSENT_BYTES = 1_048_576;

/** An open `text/event-stream`. */
export interface EventStream {
  send(event: LiveEvent): void;
  close(): void;
  onClose(callback: () => void): void;
}

/** Answers with an event stream that ends at `until` at the latest. */
export function openEventStream(reply: FastifyReply, until: Date): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Balancers would otherwise collect events before they pass them on.
    'x-accel-buffering': 'no',
  });
  raw.write(': open\n\n');

  const close = () => void raw.end();
  const write = (text: string) => {
    if (raw.writableEnded || raw.destroyed) return;
    raw.write(text);
    if (raw.writableLength > MAX_UNSENT_BYTES) raw.destroy();
  };
  const ping = setInterval(() => write(': ping\n\n'), PING_MS);
  const expiry = setTimeout(close, Math.min(until.getTime() - Date.now(), 2 ** 31 - 1));
  raw.on('error', () => {});
  raw.once('close', () => {
    clearInterval(ping);
    clearTimeout(expiry);
  });
  return {
    send: ({ event, data }) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    close,
    onClose: (callback) => void raw.once('close', callback),
  };
}
