import { law, type Play } from '@clbkit/core/testing';
import { requests, worldOfFacts } from '@clbkit/provider-fake';
import { ObservedState, Ref, Step } from '@clbkit/core';
import { shorter } from './cheapest.js';
import { small } from './small.js';

/** Plans longer than this are not compared: the number of series grows too fast. */
const longest = 5;

/**
 * Where an idle load balancer goes first, so that a Service never has three, its marks go in a call of their own although other marks
 * go from it at the end. That is the price of the order and not counted.
 */
const splits = (all: ReadonlyArray<Step.Step<Ref.CloudId>>): number => {
  const unmarked = all.flatMap((step) =>
    step._tag === 'ModifyTags' && Object.keys(step.set).length + step.records.length === 0 ? [step.loadBalancer] : [],
  );
  return unmarked.length - new Set(unmarked).size;
};

/** No cheaper plan exists: checked by brute force. */
export const cheapest = law(
  'cheapest',
  'on small worlds no shorter series of calls in the same order satisfies the wish, as brute force finds',
  150,
  small,
  ({ planner }: Play) =>
    (scene) => {
      const { settings, snapshot, cloud } = scene;
      const scope = planner.scope(settings)(snapshot);
      const seen = cloud.filter(
        ({ id, tags }) => tags['tke-clusterId'] === scope.clusterId || scope.existing.includes(id),
      );
      const plan = planner.plan(settings)(ObservedState.make(scope.clusterId, seen), snapshot);
      const named = Step.map((ref: Ref.Ref) => Ref.cloudId(Ref.show(ref)));
      const all = plan.lanes.flatMap(({ steps }) => steps).map(named);
      const count =
        all.reduce((sum, step) => (step._tag === 'PublishAddress' ? sum : sum + requests(step).length), 0) -
        splits(all);
      if (count === 0 || count > longest) return [];
      const path = shorter(scene, worldOfFacts(cloud), count - 1);
      return path === undefined ? [] : [`the plan makes ${count} calls, these do as well: ${path.join(', ')}`];
    },
);
