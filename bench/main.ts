import { cpus, totalmem } from 'node:os';
import { ObservedState, Plan, plan, Planning, Settings, type SnapshotEvent } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { dumpOf } from './dump.js';
import { bought, middle, sharing } from './mixed.js';
import { heap, median, pair } from './measure.js';
import { inSync, type Mode, nodeAt, serviceAt, type Size, sliceAt, snapshotOf } from './worlds.js';

const planner = plan(Settings.defaults);
const modes: ReadonlyArray<Mode> = ['node port', 'direct', 'mixed'];
const sizes = [100, 1_000, 10_000] as const;
const size = (services: number): Size => ({ services, nodes: 1_000, endpoints: 10 });

interface Row {
  readonly world: string;
  readonly cold: number;
  readonly parse: number;
  readonly coldToParse: number;
  readonly inSync: number;
  readonly service: number;
  readonly slice: number;
  readonly node: number;
  readonly mebibytes: number;
}

const check = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`the bench measures something else than it says: ${what}`);
};

const row = (mode: Mode, services: number): Row => {
  const before = heap();
  const snapshot = snapshotOf(mode, size(services));
  const observed = inSync(mode, size(services));
  const text = dumpOf(mode, size(services));
  const runs = services >= 10_000 ? 9 : services >= 1_000 ? 21 : 51;
  const start = mode === 'mixed' ? ObservedState.make(snapshot.cluster.id, bought(services)) : ObservedState.empty;
  const cold = pair(
    () => planner(start, snapshot),
    () => JSON.parse(text) as unknown,
    runs,
  );
  const lanes = mode === 'mixed' ? services - sharing(services) : services;
  check(planner(start, snapshot).lanes.length === lanes, 'a cold plan makes every load balancer');
  check(Plan.isEmpty(planner(observed, snapshot)), 'in sync is empty');
  const still = median(() => planner(observed, snapshot), runs);
  const planning = Planning.start(Settings.defaults)(observed, snapshot);
  const target = middle(services);
  const service = serviceAt(mode, target);
  const [first, ...rest] = service.ports;
  const edited = { ...service, ports: first === undefined ? rest : [{ ...first, port: 8888 }, ...rest] };
  const { namespace, name } = service;
  const edit = { _tag: 'Service', namespace, name, object: E.right(edited) } as const;
  const slice = sliceAt(target, 11);
  const scale = { _tag: 'EndpointSlice', namespace, service: name, name: slice.name, object: E.right(slice) } as const;
  const away = { _tag: 'Node', name: nodeAt(7).name } as const;
  const replan = (event: Parameters<typeof Planning.update>[0]) => () =>
    Planning.planOf(Planning.update(event)(planning));
  check(replan(edit)().lanes.length === 1, 'one edited Service is one lane');
  check(mode === 'node port' || replan(scale)().lanes.length === 1, 'one slice is one lane');
  check(mode !== 'node port' || replan(away)().lanes.length === services, 'a node touches every lane');
  const out = {
    world: `${String(services)} Services, ${mode}`,
    cold: cold.a,
    parse: cold.b,
    coldToParse: cold.ratio,
    inSync: still,
    service: median(replan(edit), 301, 200),
    slice: median(replan(scale), 301, 200),
    node: median(replan(away), Math.min(runs, 9)),
    mebibytes: 0,
  };
  return { ...out, mebibytes: heap() - before };
};

const milliseconds = (value: number): string =>
  value < 1 ? `${(value * 1000).toFixed(0)} µs` : `${value.toFixed(1)} ms`;

const describe = (one: Row): ReadonlyArray<string> => [
  one.world,
  milliseconds(one.cold),
  milliseconds(one.parse),
  one.coldToParse.toFixed(2),
  milliseconds(one.inSync),
  milliseconds(one.service),
  milliseconds(one.slice),
  milliseconds(one.node),
  `${one.mebibytes.toFixed(0)} MiB`,
];

const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** What a replan at 10,000 Services costs against the same at 100, taken in turn so that both see the same machine. */
const growth = (mode: Mode): string => {
  const planningOf = (services: number): Planning.Planning =>
    Planning.start(Settings.defaults)(inSync(mode, size(services)), snapshotOf(mode, size(services)));
  const [small, large] = [planningOf(100), planningOf(10_000)];
  const eventsOf = (target: number): readonly [SnapshotEvent, SnapshotEvent] => {
    const service = serviceAt(mode, target);
    const { namespace, name } = service;
    const slice = sliceAt(target, 11);
    return [
      { _tag: 'Service', namespace, name, object: E.right({ ...service, ports: service.ports.slice(1) }) },
      { _tag: 'EndpointSlice', namespace, service: name, name: slice.name, object: E.right(slice) },
    ];
  };
  const [ofSmall, ofLarge] = [eventsOf(middle(100)), eventsOf(middle(10_000))];
  const ratios = [0, 1].map((index) => {
    const [a, b] = [ofLarge[index], ofSmall[index]];
    if (a === undefined || b === undefined) return Number.NaN;
    const replan = (event: SnapshotEvent, from: Planning.Planning) => () =>
      Planning.planOf(Planning.update(event)(from));
    return pair(replan(a, large), replan(b, small), 1001).ratio;
  });
  const [service = Number.NaN, slice = Number.NaN] = ratios;
  return `${mode}: replan at 10,000 Services to the same at 100: after a Service edit ${service.toFixed(2)}, after a slice edit ${slice.toFixed(2)}`;
};

const main = (): void => {
  const only = process.argv[2];
  const rows: Array<Row> = [];
  for (const mode of modes)
    for (const services of sizes) if (only === undefined || Number(only) === services) rows.push(row(mode, services));
  const header = [
    'world',
    'cold plan',
    'JSON.parse',
    'ratio',
    'in sync',
    'one Service',
    'one slice',
    'one node',
    'memory',
  ];
  console.log(
    `Node ${process.version}, ${String(cpus().length)} cores (${cpus()[0]?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB\n`,
  );
  console.log(table([header, header.map(() => '---'), ...rows.map(describe)]));
  if (only === undefined) for (const mode of modes) console.log(`\n${growth(mode)}`);
};

main();
