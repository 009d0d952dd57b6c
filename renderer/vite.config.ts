import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { documentChecks } from './compiled-checks.ts';
import { DOCUMENT_SCHEMAS } from './replica/document-schemas.ts';

/** The screen: for Electron's Chromium and for a plain browser of the same age. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [documentChecks(DOCUMENT_SCHEMAS), react()],
  define: { global: 'globalThis' },
  build: { outDir: '../build/renderer', emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 4000 },
});
