import { Plan, Render } from '@clbkit/core';
import { Scene } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ObservedState, plan } from '../src/index.js';
import { full, observed } from './renderFixtures.js';

const label = '"(?:[^"\\[\\](){}<>`\\n\\r;#&|]|#[0-9]+;|<br/>)*"';
const line = new RegExp(
  [
    '^flowchart LR$',
    `^ {2}(?:n\\d+|nothing)\\[${label}\\](?::::(?:create|update|delete|foreign))?$`,
    '^ {2}n[1-9]\\d* (?:-->|-\\. address \\.->) n[1-9]\\d*$',
    '^ {2}classDef (?:create|update|delete|foreign) [a-z0-9:#,-]+$',
  ].join('|'),
);

const isFlowchart = (text: string): void => {
  const lines = text.split('\n');
  expect(lines[0]).toBe('flowchart LR');
  expect(lines.at(-1)).toBe('');
  for (const one of lines.slice(0, -1)) expect(one).toMatch(line);
};

describe('Render.toMermaid', () => {
  it('draws Service, load balancer, listener and backends, and what happens to them', () => {
    expect(Render.toMermaid(full)).toBe(`flowchart LR
  n1["Service shop/web"]
  n2["new cls-1_shop_web<br/>public"]:::create
  n3["TCP:80"]:::create
  n4["+ 6 backends"]:::create
  n5["~ ins-a:30080 weight 0<br/>~ ins-b:30080 weight 0"]:::update
  n6["lb-1"]:::delete
  n7["lb-2"]
  n8["UDP:53"]:::update
  n1 --> n2
  n2 --> n3
  n3 --> n4
  n3 --> n5
  n6 -. address .-> n2
  n1 --> n6
  n7 --> n8
  classDef create stroke:#1a7f37,stroke-width:2px
  classDef update stroke:#9a6700,stroke-width:2px
  classDef delete stroke:#cf222e,stroke-width:2px,stroke-dasharray:4
`);
  });

  it('says that there is nothing to do', () => {
    expect(Render.toMermaid(Plan.empty)).toBe('flowchart LR\n  nothing["Nothing to do"]\n');
  });

  it('is a flowchart for every plan', () => {
    fc.assert(
      fc.property(Scene.scene, ({ settings, snapshot, cloud }) => {
        isFlowchart(Render.toMermaid(plan(settings)(ObservedState.make(snapshot.cluster.id, cloud), snapshot)));
      }),
    );
  });
});

describe('Render.observedToMermaid', () => {
  it('draws a cloud', () => {
    expect(Render.observedToMermaid(observed)).toBe(`flowchart LR
  n1["Service uid-1"]
  n2["cls-1_shop_web<br/>lb-1<br/>public 203.0.113.7"]
  n3["HTTPS:8443"]:::foreign
  n4["TCP:80"]
  n5["ins-b:30080 weight 0<br/>ins-a:30080"]
  n6["Service uid-2"]
  n7["Service uid-3"]
  n8["bought<br/>lb-2<br/>internal in subnet-a 10.2.0.1"]
  n9["UDP:53"]
  n10["6 backends"]
  n11["stranger #34;x#34;<br/>lb-3<br/>public"]:::foreign
  n1 --> n2
  n2 --> n3
  n2 --> n4
  n4 --> n5
  n6 --> n8
  n7 --> n8
  n8 --> n9
  n9 --> n10
  classDef foreign stroke:#8c959f,stroke-dasharray:2
`);
  });

  it('is a flowchart whatever things are called', () => {
    const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
    const name = fc.oneof(
      fc.string({ unit: character }),
      fc.string(),
      fc.constantFrom('"]', 'end', '\n', '<br/>', '#34;'),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 4, maxLength: 4 }), ([a, b, c, d]) => {
        const facts = Object.values(observed.loadBalancers)[0]!;
        const listeners = facts.listeners.map(({ rules: _, ...one }) => ({
          ...one,
          backends: [{ address: d!, port: 1, weight: 10 }],
        }));
        const tags = { ...facts.tags, 'tke-lb-serviceuuid': c! };
        const one = { ...facts, name: a!, addresses: [b!], tags, listeners };
        isFlowchart(Render.observedToMermaid(ObservedState.make('cls-1', [one])));
      }),
    );
  });
});
