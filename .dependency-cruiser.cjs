const spec = '\\.spec\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-guest-free',
      comment:
        'The domain must outlive frameworks, databases and providers, and be tested without any of them: crypto, buffer and three pure libraries are all it may know.',
      severity: 'error',
      from: { path: '^libs/core/', pathNot: spec },
      to: {
        pathNot: [
          '^libs/core/',
          '^(node:)?(crypto|buffer)$',
          'node_modules/(zod|luxon|@types/luxon|intl-messageformat|sms-segments-calculator)/',
        ],
      },
    },
    {
      name: 'channels-know-only-core',
      comment: 'A channel returns values and calls nobody: any other layer can change without it.',
      severity: 'error',
      from: { path: '^libs/channels/' },
      to: { path: '^(apps|libs)/', pathNot: '^libs/(core|channels)/' },
    },
    {
      name: 'persistence-knows-only-core',
      comment: 'The stores implement ports of the core; the queue and the channels are not theirs.',
      severity: 'error',
      from: { path: '^libs/persistence/' },
      to: { path: '^(apps|libs)/', pathNot: '^libs/(core|persistence)/' },
    },
    {
      name: 'queue-knows-only-core',
      comment:
        'The queue is a doorbell: it carries ids and needs neither the tables nor a channel.',
      severity: 'error',
      from: { path: '^libs/queue/' },
      to: { path: '^(apps|libs)/', pathNot: '^libs/(core|queue)/' },
    },
    {
      name: 'wiring-knows-no-app',
      comment: 'Apps are put together from wiring, never the other way round.',
      severity: 'error',
      from: { path: '^libs/wiring/' },
      to: { path: '^apps/' },
    },
    {
      name: 'channels-are-strangers',
      comment: 'One channel = one folder: it must be possible to delete any of them (unplug test).',
      severity: 'error',
      from: { path: '^libs/channels/src/([^/]+)/' },
      to: { path: '^libs/channels/src/[^/]+/', pathNot: '^libs/channels/src/$1/' },
    },
    {
      name: 'only-apps-wire',
      comment: 'Only wiring knows everyone; whoever imports it knows everyone too.',
      severity: 'error',
      from: { pathNot: '^(apps|test|libs/wiring)/' },
      to: { path: '^libs/wiring/' },
    },
    {
      name: 'sandbox-is-the-other-side',
      comment:
        'It plays providers: what it shared with a channel, both would get wrong in the same way.',
      severity: 'error',
      from: { path: '^apps/sandbox/', pathNot: spec },
      to: { path: '^libs/', pathNot: '^libs/core/' },
    },
    {
      name: 'product-knows-no-test',
      comment: 'What runs in a town must not depend on what proves it; specs may use test/support.',
      severity: 'error',
      from: { path: '^(apps|libs|examples)/', pathNot: spec },
      to: { path: '^test/' },
    },
    {
      name: 'product-imports-no-spec',
      comment: 'A spec is not part of the build: such an import would be missing in dist.',
      severity: 'error',
      from: { path: '^(apps|libs|examples)/', pathNot: spec },
      to: { path: spec },
    },
    {
      name: 'product-needs-no-dev-dependency',
      comment: 'The image is installed without devDependencies.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [spec, '^apps/console/'] },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'only-what-package-json-names',
      comment: 'A package that came along by chance disappears by chance.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that cannot be followed escapes every other rule here.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circular',
      comment: 'Files in a circle can only be understood, tested and moved together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody imports is forgotten code, unless something outside starts it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          spec,
          '/main\\.ts$',
          '\\.d\\.ts$',
          '^[^/]+\\.[cm]?js$',
          '^scripts/',
          '^test/bench/',
          '^test/support/(services-|closing-line-reporter)',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // `source` makes package.json#imports answer with TypeScript instead of dist.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
