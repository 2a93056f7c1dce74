#include "qualify/measure/curated.h"

#include <cstdio>
#include <utility>

#include "qualify/measure/example_files.h"
#include "qualify/measure/metrics.h"
#include "support/file.h"

namespace fastnode::qualify {

Result<RebuildOutcome> AnswerExamples(std::vector<Example> examples, const Model& model,
                                      const corpus::UsageTable& corpus,
                                      const types::Library& library) {
  const std::vector<std::string> methods = AttributeMethods();
  RebuildOutcome outcome{std::move(examples), {}, {}};
  outcome.ranks.resize(methods.size());
  for (size_t i = 0; i < outcome.examples.size(); ++i) {
    Example& example = outcome.examples[i];
    const std::string name = "example " + std::to_string(i + 1) + " (" + example.symbol + ")";
    Result<std::string> text = RemoveName(example.buffer, example.cursor, example.expected);
    if (!text.ok()) return text.error().Context(name);
    Question question;
    question.text = *text;
    question.offset = example.cursor;
    question.usage.corpus = &corpus;
    Answers answers = AskAttribute(question, model, library);
    for (size_t m = 0; m < methods.size(); ++m) {
      const MethodAnswer& answer = answers.methods[m];
      outcome.ranks[m].push_back(RankOf(example.expected, answer.ranking));
      if (answer.error.empty()) continue;
      outcome.failures.push_back(name + ": " + methods[m] + ": " + answer.error);
    }
    Provide(methods, *text, std::move(answers), example);
  }
  return outcome;
}

std::string PrintRebuild(const RebuildOutcome& outcome) {
  const std::vector<std::string> methods = AttributeMethods();
  char line[160];
  std::snprintf(line, sizeof line, "%-20s%10s%10s%10s%10s   of %zu curated examples\n", "method",
                "found", "first", "first 3", "first 5", outcome.examples.size());
  std::string text = line;
  for (size_t m = 0; m < methods.size(); ++m) {
    std::string row;
    std::snprintf(line, sizeof line, "%-20s", methods[m].c_str());
    row += line;
    for (Metric metric :
         {Metric::kCoverage, Metric::kRecall1, Metric::kRecall3, Metric::kRecall5}) {
      double sum = 0;
      for (double value : Values(metric, outcome.ranks[m])) sum += value;
      std::snprintf(line, sizeof line, "%10.0f", sum);
      row += line;
    }
    text += row + "\n";
  }
  return text;
}

Status RebuildCuratedExamples(const RebuildOptions& options) {
  Result<std::vector<Example>> examples = ReadExamples(options.in);
  if (!examples.ok()) return examples.error();
  if (examples->empty()) return Error{options.in + ": no examples"};
  Result<predict::Completer> completer = predict::Completer::Load(options.release);
  if (!completer.ok()) return completer.error();
  Result<RebuildOutcome> outcome = AnswerExamples(*std::move(examples), ModelOf(*completer),
                                                  completer->corpus_usage(), completer->library());
  if (!outcome.ok()) return outcome.error().Context(options.in);
  std::printf("%s", PrintRebuild(*outcome).c_str());
  for (const std::string& failure : outcome->failures) {
    std::fprintf(stderr, "%s\n", failure.c_str());
  }
  if (options.write) {
    Status written = WriteFileAtomic(options.out, EncodeExamples(outcome->examples));
    if (!written.ok()) return written.error();
  }
  if (outcome->failures.empty()) return {};
  return Error{options.in + ": " + std::to_string(outcome->failures.size()) +
               " answers are missing"};
}

}  // namespace fastnode::qualify
