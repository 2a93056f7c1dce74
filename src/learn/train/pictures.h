// What TensorBoard shows of a training beside its curves: how weights and candidates are spread,
// the table of a validation, and the embeddings of names in space.
#pragma once

#include <string>
#include <vector>

#include "collect/pack/sample.h"
#include "learn/model/metrics.h"
#include "learn/model/weights.h"
#include "learn/train/event_writer.h"
#include "support/result.h"

namespace fastnode::learn {

// "weights/PARAMETER" of each parameter; "candidates/TASK", how many candidates the sites of a task
// have, of each task that has sites.
std::vector<Histogram> HistogramsOf(const Weights& weights,
                                    const std::vector<pack::Sample>& samples);

// The table that `fastnode train` prints at its end, in Markdown.
std::string MarkdownOf(const Metrics& metrics);

// For TensorBoard's projector: FOLDER/projector_config.pbtxt, and beside it the vectors of the
// first `names` of a vocabulary (row 0 is the unknown one, which is left out) and what they are
// called.
Status WriteProjector(const std::string& folder, const std::vector<std::string>& names,
                      const Tensor& embedding);
// A training that begins anew has none yet.
Status RemoveProjector(const std::string& folder);

}  // namespace fastnode::learn
