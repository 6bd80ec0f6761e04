/** What the keyboard can be put on, also where only a program puts it. */
const TAKES_FOCUS = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * The ref of something that may go while the keyboard is on it or in it: a notice that is dismissed, an entry that is removed, a button that has done its last work. The
 * keyboard then goes on beside it: with what comes next, else with what came before, else at the heading. Else it would be at the head of the whole page again.
 *
 * @example <li ref={handOver}>…<Button onClick={remove}>Remove</Button></li>
 */
export function handOver(leaving: HTMLElement | null): (() => void) | undefined {
  if (!leaving) return;
  // React calls this while it is still in its place.
  return () => {
    if (!leaving.contains(document.activeElement)) return;
    const heirs = [...heirsOf(leaving)];
    // And goes on to this when everything that leaves has left.
    queueMicrotask(() => {
      for (const heir of [...heirs, document.querySelector<HTMLElement>('#content h1')]) {
        if (document.activeElement !== document.body) return;
        heir?.focus();
      }
    });
  };
}

function* heirsOf(leaving: Element): Generator<HTMLElement | null | undefined> {
  yield* besides(leaving);
  // The last of a list.
  if (leaving.parentElement?.matches('ul')) yield* besides(leaving.parentElement);
  yield leaving.closest('section')?.querySelector<HTMLElement>('h2');
}

function* besides(leaving: Element): Generator<HTMLElement | null> {
  for (let next = leaving.nextElementSibling; next; next = next.nextElementSibling) yield entryOf(next);
  // Of a list that came before: its end, where one was.
  for (let previous = leaving.previousElementSibling; previous; previous = previous.previousElementSibling) yield entryOf(previous.matches('ul') ? previous.lastElementChild : previous);
}

const entryOf = (place: Element | null): HTMLElement | null => (place instanceof HTMLElement && place.matches(TAKES_FOCUS) ? place : (place?.querySelector<HTMLElement>(TAKES_FOCUS) ?? null));
