/**
 * Words that say nothing about a topic: English, German, French, Spanish, Chinese and Japanese. An object literal
 * rather than a `Set`: a literal costs a bundler and an importer nothing, and `Object.hasOwn` answers in
 * nanoseconds. Words that are a stop word in one language and a subject in another (German "war", Spanish "son")
 * are left out, and so is what {@link isStopWord} knows by rule.
 */
// biome-ignore format: one word a line would make 700 lines of it
const STOP_WORDS: Readonly<Record<string, 1>> = {
  // English ('then' is a rule: an object with a `then` looks like a promise)
  about: 1, above: 1, after: 1, again: 1, against: 1, all: 1, almost: 1, also: 1, although: 1, always: 1,
  am: 1, among: 1, an: 1, and: 1, another: 1, any: 1, anyone: 1, anything: 1, are: 1, around: 1, as: 1,
  at: 1, be: 1, because: 1, been: 1, before: 1, being: 1, below: 1, between: 1, both: 1, but: 1, by: 1,
  can: 1, cannot: 1, could: 1, did: 1, do: 1, does: 1, doing: 1, done: 1, down: 1, during: 1, each: 1,
  either: 1, else: 1, even: 1, ever: 1, every: 1, for: 1, from: 1, further: 1, get: 1, gets: 1, getting: 1,
  go: 1, goes: 1, going: 1, got: 1, had: 1, has: 1, have: 1, having: 1, he: 1, her: 1, here: 1, hers: 1,
  him: 1, his: 1, how: 1, however: 1, if: 1, in: 1, into: 1, is: 1, it: 1, its: 1, just: 1, let: 1, like: 1,
  made: 1, make: 1, makes: 1, many: 1, may: 1, me: 1, might: 1, more: 1, most: 1, much: 1, must: 1, my: 1,
  near: 1, never: 1, no: 1, nobody: 1, none: 1, nor: 1, not: 1, nothing: 1, now: 1, of: 1, off: 1, often: 1,
  on: 1, once: 1, one: 1, only: 1, onto: 1, or: 1, other: 1, our: 1, ours: 1, out: 1, over: 1, own: 1,
  per: 1, please: 1, quite: 1, rather: 1, really: 1, same: 1, she: 1, should: 1, since: 1, so: 1, some: 1,
  something: 1, still: 1, such: 1, than: 1, that: 1, the: 1, their: 1, theirs: 1, them: 1,
  there: 1, these: 1, they: 1, this: 1, those: 1, though: 1, through: 1, to: 1, together: 1, too: 1,
  under: 1, until: 1, up: 1, upon: 1, us: 1, use: 1, used: 1, using: 1, very: 1, via: 1, want: 1, was: 1,
  we: 1, well: 1, were: 1, what: 1, when: 1, where: 1, whether: 1, which: 1, while: 1, who: 1, whom: 1,
  whose: 1, why: 1, will: 1, with: 1, within: 1, without: 1, would: 1, yes: 1, yet: 1, you: 1, your: 1,
  yours: 1,
  // German
  aber: 1, als: 1, auch: 1, auf: 1, aus: 1, bei: 1, beim: 1, bis: 1, das: 1, dass: 1, dein: 1, dem: 1,
  den: 1, denn: 1, der: 1, des: 1, dich: 1, dir: 1, doch: 1, durch: 1, ein: 1, eine: 1, einem: 1, einen: 1,
  einer: 1, eines: 1, er: 1, es: 1, für: 1, hat: 1, ich: 1, ihm: 1, ihn: 1, ihr: 1, ihre: 1, im: 1, ist: 1,
  kann: 1, kein: 1, keine: 1, mein: 1, meine: 1, mich: 1, mir: 1, mit: 1, nach: 1, nicht: 1, noch: 1,
  nur: 1, oder: 1, sehr: 1, sein: 1, seine: 1, sich: 1, sie: 1, sind: 1, und: 1, uns: 1, unser: 1, vom: 1,
  von: 1, vor: 1, warum: 1, weil: 1, wenn: 1, werden: 1, wie: 1, wir: 1, wird: 1, zu: 1, zum: 1, zur: 1,
  über: 1,
  // French
  au: 1, aussi: 1, aux: 1, avec: 1, ce: 1, ces: 1, cet: 1, cette: 1, chez: 1, comme: 1, dans: 1, de: 1,
  elle: 1, elles: 1, en: 1, est: 1, et: 1, il: 1, ils: 1, je: 1, la: 1, le: 1, les: 1, leur: 1, leurs: 1,
  lui: 1, ma: 1, mais: 1, mes: 1, ne: 1, nos: 1, notre: 1, nous: 1, ou: 1, où: 1, par: 1, pas: 1, plus: 1,
  pour: 1, qu: 1, que: 1, qui: 1, quoi: 1, sa: 1, sans: 1, se: 1, ses: 1, si: 1, sont: 1, sous: 1, sur: 1,
  ta: 1, tes: 1, très: 1, tu: 1, un: 1, une: 1, vos: 1, votre: 1, vous: 1,
  // Spanish
  al: 1, como: 1, con: 1, del: 1, desde: 1, donde: 1, dos: 1, el: 1, ella: 1, ellos: 1, entre: 1, era: 1,
  esa: 1, ese: 1, eso: 1, esta: 1, este: 1, esto: 1, está: 1, fue: 1, ha: 1, hay: 1, las: 1, lo: 1, los: 1,
  más: 1, mi: 1, mis: 1, muy: 1, nada: 1, ni: 1, nuestra: 1, nuestro: 1, os: 1, otra: 1, otro: 1, para: 1,
  pero: 1, por: 1, porque: 1, su: 1, sus: 1, sí: 1, también: 1, te: 1, tiene: 1, todo: 1, una: 1, uno: 1,
  unos: 1, y: 1, ya: 1, yo: 1, él: 1,
  // Chinese
  我们: 1, 你们: 1, 他们: 1, 她们: 1, 它们: 1, 咱们: 1, 这个: 1, 那个: 1, 哪个: 1, 这些: 1, 那些: 1, 这里: 1, 那里: 1, 这样: 1, 那样: 1,
  这么: 1, 那么: 1, 怎么: 1, 怎样: 1, 什么: 1, 为什么: 1, 没有: 1, 不是: 1, 不会: 1, 不能: 1, 还是: 1, 只是: 1, 非常: 1, 比较: 1, 对于: 1,
  以及: 1, 或者: 1, 而且: 1, 并且: 1, 但是: 1, 可是: 1, 不过: 1, 因为: 1, 所以: 1, 如果: 1, 虽然: 1, 然后: 1, 于是: 1, 因此: 1, 为了: 1,
  由于: 1, 其中: 1, 其他: 1, 等等: 1, 可以: 1, 可能: 1, 应该: 1, 一个: 1, 一些: 1, 一样: 1, 一下: 1, 一点: 1, 有点: 1, 有些: 1, 自己: 1,
  大家: 1, 已经: 1, 正在: 1, 现在: 1, 时候: 1, 之后: 1, 之前: 1, 关于: 1, 就是: 1, 还有: 1, 不要: 1, 能够: 1, 需要: 1, 的话: 1, 不太: 1,
  很多: 1, 真的: 1, 觉得: 1, 的: 1, 了: 1, 和: 1, 是: 1, 在: 1, 我: 1, 你: 1, 您: 1, 他: 1, 她: 1, 它: 1, 们: 1, 这: 1, 那: 1,
  哪: 1, 有: 1, 没: 1, 不: 1, 就: 1, 也: 1, 都: 1, 还: 1, 又: 1, 再: 1, 才: 1, 只: 1, 很: 1, 太: 1, 更: 1, 最: 1, 被: 1,
  把: 1, 让: 1, 给: 1, 对: 1, 从: 1, 向: 1, 到: 1, 跟: 1, 与: 1, 及: 1, 或: 1, 而: 1, 并: 1, 但: 1, 以: 1, 为: 1, 之: 1,
  其: 1, 等: 1, 着: 1, 过: 1, 得: 1, 地: 1, 啊: 1, 吧: 1, 呢: 1, 吗: 1, 呀: 1, 哦: 1, 嗯: 1, 啦: 1, 嘛: 1, 会: 1, 能: 1,
  要: 1, 想: 1, 去: 1, 来: 1, 上: 1, 下: 1, 中: 1, 里: 1, 个: 1, 一: 1, 做: 1, 说: 1, 看: 1, 请: 1, 每: 1, 某: 1, 该: 1,
  此: 1, 各: 1, 时: 1, 個: 1, 這: 1, 們: 1, 會: 1, 沒: 1, 還: 1, 說: 1, 與: 1, 從: 1, 過: 1, 後: 1,
  // Japanese
  です: 1, ます: 1, でした: 1, ました: 1, ある: 1, する: 1, した: 1, して: 1, いる: 1, という: 1, から: 1, まで: 1, など: 1, より: 1,
  だけ: 1, こと: 1, もの: 1, ため: 1, これ: 1, それ: 1, この: 1, その: 1, 私: 1,
};

/** One Western letter, or hiragana of one or two signs: grammar, hardly ever a topic. */
const TOO_SHORT = /^(?:[a-zß-ɏа-я]|\p{Script=Hiragana}{1,2})$/u;

/** English contractions: "don't", "she'll". The possessive "dress's" is not one, see `segmentText`. */
const CONTRACTION = /(?:n't|'(?:d|ll|m|re|ve))$/;

/** Whether a lower-cased word says nothing about a topic, by list or by rule. */
export function isStopWord(word: string): boolean {
  if (Object.hasOwn(STOP_WORDS, word) || word === 'then') return true;
  if (word.length <= 2) return TOO_SHORT.test(word);
  return word.includes("'") && CONTRACTION.test(word);
}
