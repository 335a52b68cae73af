import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Listener, phases, PlanError, ProviderError, Ref, Render, Service } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';

type Of<A extends { readonly _tag: string }> = {
  readonly [T in A['_tag']]: ReadonlyArray<Extract<A, { readonly _tag: T }>>;
};
type Row = ReadonlyArray<string>;

/** The folder of the documents, here or above: mutation testing works on a copy of the repository without it. */
const docsAbove = (from: string): string =>
  existsSync(join(from, 'docs')) ? join(from, 'docs') : docsAbove(dirname(from));

const docs = docsAbove(__dirname);

const textOf = (file: string): string => readFileSync(join(docs, file), 'utf8');

/** The rows of the first table under a heading, without the code marks around single words. */
const table = (file: string, heading: string): ReadonlyArray<Row> => {
  const lines = textOf(file).split('\n');
  const after = lines.slice(lines.indexOf(heading));
  const first = after.findIndex((line) => line.startsWith('|'));
  const end = after.findIndex((line, index) => index > first && !line.startsWith('|'));
  return after.slice(first + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
  );
};

const service = Service.serviceKey('shop/web');
const loadBalancer = Ref.cloudId('lb-1');
const listener = Listener.keyOf('TCP', 80);
const notOurs = { _tag: 'NotOurs', service, loadBalancer, found: 'x' } as const;

/** One error of each tag; of those that have several codes, one for each. A tag that is missing here does not compile. */
const planErrors: Of<PlanError.PlanError> = {
  InvalidField: [
    { _tag: 'InvalidField', object: { kind: 'Service', name: 'web' }, path: 'spec', expected: 'x', found: 'y' },
  ],
  UnsupportedProtocol: [{ _tag: 'UnsupportedProtocol', service, port: 80, protocol: 'SCTP' }],
  DuplicateBackend: [{ _tag: 'DuplicateBackend', service, listener, other: Listener.keyOf('TCP', 81), target: '8080' }],
  DuplicatePort: [{ _tag: 'DuplicatePort', service, listener }],
  InvalidHost: [{ _tag: 'InvalidHost', service, listener, host: 'x' }],
  MixedProtocols: [{ _tag: 'MixedProtocols', service, listener, declared: 'TCP' }],
  MissingCertificate: [{ _tag: 'MissingCertificate', service, listener, because: 'NotNamed' }],
  NoNodePort: [{ _tag: 'NoNodePort', service, listener }],
  NoPorts: [{ _tag: 'NoPorts', service }],
  NoBackends: [{ _tag: 'NoBackends', service, listener }],
  WrongAddressFamily: [{ _tag: 'WrongAddressFamily', service, slice: 'web-1', addressType: 'IPv6', expected: 'IPv4' }],
  NoDirectBackends: [{ _tag: 'NoDirectBackends', service, listener, because: 'x' }],
  Ignored: [{ _tag: 'Ignored', service, field: 'x', because: 'y' }],
  Unsupported: [{ _tag: 'Unsupported', service, field: 'x', because: 'y' }],
  MissingServiceConfig: [{ _tag: 'MissingServiceConfig', service, name: 'web' }],
  PortConflict: [{ _tag: 'PortConflict', service, loadBalancer, listener, holder: 'x' }],
  LoadBalancerNotFound: [{ _tag: 'LoadBalancerNotFound', service, loadBalancer }],
  NotOurs: [
    { ...notOurs, because: 'MadeByTke' },
    { ...notOurs, because: 'OtherCluster' },
    { ...notOurs, because: 'Ingress' },
    { ...notOurs, because: 'OtherVpc' },
    { ...notOurs, because: 'SharingOff' },
  ],
  AmbiguousOwner: [{ _tag: 'AmbiguousOwner', service, loadBalancers: [loadBalancer] }],
  ForbiddenTransition: [{ _tag: 'ForbiddenTransition', service, loadBalancer, from: 'public', to: 'x' }],
  DeletionProtected: [{ _tag: 'DeletionProtected', service, loadBalancer }],
  ForeignListener: [{ _tag: 'ForeignListener', loadBalancer, listener, name: 'x' }],
  MarksLost: [{ _tag: 'MarksLost', service, loadBalancer }],
  InvalidCreation: [{ _tag: 'InvalidCreation', service, field: 'ZoneId', expected: 'none', found: 'x' }],
  CreationIgnored: [{ _tag: 'CreationIgnored', service, field: 'VpcId', because: 'x' }],
  CreationOver: [{ _tag: 'CreationOver', service, loadBalancer, field: 'VipIsp', wanted: 'x', found: 'y' }],
  AttributeConflict: [
    { _tag: 'AttributeConflict', service, loadBalancer, attribute: 'passToTarget', wanted: 'x', holder: 'y' },
  ],
  AttributeUnsettable: [
    { _tag: 'AttributeUnsettable', service, attribute: 'passToTarget', wanted: 'true', because: 'IPv6' },
  ],
  RetainProtected: [{ _tag: 'RetainProtected', service, loadBalancer }],
  OtherClass: [{ _tag: 'OtherClass', service, class: 'x' }],
  Skipped: [{ _tag: 'Skipped', service }],
  OverLimit: [{ _tag: 'OverLimit', service, limit: 'x', max: 1, wanted: 2 }],
  UnusableNode: [{ _tag: 'UnusableNode', node: 'n1', because: 'x' }],
  Unknown: [{ _tag: 'Unknown', collection: 'Nodes', because: 'x' }],
};

const facts = { code: 'x', message: 'y' };

const providerErrors: Of<ProviderError.ProviderError> = {
  Busy: [{ _tag: 'Busy', ...facts }],
  Throttled: [{ _tag: 'Throttled', ...facts }],
  NotFound: [{ _tag: 'NotFound', ...facts }],
  Conflict: [{ _tag: 'Conflict', ...facts }],
  QuotaExceeded: [{ _tag: 'QuotaExceeded', ...facts }],
  Refused: [{ _tag: 'Refused', ...facts }],
  Denied: [{ _tag: 'Denied', ...facts }],
  Invalid: [{ _tag: 'Invalid', ...facts }],
  Partial: [{ _tag: 'Partial', ...facts }],
  Unreachable: [{ _tag: 'Unreachable', ...facts }],
  Undecodable: [{ _tag: 'Undecodable', ...facts }],
  Unknown: [{ _tag: 'Unknown', ...facts }],
};

const everyPlanError: ReadonlyArray<PlanError.PlanError> = Object.values(planErrors).flat();

const everyProviderError: ReadonlyArray<ProviderError.ProviderError> = Object.values(providerErrors).flat();

const isText = (text: string | undefined): text is string => text !== undefined;

describe('docs/order-of-steps.md', () => {
  const rows = table('order-of-steps.md', '# Order of steps');

  it('has the phases of `schedule`, in their order and words', () => {
    expect(rows.map(([phase, what]) => ({ phase, what }))).toEqual(phases);
  });

  it.each(rows.map(([phase, , why]) => ({ phase, why })))('says why $phase stands where it stands', ({ why }) => {
    expect(why).toMatch(/\w/);
  });
});

describe('docs/errors.md, PlanError', () => {
  const rows = table('errors.md', '## PlanError');

  it('has every tag, each once', () => {
    expect(rows.map(([tag]) => tag).sort()).toEqual(Object.keys(planErrors).sort());
  });

  it.each(everyPlanError.map((error) => ({ tag: error._tag, error })))(
    'tells the truth about $tag',
    ({ tag, error }) => {
      const [, reach, severity, codes = ''] = rows.find(([name]) => name === tag) ?? [];
      expect({ reach, severity }).toEqual({ reach: PlanError.reach(error), severity: Render.severity(error) });
      expect(codes).toContain(PlanError.code(error) ?? '');
    },
  );

  it.each(rows.map(([tag = '', , , codes = '', cause, remedy]) => ({ tag, codes, cause, remedy })))(
    'has for $tag no code that it cannot have, a cause and a remedy',
    ({ tag, codes, cause, remedy }) => {
      const known = everyPlanError.flatMap((error) => (error._tag === tag ? [PlanError.code(error)] : []));
      expect(codes.split(', ').filter((code) => code !== '')).toEqual(known.filter(isText).sort());
      expect(cause).toMatch(/\w/);
      expect(remedy).toMatch(/\w/);
    },
  );
});

describe('docs/errors.md, ProviderError', () => {
  const rows = table('errors.md', '## ProviderError');

  it('has every tag, each once', () => {
    expect(rows.map(([tag]) => tag).sort()).toEqual(Object.keys(providerErrors).sort());
  });

  it.each(everyProviderError.map((error) => ({ tag: error._tag, error })))(
    'tells the truth about $tag',
    ({ tag, error }) => {
      const [, happened, remedy] = rows.find(([name]) => name === tag) ?? [];
      expect(remedy).toBe(ProviderError.remedy(error));
      if (ProviderError.isTransient(error)) expect(happened).toBe('no');
    },
  );
});

describe('docs/index.md', () => {
  const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));

  it.each(files.filter((name) => name !== 'index.md').map((name) => ({ name })))('leads to $name', ({ name }) => {
    expect(textOf('index.md')).toContain(`](${name})`);
  });
});

describe('README.md', () => {
  it('has the quick start of the examples', () => {
    const [, ...lines] = textOf('../examples/01-quick-start/main.ts').split('\n');
    expect(textOf('../README.md')).toContain(`\`\`\`ts\n${lines.join('\n')}\`\`\``);
  });
});
