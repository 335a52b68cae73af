import { ObservedState, Ownership, Render } from '@clbkit/core';
import { World } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { readCloud, showCloud } from '../cloudFile.js';
import type { Io, Refusal } from '../Io.js';
import { type CommonFlags, configOf, defaultClusterId, type Format } from '../options.js';
import { printNotes, styleFor } from '../print.js';

/** The clusters whose marks there are, the one with the most load balancers first. */
const clustersIn = (world: World.World): ReadonlyArray<string> => {
  const counts = new Map<string, number>();
  for (const { tags } of World.loadBalancers(world)) {
    const id = tags[Ownership.tag.cluster];
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts].sort(([a, most], [b, many]) => many - most || (a < b ? -1 : 1)).map(([id]) => id);
};

const shown = (io: Io, format: Format, clusterId: string, world: World.World): string => {
  const observed = ObservedState.make(clusterId, World.facts(world));
  switch (format) {
    case 'text':
      return Render.observedToText(styleFor(io, io.stdout))(observed);
    case 'json':
      return showCloud(world);
    case 'mermaid':
      return Render.observedToMermaid(observed);
  }
};

/** `clbkit show`: prints the cloud in the file, as the cluster sees it. */
export const showCommand =
  (io: Io, flags: CommonFlags): TE.TaskEither<Refusal, number> =>
  async () => {
    const config = await configOf(io, flags)();
    if (E.isLeft(config)) return config;
    const cloud = await readCloud(io, flags.cloud)();
    if (E.isLeft(cloud)) return cloud;
    const { world, text, path } = cloud.right;
    if (text === undefined)
      return E.left([`${path}: no such file; clbkit apply makes it, or name another with --cloud`]);
    const named = flags.clusterId ?? config.right.cluster?.id;
    const [guessed = defaultClusterId, ...others] = clustersIn(world);
    const clusterId = named ?? guessed;
    if (named === undefined && others.length > 0)
      printNotes(io, [
        `this is how ${clusterId} sees it; --cluster-id ${others.join('|')} shows it as another cluster does`,
      ]);
    io.stdout.write(shown(io, flags.output, clusterId, world));
    return E.right(0);
  };
