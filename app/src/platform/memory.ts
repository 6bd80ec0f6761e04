import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the process small. Imported before everything else.
 *
 * Requests are short and what they allocate dies young, but V8 answers a burst of allocation (a large file being checked) by growing the
 * young generation and by putting collections off, and gives nothing back for minutes. These two flags keep the young generation at its
 * initial size and make the collector prefer collecting to growing. Both are read by V8 whenever it would grow, so they work from here.
 */
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--optimize-for-size');
