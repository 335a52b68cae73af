import { Plan, Render } from '@clbkit/core';
import { Scene } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ObservedState, plan, Policy } from '../src/index.js';
import { diagnostics, full, observed } from './renderFixtures.js';

const overJson = (value: unknown): any => JSON.parse(JSON.stringify(value));
const published: any = JSON.parse(readFileSync(join(__dirname, '../schema/plan.schema.json'), 'utf8'));
let compiled: ValidateFunction | undefined;
const validate = (): ValidateFunction =>
  (compiled ??= new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published));

const plans: fc.Arbitrary<Plan.Plan> = fc
  .tuple(Scene.scene, fc.constantFrom(Policy.sync, Policy.createOnly, Policy.upsertOnly))
  .map(([{ settings, snapshot, cloud }, policy]) => {
    const seen = ObservedState.make(snapshot.cluster.id, cloud);
    return Policy.all([policy, Policy.brake({ share: 0, atLeast: 1, absolute: 2 })(seen)])(
      plan(settings)(seen, snapshot),
    );
  });

describe('Render.toJson', () => {
  it('names the version, the kind, the hash and how much is done', () => {
    const { apiVersion, kind, hash, summary, diagnostics: said } = Render.toJson(full);
    expect({ apiVersion, kind, hash }).toEqual({
      apiVersion: 'clbkit.dev/v1alpha1',
      kind: 'Plan',
      hash: Plan.hash(full),
    });
    expect(summary).toEqual({ create: 3, update: 3, delete: 1, wait: 1, lanes: 2, withheld: 1 });
    expect(said[1]).toEqual({
      severity: 'warning',
      reach: 'none',
      tag: 'MissingServiceConfig',
      code: 'E4026',
      text: 'Service shop/api: TkeServiceConfig tuned does not exist in its namespace; listener settings stay as they are',
      error: full.diagnostics[1],
    });
  });

  it('is what the published schema says, for every plan and every diagnostic', () => {
    const valid = (one: Plan.Plan): void => {
      validate()(overJson(Render.toJson(one)));
      expect(validate().errors).toBeNull();
    };
    valid({ ...full, diagnostics });
    fc.assert(fc.property(plans, valid));
  });
});

describe('schema/plan.schema.json', () => {
  it('is fresh; if not, run packages/core/scripts/plan-schema.mts', () => {
    expect(published).toEqual(overJson(Render.planSchema));
  });

  it('knows every kind of diagnostic that the fixtures know', () => {
    const tags = published.$defs.PlanError.anyOf.map((one: any) => one.properties._tag.const);
    expect([...new Set(diagnostics.map(({ _tag }) => _tag))].sort()).toEqual([...tags].sort());
  });
});

describe('Render.fromJson', () => {
  it('reads back every plan that was written', () => {
    fc.assert(
      fc.property(plans, (one) => {
        expect(Render.fromJson(overJson(Render.toJson(one)))).toEqual(E.right(one));
      }),
    );
    expect(Render.fromJson(overJson(Render.toJson({ ...full, diagnostics })))).toEqual(
      E.right({ ...full, diagnostics }),
    );
  });

  const edited = (edit: (document: any) => void): unknown => {
    const document = overJson(Render.toJson(full));
    edit(document);
    return document;
  };

  it.each<[string, unknown, string]>([
    ['text', 'plan', '(document): expected an object, found "plan"'],
    ['null', null, '(document): expected an object, found null'],
    ['another version', edited((d) => (d.apiVersion = 'v2')), 'apiVersion: expected "clbkit.dev/v1alpha1", found "v2"'],
    ['another kind', edited((d) => (d.kind = 'Report')), 'kind: expected "Plan", found "Report"'],
    ['a hash that is none', edited((d) => (d.hash = 'x')), 'hash: expected 64 hex digits, found "x"'],
    ['no lanes', edited((d) => delete d.lanes), 'lanes: expected a list, found nothing'],
    [
      'a lane without steps',
      edited((d) => (d.lanes[0].steps = [])),
      'lanes[0].steps: expected at least 1 in the list, found 0',
    ],
    [
      'a step nobody knows',
      edited((d) => (d.lanes[1].steps[0]._tag = 'Explode')),
      'lanes[1].steps[0]._tag: expected one of CreateLoadBalancer, AwaitLoadBalancer, ModifyTags, SetSecurityGroups, ModifyLoadBalancer, CreateListeners, ModifyListener, CreateRules, ModifyRule, DeleteRules, RegisterBackends, SetBackendWeights, DeregisterBackends, DeleteListeners, PublishAddress, DeleteLoadBalancer, found "Explode"',
    ],
    [
      'a port out of range',
      edited((d) => (d.lanes[0].steps[1].ports[0] = 0)),
      'lanes[0].steps[1].ports[0]: expected at least 1, found 0',
    ],
    [
      'a weight out of range',
      edited((d) => (d.lanes[0].steps[3].listeners[0].backends[0].weight = 101)),
      'lanes[0].steps[3].listeners[0].backends[0].weight: expected at most 100, found 101',
    ],
    [
      'a port that is text',
      edited((d) => (d.lanes[0].steps[1].ports[0] = '80')),
      'lanes[0].steps[1].ports[0]: expected a whole number, found "80"',
    ],
    [
      'a member nobody knows',
      edited((d) => (d.lanes[0]['a b'] = {})),
      'lanes[0]["a b"]: expected no member of that name, found an object',
    ],
    [
      'a reason that is an object',
      edited((d) => (d.lanes[0].steps[0].why[0].to = {})),
      'lanes[0].steps[0].why[0].to: expected text or a number or true or false or null or a list, found an object',
    ],
    [
      'a ref that is text',
      edited((d) => (d.lanes[0].steps[1].loadBalancer = 'lb-1')),
      'lanes[0].steps[1].loadBalancer: expected an object, found "lb-1"',
    ],
    [
      'a severity that is none',
      edited((d) => (d.diagnostics[0].severity = 'bad')),
      'diagnostics[0].severity: expected one of "error", "warning", "note", found "bad"',
    ],
    ['a plan somebody edited', edited((d) => (d.lanes[0].key = 'other')), `found ${Plan.hash(full)}`],
  ])('refuses %s', (_name, document, message) => {
    const read = Render.fromJson(document);
    expect(E.isLeft(read) ? read.left.map(Render.showMismatch).join('\n') : '').toContain(message);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (value) => E.isLeft(Render.fromJson(value))));
  });
});

describe('Render.reportToJson', () => {
  it('counts what came of the steps', () => {
    const [{ key, steps }] = full.lanes as any;
    const lanes = [{ key, made: {}, steps: [{ step: steps[0], outcome: { _tag: 'Done' } }] }] as const;
    const { kind, summary, diagnostics: said } = Render.reportToJson({ ...full, lanes });
    expect({ kind, summary, said: said.length }).toEqual({
      kind: 'Report',
      summary: { done: 1, failed: 0, notRun: 0, withheld: 1 },
      said: 3,
    });
  });
});

describe('Render.observedToJson', () => {
  it('is the observation under a version', () => {
    const { apiVersion, kind, ...rest } = Render.observedToJson(observed);
    expect({ apiVersion, kind }).toEqual({ apiVersion: 'clbkit.dev/v1alpha1', kind: 'ObservedState' });
    expect(rest).toEqual(observed);
  });
});
