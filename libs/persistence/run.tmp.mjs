import '../../scripts/typescript.mjs';
await import(process.argv[2]);
