import type { Redis } from 'ioredis';
import type { ImageCache } from '../gallery/cache.js';
import type { AccessTokens } from './auth.js';
import type { ApiConfig, WorkerConfig } from './config.js';
import type { FileStore } from './files.js';
import type { LiveHub, LivePublisher } from './live.js';
import type { Locks } from './locks.js';
import type { Log } from './log.js';
import type { Pool } from './postgres.js';

/** What the modules of the API stand on. */
export interface Platform {
  config: ApiConfig;
  log: Log;
  postgres: Pool;
  redis: Redis;
  files: FileStore;
  tokens: AccessTokens;
  live: LivePublisher;
  imageCache: ImageCache;
  hub: LiveHub;
  locks: Locks;
}

/** What the modules of the worker stand on. */
export interface WorkerPlatform {
  instance: string;
  config: WorkerConfig;
  log: Log;
  postgres: Pool;
  files: FileStore;
  live: LivePublisher;
  imageCache: ImageCache;
}
