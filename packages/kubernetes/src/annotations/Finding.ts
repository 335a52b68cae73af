/** How much a finding weighs: `error` stops the Service, a `warning` probably does not what was meant, a `hint` is good to know. */
export type Severity = 'hint' | 'warning' | 'error';

/** Something about an annotation that is worth a look. */
export interface Finding {
  readonly severity: Severity;
  /** The annotation, as it is written. */
  readonly key: string;
  /** In words: what it is, and what to do. */
  readonly message: string;
  /** The annotation that does what was probably meant. */
  readonly instead?: string;
  /** Rule id or section of the specification. */
  readonly rule: string;
}

/** A finding. */
export const finding = (severity: Severity, key: string, rule: string, message: string, instead?: string): Finding => ({
  severity,
  key,
  message,
  ...(instead === undefined ? {} : { instead }),
  rule,
});
