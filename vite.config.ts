import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The embedded admin, built to `dist/admin`; the server fills in the placeholders of `index.html` on every page load. */
export default defineConfig({
  root: 'web/frontend',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/admin',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 600,
  },
});
