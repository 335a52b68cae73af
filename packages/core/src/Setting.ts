import * as HealthCheck from './HealthCheck.js';

/** One setting that is declared and differs: its path, what is there and what is wanted. */
export interface SettingChange {
  readonly field: string;
  readonly from: string | number | boolean | undefined;
  readonly to: string | number | boolean;
}

/** Settings of a listener or a rule: single values, and a health check. */
export type Checked<F extends string> = { readonly [K in F]?: string | number | boolean } & {
  readonly healthCheck?: HealthCheck.HealthCheck;
};

/** What `wanted` declares and `observed` has otherwise. Law (untouched): an absent setting never appears. */
export const changesOf = <F extends string>(
  fields: ReadonlyArray<F>,
  observed: Checked<F>,
  wanted: Checked<F>,
): ReadonlyArray<SettingChange> => {
  const out: Array<SettingChange> = [];
  const compare = (field: string, from: SettingChange['from'], to: SettingChange['from']): void => {
    if (to !== undefined && from !== to) out.push({ field, from, to });
  };
  for (const field of fields) compare(field, observed[field], wanted[field]);
  if (wanted.healthCheck !== undefined)
    for (const field of HealthCheck.fields)
      compare(`healthCheck.${field}`, observed.healthCheck?.[field], wanted.healthCheck[field]);
  return out;
};
