import { readSpecText } from '../../src/spec/read.js';
import { language, base } from './language.js';
const cases: Record<string,string> = {
  brackets: '['.repeat(1e6), braces: '{'.repeat(1e6), seqs: '- '.repeat(5e5)+'a', q: '? '.repeat(5e5)+'a', colons: 'a: '.repeat(3e5), mapdeep: Array.from({length:1200},(_, i)=>' '.repeat(i)+'a:').join('\n'),
  anchors: '&a '.repeat(3e5), brk2: '[\n'.repeat(5e5), keys: Array.from({length:1e5},(_, i)=>`k${i}: 1`).join('\n'), flowk: 'x: {'+'a, '.repeat(3e5)+'}', tags: '!a '.repeat(3e5), closers: ']'.repeat(1e6), q2:'"'.repeat(1e6), docs:'---\n'.repeat(2e5), pct:'%a\n'.repeat(3e5), tabs:'\t'.repeat(1e6)+'a', pipe:'|\n'.repeat(3e5), colon2: ':\n'.repeat(3e5), qm:'?\n'.repeat(3e5), comments:'#\n'.repeat(4e5), minus:'-\n'.repeat(4e5), brcolon:'{a: '.repeat(2e5),
  dense: 'model:\n'+'- dense: 3\n'.repeat(9000), dense2: 'model:\n'+'- Dense: x\n'.repeat(9000), many: 'model:\n'+'- Dense: 3\n'.repeat(90000), metrics: 'metrics: ['+'foo, '.repeat(1e5)+']', words: 'optimizer: '+'x'.repeat(9e5), seeds: 'seeds: ['+Array.from({length:1e5},(_, i)=>i).join(',')+']', bigkey: '"'+'y'.repeat(9e5)+'": 1', args: 'optimizer: {name: adam, '+Array.from({length:5e4},(_, i)=>`k${i}: 1`).join(', ')+'}', deepflow: 'x: '+'['.repeat(70)+']'.repeat(70), repeat: 'model:\n'+'- Dense: 3\n  repeat: 1000\n'.repeat(40), nums: 'tags: ['+'1'.repeat(9e5)+']', acc: 'metrics: ['+Array.from({length:3e4},()=>'acc').join(',')+']', errs:'a: b: c\n'.repeat(1e5), inputs: 'model:\n- Dense: 3\n  inputs: ['+'denze, '.repeat(1e5)+']',
  inputs2: 'model:\n'+'- Dense: 3\n  inputs: [foo,foo]\n'.repeat(5000),
};
for (const pre of [true, false]) for (const [k, text] of Object.entries(cases)) {
  if (process.argv[2] && process.argv[2] !== k) continue;
  const t = performance.now(); let what = 'ok';
  try { readSpecText(pre ? base.replace(/^model:\n.*\n/m, text.startsWith('model') ? '' : '$&') + text : text, 'a.yaml', { language }); } catch (e) { what = (e as Error).name + ' ' + (e as Error).message.slice(0, 100).split('\n')[0]; }
  const ms = performance.now() - t;
  if (ms > 1500 || !what.startsWith('UserError')) process.stdout.write(`${k} ${pre} ${ms | 0} ms ${what}\n`);
}
