import type { ReactNode } from 'react';
import { AskDialog } from '../ui/ask-dialog';
import { useMaintenance } from './use-gallery';

interface Props {
  title: string;
  /** What the button says that does it. */
  action: string;
  work: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something of the gallery goes. */
export function DeleteDialog(props: Props) {
  const { maintenance } = useMaintenance();
  return <AskDialog {...props} keep="Keep it" refused="It was not deleted." unavailableBy={maintenance ? 'maintenance' : undefined} />;
}
