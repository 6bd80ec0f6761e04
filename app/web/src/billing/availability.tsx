import { number } from '../ui/format';
import type { BoxOffice } from './types';

export function Availability({ event: { available, total }, label }: { event: BoxOffice; label: string }) {
  return (
    <span role="status" aria-label={label} className={`badge ${available === 0 ? 'bad' : available * 10 <= total ? 'warn' : 'good'}`}>
      {available === 0 ? 'Sold out' : `${number(available)} of ${number(total)} available`}
    </span>
  );
}
