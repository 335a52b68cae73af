import { Policy, Settings, type Snapshot } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { resolve } from 'node:path';
import { type Config, type PolicyName, readBrake, readConfig, readSettings } from './config.js';
import { unreadable } from './input.js';
import type { Io, Refusal } from './Io.js';

/** How a result is printed. */
export type Format = 'text' | 'json' | 'mermaid';

/** What every command takes. */
export interface CommonFlags {
  readonly cloud: string;
  readonly config?: string;
  readonly clusterId?: string;
  readonly output: Format;
}

/** What `plan` and `apply` take besides. */
export interface PassFlags extends CommonFlags {
  readonly filename: ReadonlyArray<string>;
  readonly vpc?: string;
  readonly policy?: PolicyName;
  readonly protect?: ReadonlyArray<string>;
  readonly brake?: string;
  readonly approve?: string;
  readonly set?: ReadonlyArray<string>;
  readonly assumeComplete?: true;
  readonly strict?: true;
  readonly detailedExitcode?: true;
}

/** Flags and file together, a flag before a line of the file before a default. */
export interface Options {
  readonly cluster: Snapshot.Cluster;
  readonly settings: Settings.Settings;
  /** The settings that a flag or the file names; they win over the switches of the cluster. */
  readonly chosen: Partial<Settings.Settings>;
  readonly policy: PolicyName;
  readonly protect: ReadonlyArray<string>;
  readonly brake: Policy.BrakeLimits | 'off';
  readonly approve?: string;
}

/** The file that is read when there is one and none is named. */
export const defaultConfig = 'clbkit.yaml';

/** The file that holds the cloud when none is named. */
export const defaultCloud = 'clbkit-world.json';

/** The cluster whose load balancers these are, when nobody says. */
export const defaultClusterId = 'cls-local';

/** The configuration that is named, or the one that is there, or an empty one. */
export const configOf =
  (io: Io, { config }: CommonFlags): TE.TaskEither<Refusal, Config> =>
  async () => {
    const path = config ?? defaultConfig;
    const text = await io.fs.read(resolve(io.cwd, path))();
    if (E.isLeft(text))
      return config === undefined && text.left.code === 'ENOENT' ? E.right({}) : E.left(unreadable(path, text.left));
    return pipe(
      readConfig(text.right),
      E.mapLeft((faults): Refusal => [`${path}: not a configuration`, ...faults.map((fault) => `  ${fault}`)]),
    );
  };

const refused = (faults: ReadonlyArray<string>): Refusal => {
  const [first = 'not understood', ...more] = faults;
  return [first, ...more];
};

const approval = (approve: string | undefined): E.Either<ReadonlyArray<string>, string | undefined> =>
  approve === undefined || /^[0-9a-f]{64}$/.test(approve)
    ? E.right(approve)
    : E.left([`--approve ${approve}: expected the 64 hex digits that the plan printed`]);

/** Flags that name something and do not: a script whose variable is not set writes them so. */
const nameless = ({ clusterId, vpc, protect = [] }: PassFlags): ReadonlyArray<string> =>
  Object.entries({ '--cluster-id': [clusterId], '--vpc': [vpc], '--protect': protect }).flatMap(([flag, values]) =>
    values.includes('') ? [`${flag}: expected text, found ""`] : [],
  );

/** What flags and configuration ask for, or everything that is wrong with the flags. */
export const optionsOf = (flags: PassFlags, config: Config): E.Either<Refusal, Options> => {
  const unnamed = nameless(flags);
  const settings = readSettings(flags.set ?? []);
  const brake = flags.brake === undefined ? E.right(config.brake ?? Policy.brakeDefaults) : readBrake(flags.brake);
  const approve = approval(flags.approve);
  if (unnamed.length === 0 && E.isRight(settings) && E.isRight(brake) && E.isRight(approve)) {
    const vpc = flags.vpc ?? config.cluster?.vpc;
    const chosen = { ...config.settings, ...settings.right };
    return E.right({
      cluster: {
        id: flags.clusterId ?? config.cluster?.id ?? defaultClusterId,
        ...(vpc === undefined ? {} : { vpc }),
      },
      settings: { ...Settings.defaults, ...chosen },
      chosen,
      policy: flags.policy ?? config.policy ?? 'sync',
      protect: [...(config.protect ?? []), ...(flags.protect ?? [])],
      brake: brake.right,
      ...(approve.right === undefined ? {} : { approve: approve.right }),
    });
  }
  return E.left(refused([...unnamed, ...[settings, brake, approve].flatMap((one) => (E.isLeft(one) ? one.left : []))]));
};
