import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { LinkNotice } from '../ui/link-notice';
import { AdminPage } from './admin-page';
import { CollectionPage } from './collection-page';
import { CollectionsPage } from './collections-page';
import { FeedPage } from './feed-page';
import { ImagePage } from './image-page';
import { NoticeList } from './notice-list';
import { UploadPage } from './upload-page';
import { useArrival } from './use-arrival';
import { GalleryContext, useLiveGallery, useMaintenance, useRights } from './use-gallery';
import './gallery.css';

export default function GalleryPage() {
  const opened = useLiveGallery();
  useArrival();
  return (
    <GalleryContext value={opened}>
      <div className="told">
        <div className="gallery-bar">
          <Pages />
          <LinkNotice link={opened.link} onRetry={opened.retryLink} />
        </div>
        <MaintenanceBanner />
        <NoticeList />
      </div>
      <Switch>
        <Route path="/gallery"><FeedPage /></Route>
        {/* The keys: another image or collection is another page, with nothing of the one before. */}
        <Route path="/gallery/images/:id">{({ id }) => <ImagePage key={id} id={id} />}</Route>
        <Route path="/gallery/upload"><UploadPage /></Route>
        <Route path="/gallery/collections"><CollectionsPage /></Route>
        <Route path="/gallery/collections/:id">{({ id }) => <CollectionPage key={id} id={id} />}</Route>
        <Route path="/gallery/admin"><AdminPage /></Route>
        <Route><Redirect to="/gallery" replace /></Route>
      </Switch>
    </GalleryContext>
  );
}

function Pages() {
  const [path] = useLocation();
  const { admin } = useRights();
  const pages = [
    { to: '/gallery', name: 'Feed' },
    { to: '/gallery/upload', name: 'Upload' },
    { to: '/gallery/collections', name: 'Collections' },
    ...(admin ? [{ to: '/gallery/admin', name: 'Administration' }] : []),
  ];
  return (
    <nav aria-label="Gallery pages" className="gallery-pages">
      {pages.map(({ to, name }) => <Link key={to} href={to} aria-current={path === to ? 'page' : undefined}>{name}</Link>)}
    </nav>
  );
}

function MaintenanceBanner() {
  const { maintenance, message } = useMaintenance();
  if (!maintenance) return null;
  return (
    <div id="maintenance" role="status" aria-label="Maintenance" className="maintenance">
      <strong>Maintenance.</strong> {message && <><span className="typed">{message}</span> </>}You can look at everything, but nothing can be changed until it is over.
    </div>
  );
}
