export { accident, fault, script } from './faults.js';
export { call } from './calls.js';
export { edit } from './edits.js';
export { names, type Names } from './names.js';
export { sketch, world } from './worlds.js';
