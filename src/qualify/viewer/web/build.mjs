// build.mjs FOLDER: app.js and app.css of the page, and both as Brotli, as browsers are sent them; and inputs.json,
// the sources that they are made of.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const folder = process.argv[2];
const made = await build({
  entryPoints: [fileURLToPath(new URL("src/main.ts", import.meta.url))],
  outfile: `${folder}/app.js`,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  logLevel: "warning",
  metafile: true,
});
writeFileSync(`${folder}/inputs.json`, JSON.stringify(Object.keys(made.metafile.inputs).sort()));
for (const file of ["app.js", "app.css"]) {
  writeFileSync(`${folder}/${file}.br`, brotliCompressSync(readFileSync(`${folder}/${file}`)));
}
