import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  // While developing, `BAZAAR_API=http://127.0.0.1:3000 npx vite app/web` serves the page with the API of a running Bazaar behind it.
  const api = loadEnv(mode, import.meta.dirname, 'BAZAAR_').BAZAAR_API ?? 'http://127.0.0.1:3000';
  return {
    // Wherever the command was started, the page is this folder.
    root: import.meta.dirname,
    plugins: [react()],
    server: { proxy: { '/api': api } },
    // Assets stay files: a strict content security policy forbids data: addresses.
    build: { assetsInlineLimit: 0, sourcemap: true },
  };
});
