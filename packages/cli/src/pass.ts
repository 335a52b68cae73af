import { desire, type ObservedState, plan, type Plan, Policy, ProviderError, Render, scopeOf } from '@clbkit/core';
import { type Fake, make } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { resolve } from 'node:path';
import { type CloudFile, readCloud } from './cloudFile.js';
import { type Input, readInput } from './input.js';
import { strangersIn } from './strangers.js';
import { switchesOf } from './switches.js';
import { configOf, defaultConfig, type Options, optionsOf, type PassFlags } from './options.js';
import type { Io, Refusal } from './Io.js';

/** Everything read and planned; nothing done yet. */
export interface Pass {
  readonly options: Options;
  readonly input: Input;
  readonly cloud: CloudFile;
  readonly fake: Fake;
  /** The cloud as it is now. */
  readonly observed: ObservedState.ObservedState;
  /** After the policies. */
  readonly plan: Plan.Plan;
  readonly notes: ReadonlyArray<string>;
}

const policies = { sync: Policy.sync, 'upsert-only': Policy.upsertOnly, 'create-only': Policy.createOnly } as const;

/** What the options allow: first the policy, then what is protected, last the brake, unless exactly this plan is approved. */
const policyOf = (options: Options, observed: ObservedState.ObservedState): Policy.Policy => {
  const brake = options.brake === 'off' ? Policy.sync : Policy.brake(options.brake)(observed);
  const approved = options.approve === undefined ? brake : Policy.approve(options.approve)(brake);
  const protect = options.protect.length === 0 ? Policy.sync : Policy.protect(options.protect);
  return Policy.all([policies[options.policy], protect, approved]);
};

const braked = ({ withheld }: Plan.Plan): boolean => withheld.some(({ policy }) => policy === 'brake');

const notesOn = (options: Options, cloud: CloudFile, made: Plan.Plan): ReadonlyArray<string> => [
  ...(cloud.text === undefined ? [`${cloud.path} does not exist: the cloud is an empty account`] : []),
  ...(options.approve !== undefined && braked(made)
    ? ['--approve names another plan than this; it lets nothing pass']
    : []),
];

/** The same text for the same file, whether there is one or not. */
export const realPathOf = async (io: Io, path: string): Promise<string> => {
  const full = resolve(io.cwd, path);
  const real = await io.fs.realPath(full)();
  return E.isRight(real) ? real.right : full;
};

/** Reads cluster, cloud and configuration and makes the plan. Refused when one of them cannot be read; nothing is written. */
export const passOf =
  (io: Io, flags: PassFlags): TE.TaskEither<Refusal, Pass> =>
  async () => {
    const config = await configOf(io, flags)();
    if (E.isLeft(config)) return config;
    const options = optionsOf(flags, config.right);
    if (E.isLeft(options)) return options;
    const { cluster } = options.right;
    const cloud = await readCloud(io, flags.cloud)();
    if (E.isLeft(cloud)) return cloud;
    const others = [cloud.right.realPath, await realPathOf(io, flags.config ?? defaultConfig)];
    const assumeComplete = flags.assumeComplete === true;
    const input = await readInput(io, { paths: flags.filename, others, cluster, assumeComplete })();
    if (E.isLeft(input)) return input;
    const { snapshot, diagnostics, notes } = input.right;
    const switches = switchesOf(options.right, input.right);
    if (E.isLeft(switches)) return switches;
    const { settings } = switches.right;
    const chosen = { ...options.right, settings };
    const fake = make({ world: cloud.right.world });
    const observed = await fake.provider.observe(scopeOf(desire(settings)(snapshot)))();
    if (E.isLeft(observed)) return E.left([`${cloud.right.path}: ${ProviderError.describe(observed.left)}`]);
    const allowed = policyOf(chosen, observed.right)(plan(settings)(observed.right, snapshot));
    const made = { ...allowed, diagnostics: [...allowed.diagnostics, ...diagnostics] };
    return E.right({
      options: chosen,
      input: input.right,
      cloud: cloud.right,
      fake,
      observed: observed.right,
      plan: made,
      notes: [
        ...notes,
        ...switches.right.notes,
        ...strangersIn(input.right, observed.right),
        ...notesOn(chosen, cloud.right, made),
      ],
    });
  };

/** Whether a wish of the input is refused. */
export const hasErrors = ({ diagnostics }: Plan.Plan): boolean =>
  diagnostics.some((one) => Render.severity(one) === 'error');
