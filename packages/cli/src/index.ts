export { type FileError, type FileSystem, type Io, type Output, type Refusal } from './Io.js';
export { main } from './main.js';
export { nodeFiles, outputOf, textOf } from './nodeIo.js';
