import { describe, expect, it } from 'vitest';
import { hashText } from './hash-slot.ts';
import { createNameMemory } from './name-memory.ts';

describe('name memory', () => {
  it('answers the hash of the name, whether names repeat, move or are new', () => {
    const memory = createNameMemory();
    for (let example = 0; example < 300; example++) {
      memory.begin();
      for (let position = 0; position < 5; position++) {
        // The same names for a while, then others each time (the memory rests), then the same again.
        const name = example >= 50 && example < 200 ? `tag ${example * 7 + position}` : `field ${position}`;
        expect(memory.hashOf(name, position)).toBe(hashText(name));
      }
    }
  });

  it('hashes names of any length and at any position', () => {
    const memory = createNameMemory();
    const long = 'x'.repeat(1000);
    for (let example = 0; example < 3; example++) {
      memory.begin();
      expect(memory.hashOf(long, 0)).toBe(hashText(long));
      expect(memory.hashOf('far', 100_000)).toBe(hashText('far'));
    }
  });
});
