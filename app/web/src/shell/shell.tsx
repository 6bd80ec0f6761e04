import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Link, Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { ApiError, SignedOut } from '../platform/errors';
import type { User } from '../platform/session';
import { signOut } from '../platform/tokens';
import { Button } from '../ui/button';
import { useAction } from '../ui/use-action';
import { isIn, safeReturn, sections } from './sections';

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Offline is told, not waited out in silence; live-events asks again as soon as the connection is back.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && !(error instanceof SignedOut) && !(error instanceof ApiError && error.status < 500),
      },
    },
  });
}

const routeOf = (paths: readonly string[], deep = false): RegExp => new RegExp(`^(?:${paths.join('|')})${deep ? '(?:/.*)?' : '/?'}$`, 'i');

export function Shell({ user }: { user: User }) {
  // One cache a person: it goes with them.
  const [queries] = useState(newQueryClient);
  const [path] = useLocation();
  const search = useSearch();
  const { run, pending } = useAction();
  return (
    <QueryClientProvider client={queries}>
      <a className="skip" href="#content">Skip to the content</a>
      <header className="bar">
        <div className="bar-inner">
          <span className="brand"><img src="/bazaar.svg" alt="" width="28" height="28" />Bazaar</span>
          <nav aria-label="Main">
            {sections.map((section) => (
              <Link key={section.name} href={section.paths[0]} aria-current={isIn(section, path) ? 'page' : undefined}>{section.name}</Link>
            ))}
          </nav>
          <span className="who typed" title={user.email}>{user.name}</span>
          <Button look="quiet" compact pending={pending !== undefined} onClick={() => run('sign out', signOut)}>Sign out</Button>
        </div>
      </header>
      <main id="content" className="page" tabIndex={-1}>
        <Suspense fallback={<p role="status">Opening…</p>}>
          <Switch>
            {/* One route a section, whichever of its paths one is at: going from one to the other leaves what it knows as it is. */}
            {sections.map(({ name, paths, deep, Page }) => <Route key={name} path={routeOf(paths, deep)}><Page /></Route>)}
            <Route><Redirect to={safeReturn(search)} replace /></Route>
          </Switch>
        </Suspense>
      </main>
    </QueryClientProvider>
  );
}
