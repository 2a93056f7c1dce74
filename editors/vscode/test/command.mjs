// The command line that settings give, and that the manifest offers each setting that is read.
//   node command.mjs BUNDLED-COMMAND PACKAGE.JSON EXTENSION.TS
import assert from 'node:assert/strict';
import fs from 'node:fs';
const [bundle, manifest, source] = process.argv.slice(2);
const { commandOf } = await import(bundle);
const none = { program: '', model: '', python: '', deadlineMs: 50, logFile: '' };
assert.deepEqual(commandOf(none), { command: 'fastnode', args: ['lsp', '--deadline', '50'] });
assert.equal(commandOf(none, '/inside/fastnode').command, '/inside/fastnode');
assert.equal(commandOf({ ...none, program: '/chosen' }, '/inside/fastnode').command, '/chosen');
assert.deepEqual(commandOf({ ...none, program: '/a b/fastnode', model: '/m', python: '/p', deadlineMs: 0, logFile: '/l' }),
  { command: '/a b/fastnode', args: ['lsp', '--model', '/m', '--python', '/p', '--deadline', '0', '--log', '/l'] });
for (const wrong of [NaN, -1, 1.5, 'x']) assert.deepEqual(commandOf({ ...none, deadlineMs: wrong }).args, ['lsp']);

const contributed = JSON.parse(fs.readFileSync(manifest, 'utf8')).contributes;
const read = [...fs.readFileSync(source, 'utf8').matchAll(/configuration\.get\('(\w+)', ([^)]*)\)/g)];
assert.deepEqual(read.map(([, name]) => `fastnode.${name}`).sort(), Object.keys(contributed.configuration.properties).sort());
for (const [, name, value] of read) {
  assert.equal(JSON.stringify(contributed.configuration.properties[`fastnode.${name}`].default), value.replaceAll("'", '"'), name);
}
const commands = [...fs.readFileSync(source, 'utf8').matchAll(/registerCommand\('([\w.]+)'/g)].map(([, name]) => name);
assert.deepEqual(commands.sort(), contributed.commands.map((one) => one.command).sort());
// Each step of the getting-started page has a picture that is there, and names commands and settings that there are.
for (const step of contributed.walkthroughs.flatMap((one) => one.steps)) {
  assert.ok(fs.statSync(new URL(step.media.image, `file://${fs.realpathSync(manifest)}`)).size > 1000, step.media.image);
  for (const [, command, asked] of step.description.matchAll(/\]\(command:([\w.]+)(?:\?([^)]*))?\)/g)) {
    if (command.startsWith('fastnode.')) assert.ok(commands.includes(command), command);
    if (asked !== undefined) assert.ok(JSON.parse(decodeURIComponent(asked)).every((name) => name in contributed.configuration.properties), asked);
  }
}
console.log('command.mjs: passed');
