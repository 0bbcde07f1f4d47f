import { build } from "vite";
import fs from "node:fs";
const out = await build({ logLevel: "silent", build: { write: false }, plugins: [{ name: "s", generateBundle(_, bundle) {
  // real first = modules of default chunking
  const chunks = Object.values(bundle).filter(c=>c.type==="chunk");
  const entry = chunks.find(c=>c.isEntry); const seen=new Set([entry.fileName]);
  for (const f of seen) for (const i of bundle[f].imports) seen.add(i);
  const real=new Set(); for (const f of seen) for (const [id,m] of Object.entries(bundle[f].modules)) if(m.renderedLength>0) real.add(id);
  fs.writeFileSync(process.argv[2], JSON.stringify([...real].sort()));
}}]});
