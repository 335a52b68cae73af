export { observedToMermaid, toMermaid } from './renderMermaid.js';
export {
  apiVersion,
  type Diagnostic,
  fromJson,
  type ObservedDocument,
  observedToJson,
  type PlanDocument,
  planSchema,
  type PlanSummary,
  type ReportDocument,
  reportToJson,
  showMismatch,
  toJson,
} from './renderJson.js';
export { type Mismatch } from './internal/mismatches.js';
export { observedToText } from './renderObserved.js';
export { reportSummary, reportToText } from './renderReport.js';
export { type Severity, severity } from './renderSeverity.js';
export { summaryLine, type TextOptions, toText } from './renderText.js';
