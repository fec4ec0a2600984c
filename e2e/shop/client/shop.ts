import type { Instruction } from '../events/instruction.ts';
import { startActions } from './actions.ts';
import { makeCalls } from './likeness-calls.ts';
import { startPanel } from './panel/panel.ts';
import { startThemeSwitch } from './theme-switch.ts';

startThemeSwitch();
startPanel();
startActions();
// Our own server wrote it, as an array of instructions (pages/layout.ts).
makeCalls(
  JSON.parse(document.querySelector('#page-instructions')?.textContent ?? '[]') as readonly Instruction[],
);
