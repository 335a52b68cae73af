// pnpm doctest [part of a path]
//
// Type-checks and runs the examples in the documentation:
//   - ```ts fences in README.md, CONTRIBUTING.md, docs/ and packages/*/README.md
//   - @example blocks in the doc comments of packages/*/src, fenced or not
// "```ts no-run" is only type-checked. An example is a module of its own: it imports what it uses, '@clbkit/…' by name,
// and asserts with node:assert. Each is written to .cache/doctest at the very line it has in its source, so that
// every message points at the right line. The counts are left in .cache/results/doctest.json.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packages, root, run, seed, tsc } from './workspace.mjs';

const folder = join(root, '.cache/doctest');
const results = join(root, '.cache/results/doctest.json');

const filesUnder = (path) => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true }).map((name) => join(path, name));
};

/** The fenced examples among numbered lines: `{ line, code, run }`, `line` counted from one. */
const fences = (lines) => {
  const found = [];
  let open;
  for (const { number, text } of lines) {
    const fence = /^(\s*)(`{3,}|~{3,})\s*(.*?)\s*$/.exec(text);
    if (open === undefined) {
      if (!fence) continue;
      const [, indent, mark, info] = fence;
      open = { mark, indent: indent.length, line: number + 1, info: info.split(/\s+/), code: [] };
    } else if (fence?.[2].startsWith(open.mark) && fence[3] === '') {
      const [language, ...words] = open.info;
      const unknown = words.filter((word) => word !== 'no-run');
      if (/^(ts|typescript)$/.test(language)) {
        if (unknown.length > 0) throw new Error(`line ${open.line - 1}: unknown word "${unknown[0]}" after \`\`\`ts`);
        found.push({ line: open.line, code: open.code, run: words.length === 0 });
      }
      open = undefined;
    } else open.code.push(text.slice(open.indent));
  }
  return found;
};

/** The examples of a source file: the text after each @example up to the next tag or the end of the comment. */
const examplesInComments = (lines) => {
  const found = [];
  let inComment = false;
  let block;
  const close = () => {
    if (block === undefined) return;
    const fenced = fences(block);
    const plain = block.length > 0 ? [{ line: block[0].number, code: block.map(({ text }) => text), run: true }] : [];
    found.push(...(block.some(({ text }) => text.startsWith('```')) ? fenced : plain));
    block = undefined;
  };
  for (const { number, text } of lines) {
    if (/^\s*\/\*\*/.test(text)) inComment = true;
    if (!inComment) continue;
    const inner = text.replace(/\*\/\s*$/, '').replace(/^\s*(\/\*\*|\*) ?/, '');
    if (/^@[a-z]+\b/i.test(inner)) {
      close();
      if (inner.startsWith('@example')) block = [];
    } else block?.push({ number, text: inner });
    if (/\*\/\s*$/.test(text)) {
      close();
      inComment = false;
    }
  }
  return found;
};

const wanted = process.argv.slice(2).filter((arg) => arg !== '--');
const sources = [
  ...['README.md', 'CONTRIBUTING.md', 'docs'].flatMap((name) => filesUnder(join(root, name))),
  ...packages.flatMap(({ path }) => [...filesUnder(join(path, 'README.md')), ...filesUnder(join(path, 'src'))]),
]
  .filter((file) => /\.(md|ts)$/.test(file))
  .map((file) => relative(root, file))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

const examples = sources.flatMap((source) => {
  const lines = readFileSync(join(root, source), 'utf8')
    .split('\n')
    .map((text, index) => ({ number: index + 1, text }));
  try {
    const found = source.endsWith('.md') ? fences(lines) : examplesInComments(lines);
    return found.map((example) => ({ ...example, source, file: join(folder, `${source}.L${example.line}.ts`) }));
  } catch (error) {
    throw new Error(`${source}, ${error.message}`, { cause: error });
  }
});

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
mkdirSync(dirname(results), { recursive: true });
writeFileSync(results, JSON.stringify({ passed: 0, failed: 1 }));
for (const { file, line, code } of examples) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${'\n'.repeat(line - 1)}${code.join('\n')}\n`);
}

const compilerOptions = { types: ['node'], noEmit: true, composite: false, declaration: false, declarationMap: false };
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, include: ['**/*.ts'] }),
);
const inSource = (text) => text.replaceAll(/(?:\S*\.cache\/doctest\/)?(\S+?\.(?:md|ts))\.L\d+\.ts/g, '$1');

if (examples.length > 0) {
  const args = [tsc, '-p', folder, '--pretty', 'false'];
  const types = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (types.status !== 0) {
    console.error(inSource(types.stdout + types.stderr));
    console.error('doctest: the examples do not type-check.');
    process.exit(1);
  }
}

const runnable = examples.filter((example) => example.run);
writeFileSync(
  join(folder, 'examples.json'),
  JSON.stringify(runnable.map(({ file, source, line }) => ({ file, source, line }))),
);
const node = ['--conditions=@clbkit/source', '--import', 'tsx', 'scripts/doctest-run.mjs', folder, results];
const status = run(process.execPath, node, { env: { FC_SEED: seed }, timeout: 300_000 });
const rest = examples.length - runnable.length;
const { passed, failed } = JSON.parse(readFileSync(results, 'utf8'));
console.log(`doctest: ${passed} examples ran, ${failed} failed, ${rest} only type-checked (fast-check seed ${seed})`);
process.exitCode = status === 0 && failed === 0 ? 0 : 1;
