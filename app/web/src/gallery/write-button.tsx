import { Button, type ButtonProps } from '../ui/button';
import { useMaintenance } from './use-gallery';

/** A button that changes the gallery: not while it is being maintained. The banner says why. */
export function WriteButton({ unavailable, ...rest }: ButtonProps) {
  const { maintenance } = useMaintenance();
  return <Button {...rest} unavailable={unavailable || maintenance} aria-describedby={maintenance ? 'maintenance' : undefined} />;
}
