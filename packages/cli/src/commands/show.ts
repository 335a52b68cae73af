import { ObservedState, Ownership, Render } from '@clbkit/core';
import { World } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { readCloud, showCloud } from '../cloudFile.js';
import type { Io, Refusal } from '../Io.js';
import { type CommonFlags, configOf, defaultClusterId, type Format } from '../options.js';
import { styleFor } from '../print.js';

/** The cluster to look from when nobody names one: the only one there is a mark of. */
const onlyCluster = (world: World.World): string | undefined => {
  const ids = new Set(World.loadBalancers(world).flatMap(({ tags }) => tags[Ownership.tag.cluster] ?? []));
  const [first, ...others] = ids;
  return others.length === 0 ? first : undefined;
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
    const clusterId = flags.clusterId ?? config.right.cluster?.id ?? onlyCluster(world) ?? defaultClusterId;
    io.stdout.write(shown(io, flags.output, clusterId, world));
    return E.right(0);
  };
