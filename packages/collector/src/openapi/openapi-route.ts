import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { createOpenApiDocument, templateOf } from './openapi-document.ts';
import { type Operation, operations } from './operations.ts';

/** `GET /openapi.json` and `GET /docs/api`, the same for people. */
export function createOpenApiRoutes(version: string): Hono {
  const routes = new Hono();
  const document = createOpenApiDocument(version);
  routes.get('/openapi.json', (c) => c.json(document));
  routes.get('/docs/api', (c) => {
    c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    return c.html(page(document.info.description));
  });
  return routes;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #d8dee4}code{font:14px ui-monospace,monospace;background:#f0f2f5;padding:.1em .3em;border-radius:3px}
article{margin:1rem 0}h3{font-size:1rem;margin:0}p{margin:.2rem 0}ul{margin:.2rem 0}.key{color:#57606a;font-weight:400}
@media(prefers-color-scheme:dark){body{background:#14171a;color:#e6e8ea}code{background:#24292e}h2{border-color:#333}.key{color:#9aa4ad}}`;

function page(description: string) {
  const groups = [...new Set(operations.map(({ group }) => group))];
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Likeness collector: HTTP</title><style>${raw(style)}</style></head>
<body>
<h1>Likeness collector: HTTP</h1>
<p>${description.replaceAll('`', '')}</p>
<p>For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
${groups.map((group) => html`<h2>${group}</h2>${operations.filter((operation) => operation.group === group).map(article)}`)}
</body>
</html>`;
}

function article({ method, path, summary, key, parameters = [] }: Operation) {
  return html`<article>
<h3><code>${method.toUpperCase()} ${templateOf(path)}</code> <span class="key">${key === 'none' ? 'no key' : `${key} key`}</span></h3>
<p>${summary}</p>
${parameters.length === 0 ? '' : html`<ul>${parameters.map((parameter) => html`<li><code>${parameter.name}</code> (${parameter.in}): ${parameter.description}</li>`)}</ul>`}
</article>`;
}
