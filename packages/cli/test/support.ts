import { afterEach } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Io, main, nodeFiles } from '../src/index.js';

/** A folder that is gone after the test. */
export interface Folder {
  readonly path: string;
  readonly write: (name: string, text: string) => void;
  readonly read: (name: string) => string;
  readonly has: (name: string) => boolean;
  /** Every file with its text. */
  readonly all: () => Readonly<Record<string, string>>;
}

const made: Array<string> = [];

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A folder with these files in it. */
export const folder = (files: Readonly<Record<string, string>> = {}): Folder => {
  const path = mkdtempSync(join(tmpdir(), 'clbkit-cli-'));
  made.push(path);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const read = (name: string): string => readFileSync(join(path, name), 'utf8');
  const names = (): ReadonlyArray<string> =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(path.length + 1))
      .sort();
  return {
    path,
    write,
    read,
    has: (name) => existsSync(join(path, name)),
    all: () => Object.fromEntries(names().map((name) => [name, read(name)])),
  };
};

/** What a run left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, with a folder as the current one. */
export const clbkit = async (
  at: Folder,
  argv: ReadonlyArray<string>,
  {
    stdin = '',
    tty = false,
    ...over
  }: Partial<Omit<Io, 'stdin'>> & { readonly stdin?: string; readonly tty?: boolean } = {},
): Promise<Ran> => {
  let [out, err, number] = ['', '', 0];
  const code = await main({
    argv,
    env: {},
    cwd: at.path,
    stdin: () => Promise.resolve(stdin),
    stdout: { isTTY: tty, write: (text) => (out += text) },
    stderr: { isTTY: tty, write: (text) => (err += text) },
    fs: nodeFiles,
    now: () => Date.parse('2026-11-20T08:00:00Z'),
    unique: () => `${(number += 1)}`,
    version: '1.2.3',
    ...over,
  });
  return { code, out, err };
};

/** A Service of type LoadBalancer with a port each for these. */
export const service = (name: string, ports: ReadonlyArray<number> = [80], more = ''): string => `---
apiVersion: v1
kind: Service
metadata:
  namespace: shop
  name: ${name}
  uid: uid-${name}
${more}spec:
  type: LoadBalancer
  ports:
${ports.map((port) => `  - { name: p${port}, port: ${port}, nodePort: ${30000 + port}, protocol: TCP }`).join('\n')}
`;

/** Nodes n1, n2, … */
export const nodes = (amount: number): string =>
  Array.from(
    { length: amount },
    (_, index) => `---
apiVersion: v1
kind: Node
metadata: { name: n${index + 1} }
spec: { providerID: 'qcloud:///800003/ins-0000000${index + 1}' }
status: { conditions: [{ type: Ready, status: 'True' }] }
`,
  ).join('');

/** A cloud in which Service shop/web has a load balancer with one listener and these backends. */
export const cloud = (addresses: ReadonlyArray<string>, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    loadBalancers: {
      'lb-web': {
        name: 'cls-local_shop_web',
        tags: { 'tke-clusterId': 'cls-local', 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-web' },
        listeners: {
          'lbl-web': {
            name: 'TKE-DEDICATED-LISTENER',
            protocol: 'TCP',
            port: 80,
            backends: [{ port: 30080, addresses }],
          },
        },
      },
    },
    ...more,
  });

/** Ids of instances, as many as asked for. */
export const instances = (amount: number): ReadonlyArray<string> =>
  Array.from({ length: amount }, (_, index) => `ins-1${String(index).padStart(7, '0')}`);
