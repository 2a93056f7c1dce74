import { defineConfig } from "vite";

// One script and one style sheet under fixed names: CMake builds them into the program.
export default defineConfig({
  build: {
    chunkSizeWarningLimit: 2000,
    modulePreload: false,
    rollupOptions: {
      output: {
        inlineDynamicImports: true,
        entryFileNames: "app.js",
        assetFileNames: "app[extname]",
      },
    },
  },
});
