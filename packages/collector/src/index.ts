export type { CommandContext } from './cli/command.ts';
export { runSafely } from './cli/run.ts';
export { type Extend, type Serving, serve, serveUsage } from './cli/serve.ts';
export {
  type Duration,
  defineConfig,
  type HalfLivesConfig,
  type InterestsConfig,
  type LikenessConfig,
  type UpdateConfig,
  type UpdateStrategy,
  type WebhookConfig,
} from './config/config.ts';
export { type ResolvedConfig, resolveConfig } from './config/resolve-config.ts';
export { createDashboard, type DashboardOptions } from './dashboard/dashboard-route.ts';
export { verifyWebhook } from './jobs/sign-webhook.ts';
export { createProcessContext } from './process-context.ts';
export { createService, type Service, type ServiceOptions } from './service.ts';
