import * as Backend from './Backend.js';
import { valuesOf } from './internal/keyed.js';
import { counted } from './internal/lines.js';
import * as Listener from './Listener.js';
import { showNetwork } from './LoadBalancer.js';
import type { ObservedState } from './ObservedState.js';
import type { Ownership } from './Ownership.js';
import type { Plan } from './Plan.js';
import * as Ref from './Ref.js';
import { namesIn, type Names, serviceName, servicesOf, subjectOf } from './renderLane.js';
import { backendsListed, mostBackends } from './renderObserved.js';
import { effectOf, type Step } from './Step.js';

type Look = 'create' | 'update' | 'delete' | 'foreign' | 'plain';

interface Box {
  readonly lines: ReadonlyArray<string>;
  readonly look: Look;
}

/** Boxes and arrows by key, in order of appearance. */
interface Picture {
  readonly boxes: Map<string, Box>;
  readonly arrows: Map<string, readonly [string, string, string]>;
}

const looks: Readonly<Record<Exclude<Look, 'plain'>, string>> = {
  create: 'stroke:#1a7f37,stroke-width:2px',
  update: 'stroke:#9a6700,stroke-width:2px',
  delete: 'stroke:#cf222e,stroke-width:2px,stroke-dasharray:4',
  foreign: 'stroke:#8c959f,stroke-dasharray:2',
};

/** Text as Mermaid shows it inside quotes: every character that could end the label or mean something is a numbered entity. */
const escapeLabel = (text: string): string =>
  text.replace(/[^\p{L}\p{N} _.,:/+~=@·→-]/gu, (char) => `#${String(char.codePointAt(0) ?? 0)};`);

const blank = (): Picture => ({ boxes: new Map(), arrows: new Map() });

/** Draws a box, or keeps the one there is; what is made or deleted outweighs what is changed. */
const draw = ({ boxes }: Picture, key: string, lines: ReadonlyArray<string>, look: Look): void => {
  const before = boxes.get(key);
  if (before === undefined) boxes.set(key, { lines, look });
  else if (before.look === 'plain' || (before.look === 'update' && look !== 'plain'))
    boxes.set(key, { lines: before.lines, look });
};

const connect = ({ arrows }: Picture, from: string, to: string, arrow = '-->'): void => {
  const key = JSON.stringify([from, arrow, to]);
  if (!arrows.has(key)) arrows.set(key, [from, arrow, to]);
};

const written = ({ boxes, arrows }: Picture, nothing: string): string => {
  if (boxes.size === 0) return `flowchart LR\n  nothing["${escapeLabel(nothing)}"]\n`;
  const ids = new Map([...boxes.keys()].map((key, index) => [key, `n${String(index + 1)}`]));
  const idOf = (key: string): string => ids.get(key) ?? 'n0';
  const nodes = [...boxes].map(([key, { lines, look }]) => {
    const label = lines.map(escapeLabel).join('<br/>');
    return `  ${idOf(key)}["${label}"]${look === 'plain' ? '' : `:::${look}`}`;
  });
  const edges = [...arrows.values()].map(([from, arrow, to]) => `  ${idOf(from)} ${arrow} ${idOf(to)}`);
  const used = new Set([...boxes.values()].map(({ look }) => look));
  const classes = Object.entries(looks).flatMap(([look, style]) =>
    [...used].some((one) => one === look) ? [`  classDef ${look} ${style}`] : [],
  );
  return `${['flowchart LR', ...nodes, ...edges, ...classes].join('\n')}\n`;
};

const backendLines = (set: Backend.BackendSet, sign: string): ReadonlyArray<string> => {
  const size = Backend.size(set);
  if (size > mostBackends) return [`${sign}${counted(size, 'backend')}`];
  return backendsListed(set).map((one) => `${sign}${one}`);
};

const signs = { create: '+ ', update: '~ ', delete: '- ', wait: '' } as const;

const drawListeners = (picture: Picture, step: Step<Ref.Ref>, at: string): void => {
  const listener = (ref: Ref.Ref, label: string, look: Look): string => {
    const key = `${at} ${Ref.show(ref)}`;
    draw(picture, key, [label], look);
    connect(picture, at, key);
    return key;
  };
  const rule = (above: string, ref: Ref.Ref, label: string, look: Look): string => {
    const key = `${above} ${Ref.show(ref)}`;
    draw(picture, key, [label], look);
    connect(picture, above, key);
    return key;
  };
  switch (step._tag) {
    case 'CreateListeners':
      for (const port of step.ports) {
        const key = Listener.keyOf(step.protocol, port);
        listener(Ref.planned(Ref.plannedListener(step.loadBalancerKey, key)), key, 'create');
      }
      return;
    case 'ModifyListener':
      listener(step.listener, step.key, 'update');
      return;
    case 'DeleteListeners':
      for (const one of step.listeners) listener(one.listener, one.key, 'delete');
      return;
    case 'CreateRules': {
      const above = listener(step.listener, step.key, 'plain');
      for (const { key } of step.rules)
        rule(above, Ref.planned(Ref.plannedRule(step.loadBalancerKey, step.key, key)), key, 'create');
      return;
    }
    case 'ModifyRule':
      rule(listener(step.listener, step.key, 'plain'), step.rule, step.ruleKey, 'update');
      return;
    case 'DeleteRules': {
      const above = listener(step.listener, step.key, 'plain');
      for (const one of step.rules) rule(above, one.rule, one.key, 'delete');
      return;
    }
    case 'RegisterBackends':
    case 'SetBackendWeights':
    case 'DeregisterBackends': {
      const effect = effectOf(step._tag);
      if (effect === 'wait') return;
      for (const one of step.listeners) {
        const bearer = listener(one.listener, one.key, 'plain');
        const above = one.rule === undefined ? bearer : rule(bearer, one.rule, one.ruleKey ?? '', 'plain');
        const key = `${above} ${effect}`;
        draw(picture, key, backendLines(one.backends, signs[effect]), effect);
        connect(picture, above, key);
      }
      return;
    }
    case 'CreateLoadBalancer':
    case 'AwaitLoadBalancer':
    case 'ModifyTags':
    case 'SetSecurityGroups':
    case 'ModifyLoadBalancer':
    case 'PublishAddress':
    case 'DeleteLoadBalancer':
  }
};

const lookOf = ({ _tag }: Step<Ref.Ref>): Look =>
  _tag === 'CreateLoadBalancer'
    ? 'create'
    : _tag === 'DeleteLoadBalancer'
      ? 'delete'
      : _tag === 'ModifyTags' || _tag === 'SetSecurityGroups' || _tag === 'ModifyLoadBalancer'
        ? 'update'
        : 'plain';

const drawStep = (picture: Picture, lane: string, names: Names, step: Step<Ref.Ref>): void => {
  const box = (ref: Ref.Ref): string => (ref._tag === 'Existing' ? `clb ${ref.id}` : `clb ${lane} ${ref.key}`);
  const subject = subjectOf(step);
  const at = box(subject);
  for (const object of servicesOf(step)) {
    const service = `service ${serviceName(object)}`;
    draw(picture, service, [`Service ${serviceName(object)}`], 'plain');
    connect(picture, service, at);
  }
  const facts = step._tag === 'CreateLoadBalancer' ? [showNetwork(step.network)] : [];
  draw(picture, at, [names.of(subject), ...facts], lookOf(step));
  if (step._tag === 'PublishAddress') {
    const old = Ref.existing(step.replaces);
    draw(picture, box(old), [names.of(old)], 'plain');
    connect(picture, box(old), at, '-. address .->');
  }
  drawListeners(picture, step, at);
};

/**
 * A plan as a Mermaid flowchart: Service, load balancer, listener, backends, and only what a step touches. What is made is
 * green, changed yellow, deleted red and dashed. Law: whatever things are called, the output is a flowchart.
 *
 * @example
 * import { strictEqual } from 'node:assert';
 * import { Plan, Render } from '@clbkit/core';
 *
 * strictEqual(Render.toMermaid(Plan.empty), 'flowchart LR\n  nothing["Nothing to do"]\n');
 */
export const toMermaid = ({ lanes }: Plan): string => {
  const picture = blank();
  for (const { key, steps } of lanes) {
    const names = namesIn(steps);
    for (const step of steps) drawStep(picture, key, names, step);
  }
  return written(picture, 'Nothing to do');
};

const usersOf = (ownership: Ownership): ReadonlyArray<string> => {
  switch (ownership._tag) {
    case 'Mine':
      return [ownership.uid];
    case 'Adopted':
      return ownership.uids;
    case 'Theirs':
      return [];
  }
};

/** A cloud as a Mermaid flowchart: Service by UID, load balancer, listener, backends. What is not ours is dashed. */
export const observedToMermaid = ({ loadBalancers }: ObservedState): string => {
  const picture = blank();
  for (const one of valuesOf(loadBalancers)) {
    const at = `clb ${one.id}`;
    for (const uid of usersOf(one.ownership)) {
      draw(picture, `service ${uid}`, [`Service ${uid}`], 'plain');
      connect(picture, `service ${uid}`, at);
    }
    const place = [showNetwork(one.network), ...one.addresses].join(' ');
    draw(picture, at, [one.name, one.id, place], one.ownership._tag === 'Theirs' ? 'foreign' : 'plain');
    for (const listener of one.listeners) {
      const key = `${at} ${listener.id}`;
      draw(picture, key, [listener.key], listener.owner._tag === 'Theirs' ? 'foreign' : 'plain');
      connect(picture, at, key);
      if (Backend.size(listener.backends) === 0) continue;
      draw(picture, `${key} backends`, backendLines(listener.backends, ''), 'plain');
      connect(picture, key, `${key} backends`);
    }
  }
  return written(picture, 'No load balancers');
};
