# The collector with SDK and dashboard, run from the sources: Node 24 runs TypeScript.
FROM node:24-bookworm-slim AS build
WORKDIR /app
RUN npm install --global pnpm@12
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json tsconfig.json ./
COPY patches/ patches/
COPY packages/core/package.json packages/core/
COPY packages/sdk/package.json packages/sdk/
COPY packages/collector/package.json packages/collector/
COPY e2e/package.json e2e/
RUN pnpm install --frozen-lockfile
COPY . .
RUN node scripts/build.ts script-tag

FROM node:24-bookworm-slim
ENV NODE_ENV=production LIKENESS_HOST=0.0.0.0 LIKENESS_PORT=8787
WORKDIR /app
COPY --from=build --chown=node:node /app ./
# The image's user node, by number: who checks that a container does not run as root cannot read names.
USER 1000:1000
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8787/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# A small young generation, an old one that grows in small steps, few allocator arenas: a third less memory. Objects
# allocated young, one helper for the garbage collector: a third less CPU (docs/performance.md).
ENV MALLOC_ARENA_MAX=2
ENTRYPOINT ["node", "--max-semi-space-size=16", "--heap-growing-percent=60", "--no-allocation-site-pretenuring", "--v8-pool-size=1", "packages/collector/src/main.ts"]
CMD ["serve", "--sdk-dir", "packages/sdk/dist"]
