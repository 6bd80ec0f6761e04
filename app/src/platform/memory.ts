// One package of each bundle: V8 takes a code cache only under the flags that it was made with, so the bundles are loaded before the flags change.
import 'fastify';
import 'pg';
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the process small. Imported before everything else of Bazaar's own.
 *
 * Requests are short and what they allocate dies young, but V8 answers a burst of allocation (a large file being checked) by growing the
 * young generation and by putting collections off, and gives nothing back for minutes. These two flags keep the young generation at its
 * initial size and make the collector prefer collecting to growing. Both are read by V8 whenever it would grow, so they work from here.
 */
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--optimize-for-size');
