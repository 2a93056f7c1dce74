// onnx.js MODEL.onnx OUT.jsonl: ONNX Runtime, one thread, on what model_bench dumped. Its scores must
// be ours; prints its times.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');

const kRounds = 5;
const kTolerance = 1e-2;  // our release has rows in 8 bits, the exported network has not: see run.sh

function tensor(input) {
  const values = input.type === 'int64' ? BigInt64Array.from(input.values.map(BigInt))
                                        : Float32Array.from(input.values);
  return new ort.Tensor(input.type, values, input.shape);
}

async function main() {
  const session = await ort.InferenceSession.create(process.argv[2], {
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
  const tolerance = Number(process.argv[4] || kTolerance);
  const lines = fs.readFileSync(process.argv[3], 'utf8').trim().split('\n').map(JSON.parse);
  const times = [];
  let largest = 0;
  for (let round = 0; round < kRounds; ++round) {
    for (const line of lines) {
      const feeds = {};
      for (const [name, input] of Object.entries(line.inputs)) feeds[name] = tensor(input);
      const start = process.hrtime.bigint();
      const result = await session.run(feeds);
      times.push(Number(process.hrtime.bigint() - start) / 1e6);
      const scores = result.scores.data;
      if (scores.length !== line.scores.length) throw new Error('another number of scores');
      for (let i = 0; i < scores.length; ++i) {
        largest = Math.max(largest, Math.abs(scores[i] - line.scores[i]));
      }
    }
  }
  times.sort((a, b) => a - b);
  const ms = q => times[Math.floor(times.length * q)].toFixed(2).padStart(6);
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(4);
  console.log(`ONNX Runtime   p50 ${ms(0.5)} ms   p99 ${ms(0.99)} ms   memory ${memory} MB   ` +
              `largest difference of a score ${largest.toExponential(1)}`);
  if (largest > tolerance) throw new Error(`scores differ by more than ${tolerance}`);
}

main().catch(error => {
  console.error(`onnx.js: ${error.message}`);
  process.exit(1);
});
