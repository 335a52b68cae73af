import type { Problem } from './concerns.js';
import type { Condition, ServiceStatus } from './ServiceStatus.js';

/** How long the message of an Event may be. */
const longest = 1024;

/** A message cut to what an Event may hold. */
export const short = (message: string): string =>
  message.length > longest ? `${message.slice(0, longest - 1)}…` : message;

/** What the condition `Ready` says. */
export type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

/** What `Ready` says of a Service that wants a load balancer: False while anything blocks it or it has no CLB that runs. */
export const verdict = (problems: ReadonlyArray<Problem>, serving: boolean): Verdict => {
  const message = short(problems.map((problem) => problem.message).join('; '));
  const [first] = problems;
  if (first?.blocking === true) return { status: 'False', reason: first.reason, message };
  return serving
    ? { status: 'True', reason: 'Success', message }
    : { status: 'False', reason: 'Provisioning', message: 'the load balancer is being made' };
};

const ready = 'Ready';

/** The condition `Ready`, if there is one. */
export const readyOf = ({ conditions }: ServiceStatus): Condition | undefined =>
  conditions.find(({ type }) => type === ready);

/** Whether two verdicts say the same. */
export const sameVerdict = (a: Verdict | undefined, b: Verdict | undefined): boolean =>
  a?.status === b?.status && a?.reason === b?.reason && a?.message === b?.message;

/** The conditions with `Ready` put in place, or taken out; the others stay. The time changes only with the status. */
export const withReady = (
  previous: ServiceStatus,
  wanted: Verdict | undefined,
  now: number,
): ReadonlyArray<Condition> => {
  const old = readyOf(previous);
  if (sameVerdict(old, wanted)) return previous.conditions;
  const others = previous.conditions.filter(({ type }) => type !== ready);
  if (wanted === undefined) return others;
  const lastTransitionTime =
    old?.status === wanted.status ? old.lastTransitionTime : `${new Date(now).toISOString().slice(0, 19)}Z`;
  return [...others, { type: ready, ...wanted, lastTransitionTime }];
};
