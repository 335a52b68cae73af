// pnpm pack:check [--node 22 24]      (after a build)
//
// Tests what would be published: packs every package, looks at each tarball with publint and attw, installs all of
// them into a fresh ES module project and a fresh CommonJS project outside the repository, loads every entry point,
// type-checks both projects, bundles each entry point, and starts the packed command line. --node also loads them under those Node versions.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { must, packages, root, tsc } from './workspace.mjs';

const bin = (name) => join(root, 'node_modules/.bin', name);
/** What a user installs next to us. */
const peers = packages.find(({ folder }) => folder === 'core').manifest.peerDependencies;
const nodeTypes = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies['@types/node'];
const versions = process.argv.includes('--node') ? process.argv.slice(process.argv.indexOf('--node') + 1) : [];
const temp = mkdtempSync(join(tmpdir(), 'clbkit-pack-'));
const say = (text) => console.log(`ok  ${text}`);

/** Entry points as a user writes them: `@clbkit/core`, `@clbkit/core/testing`. */
const entries = packages.flatMap(({ manifest }) =>
  Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => manifest.name + path.slice(1)),
);

const pack = ({ path, manifest }) => {
  must('pnpm', ['pack', '--pack-destination', temp], { cwd: path });
  const tarball = join(temp, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
  must(bin('publint'), [tarball, '--strict'], { cwd: path });
  must(bin('attw'), [tarball, '--profile', 'node16'], { cwd: path });
  say(`${manifest.name}: packs; publint and attw have nothing to say`);
  return [manifest.name, `file:${tarball}`];
};

/** All of them but the command line must do without the types of Node. */
const pure = entries.filter((entry) => entry !== '@clbkit/cli');

const formats = {
  module: { extension: 'mts', load: (name, index) => `import * as m${index} from '${name}';` },
  commonjs: { extension: 'cts', load: (name, index) => `import m${index} = require('${name}');` },
};

/** A program that loads every entry point, finds something in each, and says under which Node it ran. */
const programOf = (load) =>
  [
    ...entries.map(load),
    ...entries.map((name, index) => `if (Object.keys(m${index}).length === 0) throw new Error('${name} is empty');`),
    'console.log(process.version);',
  ].join('\n');

const tryProject = (type, tarballs) => {
  const project = join(temp, type);
  const { extension, load } = formats[type];
  mkdirSync(project);
  const dependencies = { ...Object.fromEntries(tarballs), ...peers, '@types/node': nodeTypes };
  const manifest = { name: `try-${type}`, private: true, type, dependencies };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(project, `smoke.${extension}`), programOf(load));
  writeFileSync(join(project, `pure.${extension}`), pure.map(load).join('\n'));
  must('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], { cwd: project });

  const check = (name, types, ...resolution) => {
    const flags = ['--strict', '--target', 'es2022', '--types', types, '--skipLibCheck', 'false', ...resolution];
    must(process.execPath, [tsc, `${name}.${extension}`, ...flags], { cwd: project });
  };
  check('smoke', 'node', '--module', 'nodenext', '--outDir', 'out', '--noEmitOnError');
  check('pure', '', '--module', 'nodenext', '--noEmit');
  say(`${type}: type-checks under nodenext`);
  if (type === 'module') {
    const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit'];
    check('smoke', 'node', ...bundler);
    check('pure', '', ...bundler);
    say(`${type}: type-checks under bundler`);
  }

  const script = join('out', `smoke.${extension.replace('ts', 'js')}`);
  const loaded = must(process.execPath, [script], { cwd: project }).trim();
  must(process.execPath, ['node_modules/@clbkit/cli/dist/esm/bin.js', '--help'], { cwd: project });
  must(join(project, 'node_modules/.bin/clbkit'), ['--help'], { cwd: project });
  say(`${type}: ${entries.length} entry points load and clbkit --help answers, node ${loaded}`);
  for (const version of versions) {
    const under = must('npx', ['--yes', `node@${version}`, script], { cwd: project }).trim();
    must('npx', ['--yes', `node@${version}`, 'node_modules/@clbkit/cli/dist/esm/bin.js', '--help'], { cwd: project });
    say(`${type}: the same under node ${under}`);
  }
};

/** Bundles each entry point for a browser, where the `module` condition counts, and runs the bundle. */
const tryBundles = (project) => {
  for (const name of pure) {
    writeFileSync(join(project, 'entry.mjs'), `export * from '${name}';\n`);
    const args = ['entry.mjs', '--bundle', '--minify', '--format=esm', '--platform=browser', '--outfile=bundle.mjs'];
    must(bin('esbuild'), args, { cwd: project });
    must(process.execPath, ['bundle.mjs'], { cwd: project });
    const size = gzipSync(readFileSync(join(project, 'bundle.mjs'))).length / 1000;
    say(`${name}: bundles for a browser, ${size.toFixed(1)} kB compressed`);
  }
};

try {
  const tarballs = packages.map(pack);
  tryProject('module', tarballs);
  tryBundles(join(temp, 'module'));
  tryProject('commonjs', tarballs);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(temp, { recursive: true, force: true });
}
