import { authorized } from './client';
import { Unreachable } from './errors';
import { expectOk, parse, type Answer } from './wire';

export class Stopped extends Error {
  override name = 'Stopped';
}

/** XMLHttpRequest, because fetch does not tell how much of the body has been sent. */
function send(path: string, form: FormData, token: string, onProgress: (sent: number, total: number) => void, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', `/api${path}`);
    xhr.setRequestHeader('accept', 'application/json');
    xhr.setRequestHeader('authorization', `Bearer ${token}`);
    xhr.upload.addEventListener('progress', (event) => onProgress(event.loaded, event.total));
    xhr.addEventListener('load', () => resolve({ status: xhr.status, body: parse(xhr.responseText), header: (name) => xhr.getResponseHeader(name) }));
    xhr.addEventListener('error', () => reject(new Unreachable('The upload broke off')));
    xhr.addEventListener('abort', () => reject(new Stopped('Stopped')));
    signal.addEventListener('abort', () => xhr.abort(), { once: true });
    xhr.send(form);
  });
}

export async function upload<T>(path: string, form: FormData, onProgress: (sent: number, total: number) => void, signal: AbortSignal): Promise<T> {
  return expectOk<T>(await authorized((token) => {
    // Stopped while it waited for a token: nothing has been sent, and nothing will be.
    if (signal.aborted) throw new Stopped('Stopped');
    return send(path, form, token, onProgress, signal);
  }));
}
