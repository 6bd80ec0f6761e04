import { Alert, ErrorAlert } from './alert';
import { Button } from './button';
import { handOver } from './hand-over';

interface Props {
  /** Of `useQuery`. */
  query: { data: unknown; error: unknown; isFetching: boolean; refetch: () => unknown };
  /** As `Looking for your orders…`. */
  looking: string;
}

/** Says how the reading of something stands; nothing once it is there. */
export function Reading({ query: { data, error, isFetching, refetch }, looking }: Props) {
  if (error) {
    return (
      <div className="stack" ref={handOver}>
        {data === undefined ? <ErrorAlert error={error} /> : <Alert look="warn">What you see here may be old: it could not be read again.</Alert>}
        <div><Button pending={isFetching} onClick={() => void refetch()}>Try again</Button></div>
      </div>
    );
  }
  return data === undefined ? <p role="status" className="soft">{looking}</p> : null;
}
