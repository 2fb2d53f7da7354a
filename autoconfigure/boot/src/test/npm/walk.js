// Connects, sends the token, evaluates, completes, loads, interrupts: what comes back is
// printed as one line of JSON.

const client = require('nrepl-client');

const [port, token] = process.argv.slice(2);
const connection = client.connect({host: '127.0.0.1', port: Number(port)});

function ask(message) {
  return new Promise((resolve, reject) =>
    connection.send(message, (error, answers) => error ? reject(error) : resolve(answers)));
}

function has(answers, key) {
  return answers.filter((answer) => key in answer).map((answer) => answer[key]);
}

// the session whose evaluation is interrupted must have begun it
function printed(id) {
  return new Promise((resolve) => connection.messageStream.on('messageSequence-' + id,
    (answers) => answers.some((answer) => 'out' in answer) && resolve()));
}

async function walk() {
  const seen = {};
  seen.ops = Object.keys((await ask({op: 'describe'}))[0].ops).includes('eval');
  seen.refused = has(await ask({op: 'eval', code: '(+ 1 2)'}), 'err').join('');
  const session = (await ask({op: 'clone'}))[0]['new-session'];
  seen.welcome = has(await ask({op: 'eval', code: token, session}), 'out').join('');
  seen.values = has(await ask({op: 'eval', code: '(+ 1 2) (str \\é "\u20ac")', session}), 'value');
  seen.out = has(await ask({op: 'eval', code: '(print "hi")', session}), 'out').join('');
  seen.error = has(await ask({op: 'eval', code: '(/ 1 0)', session}), 'err').join('');
  seen.loaded = has(await ask({op: 'load-file', file: '(ns npm.walk)\n(def a 42)\na', 'file-path': 'walk.clj', session}),
    'value');
  seen.completions = (await ask({op: 'complete', prefix: 'map-ind', ns: 'user', session}))[0].completions
    .map((one) => one.candidate);
  const endless = ask({op: 'eval', id: 'endless', code: '(println 1) (while true)', session});
  await printed('endless');
  seen.interrupt = (await ask({op: 'interrupt', 'interrupt-id': 'endless', session}))[0].status;
  seen.interrupted = has(await endless, 'status').flat();
  seen.after = has(await ask({op: 'eval', code: ':still-here', session}), 'value');
  seen.closed = (await ask({op: 'close', session}))[0].status;
  return seen;
}

connection.once('connect', () => walk().then(
  (seen) => {
    console.log(JSON.stringify(seen));
    connection.end();
  },
  (error) => {
    console.error(error);
    process.exit(1);
  }));
