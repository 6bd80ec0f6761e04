import { join } from 'node:path';
import { configOrExit, migrateConfig } from './platform/config.js';
import { migrate } from './platform/migrations.js';

const { postgresUrl } = configOrExit(migrateConfig);
try {
  const applied = await migrate(postgresUrl, join(import.meta.dirname, 'migrations'));
  console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
} catch (error) {
  console.error(`Bazaar cannot migrate: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
