// Builds what is deployed: the function with all its dependencies, as one module.
import { build } from 'esbuild';

const [, , outdir = 'bundle'] = process.argv;

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { index: 'src/handler.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  // Bundled CommonJS modules still `require` the built-in modules of Node.js.
  banner: {
    js: "import{createRequire as createRequireOf}from'node:module';const require=createRequireOf(import.meta.url);",
  },
});
