import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';
import type { FullSite } from '../site.ts';

/** Captures how the page felt, once per load: `Web Vitals Measured`, when it is first hidden. */
export function captureWebVitals({ emit, wants, onHide }: FullSite): void {
  const vitals: Record<string, number> = {};
  let told = false;
  // Every change is taken, since the page may be hidden before the library has its last word. Its observers are
  // buffered: what happened before it was loaded counts.
  for (const observe of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
    observe(
      ({ name, value }) => {
        vitals[name.toLowerCase()] = name === 'CLS' ? Math.round(value * 1e4) / 1e4 : Math.round(value);
      },
      { reportAllChanges: true },
    );
  }
  onHide.push(() => {
    if (told || !wants('vitals') || Object.keys(vitals).length === 0) return;
    told = true;
    emit('Web Vitals Measured', vitals);
  });
}
