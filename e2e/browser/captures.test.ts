// One file though long: each capture is a few lines, and all share one browser and one recording collector.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import {
  arrived,
  html,
  leaveFor,
  openBrowser,
  openPage,
  pagesArrived,
  scriptTag,
  scroll,
  waitInPage,
} from './open-browser.ts';

let collector: RecordingCollector;
let browser: Browser;
let page: Page | undefined;

beforeAll(async () => {
  browser = await openBrowser();
});
// A collector for each test: what the pages of the one before send as they close reaches nobody.
beforeEach(async () => {
  collector = await startRecordingCollector();
});
afterEach(async () => {
  await page?.context().close();
  await collector.stop();
});
afterAll(async () => await browser.close());

async function open(body: string, { head = '', tag = scriptTag(), query = '' } = {}): Promise<Page> {
  collector.serve('/page', html(body, head, tag));
  page = await openPage(browser, `${collector.origin}/page${query}`);
  return page;
}

describe('page views', () => {
  it('are sent once, with address, title, campaign and session', async () => {
    await open('<h1>Hello</h1>', { query: '?utm_source=news&utm_campaign=may&gclid=abc#place' });
    const [view] = await pagesArrived(collector);
    expect(view?.properties).toMatchObject({
      path: '/page',
      url: `${collector.origin}/page?utm_source=news&utm_campaign=may&gclid=abc`,
      title: 'Test page',
      referrer: '',
    });
    expect(view?.context).toMatchObject({
      campaign: { source: 'news', name: 'may', gclid: 'abc' },
      library: { name: '@likeness/sdk' },
      locale: 'en-US',
      sessionStart: true,
    });
    expect(view?.messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(collector.requests[0]?.headers['content-type']).toBe('text/plain');
  });

  it('follow history navigations, but not fragments', async () => {
    const view = await open('');
    await pagesArrived(collector);
    await view.evaluate(() => {
      history.pushState({}, '', '/page#here');
      history.pushState({}, '', '/two?x=1');
      document.title = 'Two';
    });
    const views = await pagesArrived(collector, 2);
    expect(views[1]?.properties).toMatchObject({
      path: '/two',
      title: 'Two',
      referrer: `${collector.origin}/page`,
    });
    await view.goBack();
    // Back to /page#here, which is /page again.
    expect((await pagesArrived(collector, 3))[2]?.properties).toMatchObject({ path: '/page' });
  });

  it('say what the page says about itself', async () => {
    await open('', {
      head: `<link rel="canonical" href="/p/blue-mug?ref=x"><meta property="og:type" content="product"><meta name="keywords" content="mug, stoneware">
        <script type="application/ld+json">{"@context":"https://schema.org","@graph":[
          {"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,"name":"Home"},{"@type":"ListItem","position":2,"item":{"name":"Kitchen"}},{"@type":"ListItem","position":3,"name":"Mugs"},{"@type":"ListItem","position":4,"name":"Blue mug"}]},
          {"@type":"Product","name":"Blue mug","sku":"m-1","brand":{"@type":"Brand","name":"Acme"},"offers":{"@type":"Offer","price":"12.50","priceCurrency":"EUR"},"isRelatedTo":{"@type":"Product","name":"Other","brand":"Nobody"}}]}</script>
        <script type="application/ld+json">{ broken</script>`,
    });
    const [view] = await pagesArrived(collector);
    expect(view?.properties.path).toBe('/p/blue-mug');
    expect(view?.properties.metadata).toEqual({
      types: ['Product', 'product'],
      name: 'Blue mug',
      categories: ['Kitchen/Mugs'],
      brands: ['Acme'],
      keywords: ['mug', 'stoneware'],
      sku: 'm-1',
      price: 12.5,
      currency: 'EUR',
    });
  });

  it('take e-mail addresses and long numbers out of the address', async () => {
    await open('', { query: '?mail=a.b%40example.org&card=4111+1111+1111+1111&id=12345' });
    const [view] = await pagesArrived(collector);
    expect(view?.properties.search).toBe('?mail=[email]&card=[number]&id=12345');
    expect(collector.requests.map(({ text }) => text).join()).not.toMatch(/example\.org|1111/);
  });
});

describe('clicks', () => {
  it('carry the control, its text and data, never what was typed', async () => {
    const view = await open(
      `<button id="buy" class="big red" data-sku="m-1"> Buy <b>now</b> </button>
       <input id="field" value="typed secret"><div contenteditable id="note" role="textbox">written secret</div>`,
    );
    await pagesArrived(collector);
    await view.click('#buy b');
    await view.click('#field');
    await view.click('#note');
    const clicks = await arrived(collector, 'Element Clicked', 3);
    expect(clicks[0]?.properties).toMatchObject({
      tag: 'button',
      id: 'buy',
      classes: 'big red',
      text: 'Buy now',
      data: { sku: 'm-1' },
    });
    expect(clicks[0]?.properties.x).toBeTypeOf('number');
    expect(clicks[1]?.properties).toMatchObject({ tag: 'input', id: 'field' });
    expect(collector.requests.map(({ text }) => text).join()).not.toContain('secret');
  });

  it('reach into open shadow trees and stop at what is to be ignored', async () => {
    const view = await open(
      `<div id="host"></div><div data-likeness-ignore><button id="quiet">Quiet</button></div>
       <button id="masked" data-likeness-mask>Anna Schmidt</button>
       <script>host.attachShadow({mode:'open'}).innerHTML='<button id="inner">Inner</button>'</script>`,
    );
    await pagesArrived(collector);
    await view.click('#quiet');
    await view.click('#inner');
    await view.click('#masked');
    const clicks = await arrived(collector, 'Element Clicked', 2);
    expect(clicks.map(({ properties }) => [properties.id, properties.text])).toEqual([
      ['inner', 'Inner'],
      ['masked', undefined],
    ]);
  });

  it('tell outbound links, downloads and rage', async () => {
    const view = await open(
      `<a id="out" href="https://example.org/x" target="_blank" rel="noopener">Out</a>
       <a id="file" href="/manual.pdf">Manual</a><button id="stuck">Stuck</button>
       <script>for (const a of document.links) a.addEventListener('click', (e) => e.preventDefault())</script>`,
    );
    await pagesArrived(collector);
    await view.click('#out');
    await view.click('#file');
    // In one task, so that not even a slow machine takes a second for it.
    await view.evaluate(() => {
      for (let i = 0; i < 4; i++) document.querySelector<HTMLElement>('#stuck')?.click();
    });
    const clicks = (await arrived(collector, 'Element Clicked', 6)).map(({ properties }) => properties);
    expect(clicks[0]).toMatchObject({ href: 'https://example.org/x', outbound: true });
    expect(clicks[1]).toMatchObject({ href: '/manual.pdf', download: true });
    expect(clicks.filter(({ rage }) => rage)).toHaveLength(1);
  });
});

describe('dead clicks', () => {
  it('are clicks on controls that the page does not answer', async () => {
    const view = await open(
      `<button id="dead">Save</button><button id="alive">More</button><p id="text">A paragraph.</p><input id="field">
       <script>alive.addEventListener('click', () => { alive.textContent = 'Less' })</script>`,
    );
    await pagesArrived(collector);
    await view.click('#text');
    await view.click('#field');
    await waitInPage(view, 2_100);
    await view.click('#alive');
    await view.click('#dead');
    const [dead] = await arrived(collector, 'Dead Click');
    expect(dead?.properties).toMatchObject({ tag: 'button', id: 'dead', text: 'Save' });
    expect(collector.tracked('Dead Click')).toHaveLength(1);
    expect(collector.tracked('Element Clicked')).toHaveLength(4);
  });
});

describe('engagement', () => {
  it('tells thresholds once each, as the visitor scrolls past them', async () => {
    const view = await open('<div style="height:8000px"></div>');
    await pagesArrived(collector);
    for (const top of [2_500, 1_000, 2_500, 8_000]) await scroll(view, top);
    const reached = await arrived(collector, 'Scroll Depth Reached', 2);
    expect(reached.map(({ properties }) => properties)).toEqual([{ percent: 25 }, { percent: 90 }]);
  });

  it('is told when the page is left: how far, how long', async () => {
    const openedAt = Date.now();
    const view = await open('<div style="height:4000px"></div><a href="/next">next</a>');
    collector.serve('/next', html('next'));
    await pagesArrived(collector);
    await scroll(view, 1_500);
    await waitInPage(view, 250);
    await leaveFor(view, '/next');
    const [left] = await arrived(collector, 'Page Left');
    const [scrolled] = await arrived(collector, 'Page Scrolled');
    expect(scrolled?.properties.depth).toBeGreaterThan(0.5);
    expect(scrolled?.properties.depth).toBeLessThan(0.6);
    // At least the time that was waited for, at most all there was.
    expect(left?.properties.visibleMs).toBeGreaterThan(200);
    expect(left?.properties.visibleMs).toBeLessThanOrEqual(Date.now() - openedAt);
    expect(left?.properties.depth).toBe(scrolled?.properties.depth);
    expect(left?.context).toMatchObject({ page: { path: '/page' } });
  });

  it('knows pages whose content scrolls in an element of its own', async () => {
    const view = await open(
      '<div id="inner" style="height:100vh;overflow:auto"><div style="height:400vh"></div></div>',
    );
    await pagesArrived(collector);
    await scroll(view, 1e6, '#inner');
    await view.close({ runBeforeUnload: true });
    const [scrolled] = await arrived(collector, 'Page Scrolled');
    expect(scrolled?.properties.depth).toBe(1);
  });
});

describe('searches', () => {
  it('are read from the address, with the number of results where it is marked', async () => {
    await open('<p data-likeness-results="12">12 results</p>', {
      query: '?q=%20Blue%20%20mug%20anna@example.org',
    });
    const [search] = await arrived(collector, 'Products Searched');
    expect(search?.properties).toEqual({ query: 'Blue mug [email]', results: 12 });
  });

  it('are read from search forms that leave no trace in the address', async () => {
    const view = await open(
      `<form role="search"><input name="words"></form><form id="login"><input name="user"><input name="q" type="password"></form>
       <input type="search" id="free">
       <script>for (const f of document.forms) f.addEventListener('submit', (e) => e.preventDefault())</script>`,
    );
    await pagesArrived(collector);
    await view.fill('[name=words]', 'red mug');
    await view.press('[name=words]', 'Enter');
    await view.fill('#free', 'green mug');
    await view.press('#free', 'Enter');
    await view.fill('[name=user]', 'anna');
    await view.fill('[type=password]', 'hunter2');
    await view.press('[type=password]', 'Enter');
    const searches = await arrived(collector, 'Products Searched', 2);
    expect(searches.map(({ properties }) => properties.query)).toEqual(['red mug', 'green mug']);
    await arrived(collector, 'Form Started');
    expect(collector.requests.map(({ text }) => text).join()).not.toMatch(/hunter2|"anna/);
  });

  it('count once when the form leads to an address with the query in it', async () => {
    const view = await open('<form role="search" action="/found"><input name="q"></form>');
    collector.serve('/found', html('found'));
    await pagesArrived(collector);
    await view.fill('[name=q]', 'red mug');
    await view.press('[name=q]', 'Enter');
    await view.waitForURL(/found/);
    await pagesArrived(collector, 2);
    await view.evaluate(() => window.likeness?.flush?.());
    expect(collector.tracked('Products Searched')).toHaveLength(1);
  });
});

describe('forms', () => {
  it('are begun and sent or given up, with no value in it', async () => {
    const view = await open(
      `<form id="order" action="/order?token=t"><input name="a"><input name="id"><select name="s"><option>x<option>y</select><button>Order</button></form>
       <form id="other"><input name="b"></form>
       <script>order.addEventListener('submit', (e) => e.preventDefault())</script>`,
    );
    await pagesArrived(collector);
    await view.fill('#order [name=a]', 'secret');
    await view.selectOption('#order [name=s]', 'y');
    await view.click('#order button');
    await view.fill('#other [name=b]', 'secret');
    await view.close({ runBeforeUnload: true });
    const forms = () => collector.events().filter(({ event }) => event?.startsWith('Form '));
    await collector.until(() => forms().length >= 4, 'four events of forms');
    const inOrder = forms().toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
    expect(inOrder.map(({ event, properties }) => [event, properties])).toEqual([
      ['Form Started', { form: 'order' }],
      ['Form Submitted', { form: 'order', fields: 2 }],
      ['Form Started', { form: 'other' }],
      ['Form Abandoned', { form: 'other', fields: 1 }],
    ]);
    expect(collector.requests.map(({ text }) => text).join()).not.toContain('secret');
  });
});

describe('placements', () => {
  it('are seen once after a second in view, and clicked', async () => {
    const view = await open(
      `<div data-likeness-placement="shelf"><a href="#" id="first" data-likeness-item="m-1" data-likeness-position="1">Mug</a></div>
       <div style="height:5000px"></div><a data-likeness-item="m-2" id="below">Below</a>`,
    );
    const [seen] = await arrived(collector, 'Placement Viewed');
    expect(seen?.properties).toEqual({ placement: 'shelf', item: 'm-1', position: 1 });
    await view.click('#first');
    const [clicked] = await arrived(collector, 'Placement Clicked');
    expect(clicked?.properties).toEqual({ placement: 'shelf', item: 'm-1', position: 1 });
    expect(collector.tracked('Placement Viewed')).toHaveLength(1);
  });
});

describe('switches', () => {
  it('turn single captures off', async () => {
    const view = await open('<button id="b">B</button>', {
      tag: scriptTag('data-clicks="0" data-searches="0" data-mask="text"'),
      query: '?q=mug',
    });
    await pagesArrived(collector);
    await view.click('#b');
    await view.evaluate(async () => {
      window.likeness?.track?.('Last');
      await window.likeness?.flush?.();
    });
    await arrived(collector, 'Last');
    expect(collector.events().map(({ type, event }) => event ?? type)).toEqual(['page', 'Last']);
  });
});
