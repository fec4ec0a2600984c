import type { Context } from 'hono';
import { deleteCookie, getCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { type Cart, parseCart, writeCart } from './cart.ts';
import { findPerson, type Person } from './person.ts';

/** Who is looking, as their cookies say. */
export interface Visitor {
  /** Handed out by the shop, so that its server may show this browser its own profile. */
  readonly anonymousId: string;
  readonly person: Person | undefined;
  readonly cart: Cart;
  /** What the visitor chose with the switch; `auto` follows the system. */
  readonly theme: 'auto' | 'light' | 'dark';
}

/** What reading and writing the cookies needs. */
export interface CookieOptions {
  /** Signs them (HMAC-SHA-256): nobody can claim another visitor's id. */
  readonly secret: string;
  /** The path the shop is mounted at. */
  readonly path: string;
  /** Called for a browser that has no id yet. */
  readonly newId: () => string;
}

const names = {
  visitor: 'pottering_visitor',
  person: 'pottering_person',
  cart: 'pottering_cart',
  theme: 'pottering_theme',
};
const yearSeconds = 365 * 24 * 60 * 60;

/** Reads the visitor's cookies; a browser without an id, or with one we did not sign, gets a new one. */
export async function loadVisitor(c: Context, options: CookieOptions): Promise<Visitor> {
  const signed = async (name: string): Promise<string> => {
    const value = await getSignedCookie(c, options.secret, name);
    return typeof value === 'string' ? value : '';
  };
  const theme = getCookie(c, names.theme);
  const anonymousId = await signed(names.visitor);
  return {
    anonymousId: anonymousId === '' ? await renewAnonymousId(c, options) : anonymousId,
    person: findPerson(await signed(names.person)),
    cart: parseCart(await signed(names.cart)),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  };
}

/** The browser's anonymous id if it has one that we signed; sets nothing. */
export async function readAnonymousId(c: Context, options: CookieOptions): Promise<string | undefined> {
  const value = await getSignedCookie(c, options.secret, names.visitor);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Gives the browser a new anonymous id: at its first visit and after each log-out. */
export async function renewAnonymousId(c: Context, options: CookieOptions): Promise<string> {
  const anonymousId = options.newId();
  await save(c, options, names.visitor, anonymousId);
  return anonymousId;
}

/** Remembers who is logged in. */
export async function savePerson(c: Context, options: CookieOptions, person: Person): Promise<void> {
  await save(c, options, names.person, person.id);
}

/** Forgets who was logged in. */
export function forgetPerson(c: Context, options: CookieOptions): void {
  deleteCookie(c, names.person, { path: options.path });
}

/** Remembers the basket. */
export async function saveCart(c: Context, options: CookieOptions, cart: Cart): Promise<void> {
  await save(c, options, names.cart, writeCart(cart));
}

async function save(c: Context, options: CookieOptions, name: string, value: string): Promise<void> {
  await setSignedCookie(c, name, value, options.secret, {
    path: options.path,
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(c.req.url).protocol === 'https:',
    maxAge: yearSeconds,
  });
}
