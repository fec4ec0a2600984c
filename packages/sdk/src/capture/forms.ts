import type { FullSite } from '../site.ts';
import { innermost } from './clicks.ts';

/** Captures that forms are begun, sent or given up: which form and how many fields, never what is in them. */
export function captureForms({ on, emit, wants, onView, onHide }: FullSite): void {
  /** Forms begun in this page view and not sent, with the fields touched. */
  const begun = new Map<HTMLFormElement, Set<EventTarget>>();

  const formOf = (event: Event): HTMLFormElement | undefined => {
    const target = innermost(event);
    const form = target instanceof HTMLFormElement ? target : target?.closest('form');
    // A search form is a search, not a form.
    const isSearch = form?.matches('[role=search],search form') || form?.querySelector('input[type=search]');
    return form && !isSearch && wants('forms') ? form : undefined;
  };
  const abandon = (): void => {
    for (const [form, fields] of begun) emit('Form Abandoned', { form: nameOf(form), fields: fields.size });
    begun.clear();
  };

  on(window, 'input change', (event) => {
    const form = formOf(event);
    const [field] = event.composedPath();
    if (!form || !field) return;
    const fields = begun.get(form);
    if (fields) fields.add(field);
    else {
      begun.set(form, new Set([field]));
      emit('Form Started', { form: nameOf(form) });
    }
  });
  on(window, 'submit', (event) => {
    const form = formOf(event);
    if (!form) return;
    emit('Form Submitted', { form: nameOf(form), fields: begun.get(form)?.size });
    begun.delete(form);
  });
  onView.push(abandon);
  onHide.push(abandon);
}

/** A form's id or name, or else where it leads. A field called `id` or `name` must not answer in its place. */
function nameOf(form: HTMLFormElement): string {
  const text = ['id', 'name', 'aria-label', 'action'].map((name) => form.getAttribute(name)).find(Boolean);
  return text?.split('?')[0]?.slice(0, 128) ?? 'form';
}
