import type { Ownership } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { CallOf } from '../calls.js';
import * as Shelf from '../internal/shelf.js';
import { batch, range } from '../limits.js';
import * as World from '../World.js';
import { type Checked, fail, nothing, repeats, unless } from './Change.js';

const wrongKey = (key: string): boolean =>
  key.length < 1 || key.length > range.tagKeyLength || key.startsWith('qcs:') || key === '__proto__';

/** The first tag that the cloud does not take, by key (clb-api 2.14). */
export const wrongTag = (tags: Ownership.Tags): string | undefined =>
  Object.keys(tags).find((key) => {
    const length = tags[key]?.length ?? 0;
    return wrongKey(key) || length < 1 || length > range.tagValueLength;
  });

const retagged = (tags: Ownership.Tags, { replace, remove }: CallOf<'ModifyResourceTags'>): Ownership.Tags =>
  Object.fromEntries([...Object.entries(tags).filter(([key]) => !remove.includes(key)), ...Object.entries(replace)]);

/** ModifyResourceTags of the Tag product (clb-api 2.14): at once, and whatever tasks the CLB has. */
export const modifyTags = (call: CallOf<'ModifyResourceTags'>, world: World.World): Checked => {
  const keys = Object.keys(call.replace);
  const wrong = wrongTag(call.replace);
  return pipe(
    unless(
      [keys.length + call.remove.length === 0, 'MissingParameter', 'ReplaceTags or DeleteTags'],
      [keys.length > batch.tagsPerCall, 'LimitExceeded.TagNumPerRequest', 'ReplaceTags'],
      [call.remove.length > batch.tagsPerCall, 'LimitExceeded.TagNumPerRequest', 'DeleteTags'],
      [repeats(call.remove), 'InvalidParameterValue.TagKeyDuplicate', 'DeleteTags'],
      [call.remove.some((key) => keys.includes(key)), 'InvalidParameterValue.DeleteTagsParamError', 'common key'],
      [wrong !== undefined, 'InvalidParameterValue.TagKeyCharacterIllegal', wrong ?? ''],
    ),
    E.flatMap(() => {
      const one = World.loadBalancer(call.loadBalancer)(world);
      if (one === undefined) return fail('ResourceNotFound', `LB not exist: ${call.loadBalancer}`);
      const tags = retagged(one.tags, call);
      if (Object.keys(tags).length > world.quotas.tagsPerLoadBalancer)
        return fail('LimitExceeded.ResourceAttachedTags', one.id);
      return E.right({
        ...nothing,
        edit: (draft) => {
          const found = Shelf.get(draft.loadBalancers, one.id);
          if (found !== undefined) found.tags = tags;
        },
      });
    }),
  );
};
