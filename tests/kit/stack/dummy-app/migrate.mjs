import pg from 'pg';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query('CREATE TABLE things (id int PRIMARY KEY)');
// Tells one migration from another.
await client.query('CREATE TABLE migration AS SELECT gen_random_uuid() AS id');
await client.end();
