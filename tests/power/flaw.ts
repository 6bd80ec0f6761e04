import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A flaw: the diff a tired developer would write, and who must notice. It is a patch file whose first lines say so:
 *
 *     Flaw: the version check of a rename is dropped
 *     Caught-by: D-04a
 *     Because: expected 25 × 200, 25 × 409
 *
 *     --- a/src/…
 */
export interface Flaw {
  /** File name without `.patch`. */
  name: string;
  /** Path relative to the project's root. */
  file: string;
  /** Name of the folder it is in: that of the tests which must catch it, too. */
  domain: string;
  /** What is wrong, as a clause. */
  what: string;
  /** ID of the scenario's test that must fail. */
  caughtBy: string;
  /** Regular expression that the failure's message must match: the reason. */
  because: RegExp;
}

/** All flaws in a folder, by name. @throws Error naming the file and the header line that is missing */
export function readFlaws(folder: string, root: string): Flaw[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.patch'))
    .sort()
    .map((file) => readFlaw(path.join(folder, file), root));
}

function readFlaw(file: string, root: string): Flaw {
  const text = readFileSync(file, 'utf8');
  const header = text.slice(0, text.search(/^--- /m));
  const field = (name: string) => {
    const found = new RegExp(`^${name}: (.+)$`, 'm').exec(header)?.[1]?.trim();
    if (found === undefined) throw new Error(`${path.relative(root, file)} lacks the line '${name}: …' before its diff: a flaw says what it is, which scenario must catch it, and by which reason`);
    return found;
  };
  return { name: path.basename(file, '.patch'), file: path.relative(root, file), domain: path.basename(path.dirname(file)), what: field('Flaw'), caughtBy: field('Caught-by'), because: new RegExp(field('Because')) };
}
