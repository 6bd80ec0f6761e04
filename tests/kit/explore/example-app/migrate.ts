import pg from 'pg';
import { schema } from './tickets.js';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query(schema);
await client.end();
