import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * One build of three parts. The main part has two entries over one core: Electron's main process, and a plain Node
 * program for the command line and the web shell. Nothing here loads Electron, whose binary may not be there.
 */
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      minify: 'oxc',
      sourcemap: true,
      target: 'node24',
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          electron: at('src-main/shells/electron/main.ts'),
          nightkeep: at('src-main/shells/cli/main.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      minify: 'oxc',
      // A sandboxed preload is one CommonJS file: it can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('src-main/shells/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    // Relative, since the page is served from app:// as well as from loopback HTTP.
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: 'oxc',
      // No data: URLs in scripts or styles: the content security policy allows none.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
});
