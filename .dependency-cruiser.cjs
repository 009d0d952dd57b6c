/** The one-way rule (ARCHITECTURE.md): main, renderer and sync-server import shared, and nothing of each other. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(main|renderer|sync-server|test)/' },
    },
    { name: 'shared-is-pure', severity: 'error', from: { path: '^shared/', pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'hotline-knows-no-protocol',
      severity: 'error',
      from: { path: '^shared/hotline/' },
      to: { path: '^shared/(sync|host|exchange)/' },
    },
    { name: 'main-imports-shared-only', severity: 'error', from: { path: '^main/' }, to: { path: '^(renderer|sync-server|test)/' } },
    { name: 'renderer-imports-shared-only', severity: 'error', from: { path: '^renderer/' }, to: { path: '^(main|sync-server|test)/' } },
    { name: 'hub-imports-shared-only', severity: 'error', from: { path: '^sync-server/' }, to: { path: '^(main|renderer|test)/' } },
    {
      name: 'screens-use-the-door',
      severity: 'error',
      from: { path: '^renderer/(features|ui)/' },
      to: { path: '^renderer/replica/', pathNot: '^renderer/replica/(door|search|session|platform|slim-rows|rescue)\\.ts$' },
    },
    {
      name: 'features-by-their-door',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/([^/]+)/', pathNot: ['^renderer/features/$1/', '/index\\.tsx?$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    exclude: { path: '^build/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
