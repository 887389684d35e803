# The town's programs: api, worker, town and the townline command. Which one runs is the command's choice.

FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run -s build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    TOWNLINE_DATA_DIR=/var/lib/townline
WORKDIR /opt/townline
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY LICENSE ./
RUN printf '#!/bin/sh\nexec node --enable-source-maps /opt/townline/dist/apps/cli/src/main.js "$@"\n' > /usr/local/bin/townline \
    && chmod 0755 /usr/local/bin/townline \
    && install -d -o node -g node -m 0700 /var/lib/townline
USER node
VOLUME /var/lib/townline
EXPOSE 3110
# A worker has no door of its own; docker-compose.yml gives it another check.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3110/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/town/src/main.js"]
