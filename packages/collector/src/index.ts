export type { CommandContext } from './cli/command.ts';
export { runSafely } from './cli/run.ts';
export { type Extend, type Serving, serve, serveUsage } from './cli/serve.ts';
export { createDashboard, type DashboardOptions } from './dashboard/dashboard-route.ts';
export { createProcessContext } from './process-context.ts';
export { createService, type Service, type ServiceOptions } from './service.ts';
