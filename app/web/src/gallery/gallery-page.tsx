import { Redirect, Route, Switch } from 'wouter';
import { DomainBar } from '../ui/domain-bar';
import { AdminPage } from './admin-page';
import { CollectionPage } from './collection-page';
import { CollectionsPage } from './collections-page';
import { FeedPage } from './feed-page';
import { ImagePage } from './image-page';
import { NoticeList } from '../ui/notice-list';
import { UploadPage } from './upload-page';
import { useArrival } from '../ui/use-arrival';
import { GalleryContext, useLiveGallery, useMaintenance, useRights, type Opened } from './use-gallery';
import './gallery.css';

export default function GalleryPage() {
  const opened = useLiveGallery();
  useArrival();
  return (
    <GalleryContext value={opened}>
      <Bar opened={opened} />
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

function Bar({ opened: { gallery, link, retryLink } }: { opened: Opened }) {
  const { admin } = useRights();
  const pages = [
    { to: '/gallery', name: 'Feed' },
    { to: '/gallery/upload', name: 'Upload' },
    { to: '/gallery/collections', name: 'Collections' },
    ...(admin ? [{ to: '/gallery/admin', name: 'Administration' }] : []),
  ];
  return (
    <DomainBar name="Gallery pages" pages={pages} link={link} onRetry={retryLink}>
      <MaintenanceBanner />
      <NoticeList notices={gallery.notices} />
    </DomainBar>
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
