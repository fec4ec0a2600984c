import { expect, it } from 'vitest';
import type { EngineFixture } from './engine-fixture.ts';
import { scriptTag } from './open-browser.ts';

/** Every capture, each on one of two pages; there is no LCP, INP and CLS where an engine does not measure them. */
export function testCaptures({ engine, current, drive, expectEachOnce }: EngineFixture): void {
  it('captures pages, clicks, searches and forms, compresses what it sends, and folds it on the device', async () => {
    const collector = current();
    await drive(
      `await seen('page');
       document.querySelector('#buy').click();
       const field = document.querySelector('[name=a]');
       field.value = 'secret';
       field.dispatchEvent(new Event('input', { bubbles: true }));
       history.pushState({}, '', '/two');
       likeness.onProfile(({ counts, segments }) => {
         if (counts.Counted !== 200 || window.told) return;
         window.told = true;
         likeness.track('Profile Seen', { segments });
       });
       count(200);`,
      '<button id="buy" data-sku="m-1">Buy now</button><form id="order"><input name="a"></form>',
    );
    await expectEachOnce(200);
    const names = () => collector.events().map(({ type, event }) => event ?? type);
    // Not Page Left: a page that is left in the instant it was shown has no visible time to tell of.
    const captured = [
      'page',
      'Element Clicked',
      'Products Searched',
      'Form Started',
      'Page Scrolled',
      'Profile Seen',
    ];
    await collector.until(
      () =>
        names().filter((name) => name === 'page').length >= 2 &&
        captured.every((name) => names().includes(name)),
      `two pages and ${captured.join(', ')}`,
    );
    expect(collector.tracked('Element Clicked')[0]?.properties).toMatchObject({ id: 'buy', text: 'Buy now' });
    expect(collector.tracked('Products Searched')[0]?.properties).toMatchObject({ query: 'red mug' });
    expect(collector.tracked('Profile Seen')[0]?.properties.segments).toContain('new');
    const burst = collector.requests.find(({ events }) => events.length >= 50);
    // This one is too old to compress, and sends what it has as it is.
    if (engine === 'wpe') expect(burst?.wireBytes).toBe(Buffer.byteLength(burst?.text ?? ''));
    else expect(burst?.wireBytes).toBeLessThan((burst?.text.length ?? 0) / 3);
    expect(collector.requests.map(({ text }) => text).join()).not.toContain('secret');
  });

  it('captures what is scrolled, sent, given up, shown, clicked in vain or in rage, and what fails', async () => {
    const collector = current();
    await drive(
      `await seen('page');
       const by = (selector) => document.querySelector(selector);
       for (let i = 0; i < 3; i++) by('#out').click();
       by('[data-likeness-item]').click();
       by('#sent').requestSubmit();
       const field = by('#given-up input');
       field.dispatchEvent(new Event('input', { bubbles: true }));
       by('#box').value = 'green bowl';
       by('#box').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
       setTimeout(() => { throw new Error('broken') });
       await seen('Placement Viewed');
       scrollTo(0, 5000);
       await seen('Scroll Depth Reached');
       by('#dead').click();
       await seen('Dead Click');
       while (!performance.getEntriesByType('resource').some(({ name }) => name.includes('web-vitals'))) await wait(20);
       location.assign('/next');`,
      `<a id="out" href="https://elsewhere.example/x.pdf" onclick="event.preventDefault()">Elsewhere</a>
       <div data-likeness-placement="similar"><b data-likeness-item="m-1" data-likeness-position="2">Mug</b></div>
       <form id="sent" onsubmit="event.preventDefault()"><input name="a"></form>
       <form id="given-up"><input name="b"></form><input id="box" type="search"><button id="dead">Dead</button>
       <script type="application/ld+json">{"@type":"Product","name":"Blue mug","category":"Kitchen > Mugs"}</script>
       <p style="height:3000px">Long</p>`,
      { tag: scriptTag('data-errors="1"') },
    );
    const all = [
      'Element Clicked',
      'Placement Viewed',
      'Placement Clicked',
      'Form Started',
      'Form Submitted',
      'Form Abandoned',
      'Error Occurred',
      'Scroll Depth Reached',
      'Page Scrolled',
      'Page Left',
      'Dead Click',
      'Web Vitals Measured',
    ];
    await collector.until(() => all.every((name) => collector.tracked(name).length > 0), all.join(', '));
    const first = (name: string) => collector.tracked(name)[0]?.properties;
    expect(first('Element Clicked')).toMatchObject({ outbound: true, download: true });
    expect(collector.tracked('Element Clicked').filter(({ properties }) => properties.rage)).toHaveLength(1);
    expect(first('Placement Viewed')).toEqual({ placement: 'similar', item: 'm-1', position: 2 });
    expect(first('Form Submitted')).toMatchObject({ form: 'sent' });
    expect(first('Form Abandoned')).toEqual({ form: 'given-up', fields: 1 });
    expect(first('Error Occurred')).toMatchObject({ message: 'Error: broken' });
    expect(first('Scroll Depth Reached')).toEqual({ percent: 90 });
    expect(first('Dead Click')).toMatchObject({ id: 'dead' });
    const searches = collector.tracked('Products Searched').map(({ properties }) => properties.query);
    expect(searches).toEqual(['red mug', 'green bowl']);
    const [view] = collector.events().filter(({ type }) => type === 'page');
    expect(view?.properties.metadata).toMatchObject({ name: 'Blue mug', categories: ['Kitchen > Mugs'] });
  });
}
