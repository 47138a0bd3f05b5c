// What the analyzer reads. Without `packagejson: false` it would write a path of this machine into the package's manifest.
export default {
  globs: ['src/*/*-element.ts', 'src/*/*-events.ts'],
  litelement: true,
  packagejson: false,
  quiet: true,
};
