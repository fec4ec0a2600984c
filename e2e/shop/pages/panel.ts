import { html } from 'hono/html';
import { cameo } from './cameo.ts';
import type { Html, Scene } from './page.ts';

/** The visitor's own profile, filled in by client/panel; a side panel, on a phone a sheet at the bottom. */
export function panel({ base, visitor }: Scene): Html {
  return html`<aside class="panel" id="panel" aria-labelledby="panel-title" data-live="${base}/live" data-why="${base}/why" data-visitor="${visitor.anonymousId}" data-likeness-ignore>
<button type="button" class="peek" aria-expanded="false" aria-controls="panel-body">
<span class="peek-face">${cameo('peek')}</span>
<span class="peek-text"><strong data-panel="peek-name">Your likeness</strong><span data-panel="peek-line">Look around; it draws itself.</span></span>
<span class="peek-count" data-panel="peek-count">0</span>
</button>
<div class="panel-body" id="panel-body">
<header class="panel-head">
<h2 id="panel-title">Your likeness</h2>
<p class="live" data-panel="live" data-state="waiting"><span class="dot" aria-hidden="true"></span><span data-panel="live-text">connecting</span></p>
</header>
<p class="identity" data-panel="identity"><span class="who" data-panel="who">Somebody</span> <span class="ids" data-panel="ids"></span></p>
<figure class="portrait" data-panel="portrait">${cameo('full')}<figcaption class="unseen">A silhouette, filled with layers in proportion to the strongest interests.</figcaption></figure>
<dl class="numbers">
<div><dt>events</dt><dd data-panel="events">0</dd></div>
<div><dt>visits</dt><dd data-panel="visits">0</dd></div>
<div><dt>spent</dt><dd data-panel="spent">–</dd></div>
<div><dt>last event took</dt><dd data-panel="latency">–</dd></div>
</dl>
<section aria-labelledby="panel-activity">
<h3 id="panel-activity">Just now</h3>
<ol class="activity" data-panel="activity"><li class="nothing">Nothing yet. Click anything.</li></ol>
</section>
<section aria-labelledby="panel-segments">
<h3 id="panel-segments">Segments <span>entered and left, live</span></h3>
<ul class="segments" data-panel="segments" aria-live="polite"><li class="nothing">In none yet. Put something in the basket.</li></ul>
</section>
<section class="interests" aria-labelledby="panel-interests">
<h3 id="panel-interests">Interests <span>click one to ask why</span></h3>
<div data-panel="families"><p class="nothing">Look at a thing or two and they appear here.</p></div>
</section>
<section aria-labelledby="panel-counts">
<h3 id="panel-counts">Counted</h3>
<ul class="counts" data-panel="counts"></ul>
</section>
<p class="sql">The same rows, for analysts:<code>select * from likeness.profile_tags</code></p>
</div>
</aside>`;
}
