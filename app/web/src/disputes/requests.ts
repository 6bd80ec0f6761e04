import { api } from '../platform/client';
import { upload } from '../platform/upload';
import type { Job, Kind, UploadSession, WithJob } from './types';

const at = (id: string, action = '') => `/disputes/sessions/${encodeURIComponent(id)}${action}`;

export const requests = {
  list: () => api.get<{ sessions: WithJob[] }>('/disputes/sessions').then(({ sessions }) => sessions),
  read: (id: string) => api.get<WithJob>(at(id)),
  rename: (id: string, version: number, label: string | null) => api.patch<UploadSession>(at(id), { version, label }),
  validate: (id: string) => api.post<UploadSession>(at(id, '/validate')),
  submit: (id: string) => api.post<{ job: Job }>(at(id, '/submit')).then(({ job }) => job),
  cancel: (id: string) => api.post<WithJob>(at(id, '/cancel')),
  delete: (id: string) => api.delete(at(id)),
  upload(file: File, kind: Kind, label: string, onProgress: (sent: number, total: number) => void, signal: AbortSignal) {
    const form = new FormData();
    // The label first: Bazaar reads the body as it comes, and must know everything before the file does.
    if (label) form.append('label', label);
    form.append('file', file);
    return upload<UploadSession>(`/disputes/sessions?kind=${kind}`, form, onProgress, signal);
  },
};
