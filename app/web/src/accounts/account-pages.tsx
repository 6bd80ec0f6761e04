import { Link, Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { safeReturn } from '../shell/sections';
import { CreateWorkspace } from './create-workspace';
import { JoinWorkspace } from './join-workspace';
import { SignInForm } from './sign-in-form';
import './accounts.css';

const ways = [
  { path: '/sign-in', name: 'Sign in' },
  { path: '/create-workspace', name: 'Create a workspace' },
  { path: '/join', name: 'Join with an invite code' },
];

/** What somebody sees who is not signed in. Signing in replaces these pages, and leads to where they wanted to go. */
export function AccountPages() {
  const [path] = useLocation();
  const search = useSearch();
  const keep = new URLSearchParams(search).has('next') ? `?${search}` : '';
  return (
    <div className="doorway">
      <title>{`${ways.find((way) => way.path === path)?.name ?? 'Sign in'} · Bazaar`}</title>
      <header className="welcome">
        <img src="/bazaar.svg" alt="" width="56" height="56" />
        <p className="welcome-name">Bazaar</p>
        <p>Upload dispute files, check them, and watch them being worked off, live.</p>
      </header>
      <main className="card stack">
        <Switch>
          <Route path="/sign-in"><h1>Sign in</h1><SignInForm /></Route>
          <Route path="/create-workspace"><CreateWorkspace /></Route>
          <Route path="/join"><h1>Join a workspace</h1><JoinWorkspace /></Route>
          <Route><Redirect to={`/sign-in?next=${encodeURIComponent(safeReturn(`next=${path}`))}`} replace /></Route>
        </Switch>
        <nav aria-label="Other ways in" className="ways">
          {ways.filter((way) => way.path !== path).map((way) => <Link key={way.path} href={`${way.path}${keep}`}>{way.name}</Link>)}
        </nav>
      </main>
    </div>
  );
}
