import { ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { bytes, number } from '../ui/format';
import { handOver } from '../ui/hand-over';
import { OwnImage } from './own-image';
import { PageHead } from '../ui/page-head';
import { requests } from './requests';
import { UploadForm } from './upload-form';
import { useGallery, useMe } from './use-gallery';
import { useImageList } from './use-image-list';

export function UploadPage() {
  return (
    <>
      <PageHead title="Upload images"><Quota /></PageHead>
      <div className="upload-page">
        <UploadForm />
        <OwnImages />
      </div>
    </>
  );
}

function Quota() {
  const { data } = useMe();
  const quota = data?.quota;
  return (
    <p role="status" aria-label="Quota" className="small soft quota">
      {quota && `${number(quota.images.used)} of ${number(quota.images.limit)} images, ${bytes(quota.bytes.used)} of ${bytes(quota.bytes.limit)}`}
    </p>
  );
}

function OwnImages() {
  const { me } = useGallery();
  const { list, state: { ids, more, loading, error } } = useImageList('own', () => ({ source: requests.own, belongs: (image) => image.uploadedBy === me, insert: true }));
  return (
    <section className="stack" aria-labelledby="own-title">
      <h2 id="own-title" tabIndex={-1}>Your images</h2>
      {error !== undefined && <div className="stack" ref={handOver}><ErrorAlert error={error} /><div><Button onClick={() => void list.refresh()}>Try again</Button></div></div>}
      {ids === undefined && error === undefined && <p role="status" className="soft">Looking for your images…</p>}
      {ids?.length === 0 && <p className="empty">Nothing uploaded yet.</p>}
      {ids && ids.length > 0 && <ul role="list" className="own" aria-label="Your images">{ids.map((id) => <OwnImage key={id} id={id} />)}</ul>}
      {more && <div ref={handOver}><Button pending={loading} onClick={() => void list.loadMore()}>Load more</Button></div>}
    </section>
  );
}
