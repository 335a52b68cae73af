import { createColors } from 'picocolors';
import { wrapped } from '../lines.js';
import type { Explanation, ListenerShown, LoadBalancerShown, StepShown } from './Explanation.js';

type Lines = ReadonlyArray<string>;

/** How the text is laid out. */
export interface Layout {
  readonly colour: boolean;
  readonly width: number;
}

const cited = (rules: ReadonlyArray<string>): string => (rules.length === 0 ? '' : ` [${rules.join(', ')}]`);

const settings = (shown: Readonly<Record<string, string>>): string =>
  Object.entries(shown)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** At most this many backends are named. */
const mostBackends = 4;

const backends = (all: ReadonlyArray<string>): string => {
  if (all.length === 0) return 'no backends';
  const more = all.length - mostBackends;
  return `${all.slice(0, mostBackends).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
};

const listener = (width: number, { key, id, ...one }: ListenerShown): Lines => [
  ...wrapped(width, 2, `listener ${key}${id === undefined ? '' : ` ${id}`}: ${backends(one.backends)}`, 4),
  ...(Object.keys(one.settings).length === 0 ? [] : wrapped(width, 6, settings(one.settings))),
  ...one.notes.flatMap((note) => wrapped(width, 6, note)),
];

const loadBalancer = (width: number, { id, name, network, addresses, whose, ...one }: LoadBalancerShown): Lines => {
  const named = [id ?? 'a new CLB', name].filter((part) => part !== undefined).join(' ');
  const facts = [network, ...addresses, whose].filter((fact) => fact !== undefined).join(' · ');
  return [
    ...wrapped(width, 2, `${named} · ${facts}`, 4),
    ...(Object.keys(one.settings).length === 0 ? [] : wrapped(width, 6, settings(one.settings))),
    ...one.listeners.flatMap((each) => listener(width, each)),
  ];
};

const symbols: Readonly<Record<StepShown['effect'], string>> = { create: '+', update: '~', delete: '-', wait: '·' };

const step = (width: number, { effect, does, why, withheld }: StepShown): Lines => [
  ...wrapped(width, 2, `${symbols[effect]} ${does}`),
  ...why.slice(0, 3).flatMap((reason) => wrapped(width, 6, reason)),
  ...(withheld === undefined ? [] : wrapped(width, 6, withheld)),
];

const titles = { error: 'Errors', warning: 'Warnings', note: 'Notes' } as const;

/** An explanation for people. */
export const toText =
  ({ colour, width }: Layout) =>
  (of: Explanation): string => {
    const { bold, red, yellow, cyan, dim } = createColors(colour);
    const paints = { error: red, warning: yellow, note: cyan } as const;
    const block = (title: string, lines: Lines): ReadonlyArray<Lines> =>
      lines.length === 0 ? [] : [[title, ...lines]];
    const wishes = of.asked.flatMap(({ field, value, means, rules }) => [
      ...wrapped(width, 2, `${field}: ${value}`, 4),
      ...wrapped(width, 6, means + cited(rules)).map(dim),
    ]);
    const ignored = of.ignored.flatMap(({ field, value, because, rules }) => [
      ...wrapped(width, 2, `${field}: ${value}`, 4),
      ...wrapped(width, 6, because + cited(rules)).map(dim),
    ]);
    const problems = (['error', 'warning', 'note'] as const).flatMap((level) =>
      block(
        paints[level](titles[level]),
        of.problems
          .filter(({ severity }) => severity === level)
          .flatMap(({ code, message }) => wrapped(width, 2, code === undefined ? message : `${code} ${message}`)),
      ),
    );
    const blocks: ReadonlyArray<Lines> = [
      [bold(`Service ${of.service}`), ...wrapped(width, 0, of.summary)],
      ...block(bold('It asks for'), wishes),
      ...block(bold('It gets'), of.gets === undefined ? [] : loadBalancer(width, of.gets)),
      ...block(
        bold('It has'),
        of.has.flatMap((one) => loadBalancer(width, one)),
      ),
      ...block(
        bold('To be done'),
        of.steps.flatMap((one) => step(width, one)),
      ),
      ...block(bold('Without effect'), ignored),
      ...problems,
      ...block(
        bold('Rules'),
        of.rules.flatMap(({ id, says, documents }) => wrapped(width, 2, `${id}: ${says} (${documents})`, 4)).map(dim),
      ),
    ];
    return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  };
