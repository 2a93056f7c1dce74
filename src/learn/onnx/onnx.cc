// The network built a second time, from ONNX's operations. Graphs differ in size from site to site,
// so rows are gathered and scattered by indices that are inputs, and the parameters of all tasks
// are one tensor from which the task's part is sliced. Opset 17 has no mean over ragged rows: sums
// are scattered, with weights that are inputs too.
#include "learn/onnx/onnx.h"

#include <array>
#include <cmath>
#include <utility>

#include "learn/model/feature_pieces.h"
#include "learn/model/message_plan.h"
#include "learn/model/parameters.h"
#include "learn/onnx/onnx.pb.h"
#include "support/check.h"

namespace fastnode::learn {
namespace {

constexpr int64_t kIrVersion = 8, kOpset = 17;
constexpr int32_t kFloat = 1, kInt64 = 7;  // TensorProto.DataType
constexpr int32_t kAttributeFloat = 1, kAttributeInt = 2, kAttributeString = 3;

using Names = std::vector<std::string>;

// A graph under construction. A function that makes a value returns its name.
class Builder {
 public:
  explicit Builder(onnx::GraphProto* graph) : graph_(*graph) {}

  std::string Input(const std::string& name, int32_t type, const Names& dimensions) {
    Describe(name, type, dimensions, graph_.add_input());
    return name;
  }

  void Output(const std::string& value, const std::string& name) {
    Node("Identity", {value}, name);
    Describe(name, kFloat, {"candidates"}, graph_.add_output());
  }

  std::string Constant(const std::string& name, std::vector<int64_t> shape, const float* values) {
    onnx::TensorProto* tensor = graph_.add_initializer();
    tensor->set_name(name);
    tensor->set_data_type(kFloat);
    int64_t size = 1;
    for (int64_t d : shape) {
      tensor->add_dims(d);
      size *= d;
    }
    tensor->set_raw_data(values, static_cast<size_t>(size) * sizeof(float));
    return name;
  }

  std::string Integers(const std::string& name, const std::vector<int64_t>& values) {
    onnx::TensorProto* tensor = graph_.add_initializer();
    tensor->set_name(name);
    tensor->set_data_type(kInt64);
    tensor->add_dims(static_cast<int64_t>(values.size()));
    tensor->set_raw_data(values.data(), values.size() * sizeof(int64_t));
    return name;
  }

  std::string Op(const std::string& type, const Names& inputs) {
    return Node(type, inputs, "v" + std::to_string(next_++));
  }
  std::string OpAlong(const std::string& type, const Names& inputs, int64_t axis) {
    std::string value = Op(type, inputs);
    AddInt("axis", axis);
    return value;
  }

  std::string Normalise(const std::string& x, const std::string& scale, const std::string& bias) {
    std::string value = OpAlong("LayerNormalization", {x, scale, bias}, -1);
    onnx::AttributeProto* epsilon = Last()->add_attribute();
    epsilon->set_name("epsilon");
    epsilon->set_type(kAttributeFloat);
    epsilon->set_f(kNormEpsilon);
    return value;
  }

  // zeros + updates, each row to the row that `of` [n, 1] names.
  std::string ScatterAdd(const std::string& zeros, const std::string& of,
                         const std::string& updates) {
    std::string value = Op("ScatterND", {zeros, of, updates});
    onnx::AttributeProto* reduction = Last()->add_attribute();
    reduction->set_name("reduction");
    reduction->set_type(kAttributeString);
    reduction->set_s("add");
    return value;
  }

  // Rows [count of `like`, width] of zeros.
  std::string Zeros(const std::string& like, const std::string& width) {
    std::string count = Op("Shape", {like});
    AddInt("start", 0);
    AddInt("end", 1);
    return Op("ConstantOfShape", {OpAlong("Concat", {count, width}, 0)});
  }

  // The sums of weighted rows of `table`, one for each row of `zeros`.
  std::string SumRows(const std::string& table, const std::string& prefix,
                      const std::string& zeros) {
    std::string rows = Op("Gather", {table, prefix + "_rows"});
    return ScatterAdd(zeros, prefix + "_of", Op("Mul", {rows, prefix + "_weights"}));
  }

  std::vector<std::string> Split(const std::string& x, const std::string& sizes, int count) {
    onnx::NodeProto* node = graph_.add_node();
    node->set_op_type("Split");
    node->add_input(x);
    node->add_input(sizes);
    Names parts;
    for (int i = 0; i < count; ++i) {
      parts.push_back("v" + std::to_string(next_++));
      node->add_output(parts.back());
    }
    AddInt("axis", 0);
    return parts;
  }

 private:
  onnx::NodeProto* Last() { return graph_.mutable_node(graph_.node_size() - 1); }

  std::string Node(const std::string& type, const Names& inputs, const std::string& output) {
    onnx::NodeProto* node = graph_.add_node();
    node->set_op_type(type);
    for (const std::string& input : inputs) node->add_input(input);
    node->add_output(output);
    return output;
  }

  void AddInt(const std::string& name, int64_t value) {
    onnx::AttributeProto* attribute = Last()->add_attribute();
    attribute->set_name(name);
    attribute->set_type(kAttributeInt);
    attribute->set_i(value);
  }

  static void Describe(const std::string& name, int32_t type, const Names& dimensions,
                       onnx::ValueInfoProto* value) {
    value->set_name(name);
    value->mutable_type()->mutable_tensor_type()->set_elem_type(type);
    for (const std::string& dimension : dimensions) {
      auto* dim = value->mutable_type()->mutable_tensor_type()->mutable_shape()->add_dim();
      const bool is_number = dimension.find_first_not_of("0123456789") == std::string::npos;
      if (is_number) {
        dim->set_dim_value(std::stoll(dimension));
      } else {
        dim->set_dim_param(dimension);
      }
    }
  }

  onnx::GraphProto& graph_;
  int next_ = 0;
};

class Exporter {
 public:
  Exporter(const ModelConfig& config, const Weights& weights, onnx::GraphProto* graph)
      : config_(config), weights_(weights), build_(graph) {}

  void Run() {
    AddInputs();
    const std::string width = build_.Integers("width", {config_.hidden});
    const std::string nodes = build_.Zeros("node_kinds", width);
    std::string states = build_.Op("Gather", {Parameter("embed.kind"), "node_kinds"});
    states = build_.Op("Add", {states, build_.SumRows(Parameter("embed.name"), "name", nodes)});
    states = build_.Op("Add", {states, build_.SumRows(Parameter("embed.type"), "type", nodes)});
    states = Normalise(states, "embed.norm");
    const std::string pairs = build_.Zeros("pair_nodes", width);
    for (int32_t i = 0; i < config_.layers; ++i) states = Layer(states, i, nodes, pairs);
    const std::string candidates = build_.Zeros("candidate_features", width);
    const std::string names = build_.SumRows("embed.name", "candidate_name", candidates);
    const std::string uses = build_.SumRows(states, "candidate_use", candidates);
    const std::string vectors =
        build_.Op("Add", {build_.Op("MatMul", {names, Parameter("candidate.name")}),
                          build_.Op("MatMul", {uses, Parameter("candidate.use")})});
    Rank(build_.Op("Gather", {states, "site_node"}), vectors);
  }

 private:
  std::string Parameter(const std::string& name) {
    const Tensor& tensor = weights_.at(name);
    return build_.Constant(name, tensor.shape, tensor.f32());
  }

  std::string Normalise(const std::string& x, const std::string& name) {
    return build_.Normalise(x, Parameter(name + ".scale"), Parameter(name + ".bias"));
  }

  void AddInputs() {
    build_.Input("node_kinds", kInt64, {"nodes"});
    for (const char* prefix : {"name", "type", "edge", "candidate_name", "candidate_use"}) {
      const std::string name = prefix, count = name + "s";
      build_.Input(name + "_rows", kInt64, {count});
      build_.Input(name + "_of", kInt64, {count, "1"});
      build_.Input(name + "_weights", kFloat, {count, "1"});
    }
    build_.Input("pair_nodes", kInt64, {"pairs", "1"});
    build_.Input("relation_sizes", kInt64, {std::to_string(pack::kNumRelations)});
    build_.Input("candidate_features", kFloat,
                 {"candidates", std::to_string(pack::kNumCandidateFeatures)});
    build_.Input("site_features", kFloat, {"1", std::to_string(pack::kNumSiteFeatures)});
    build_.Input("site_node", kInt64, {"1"});
    build_.Input("task", kInt64, {"1"});
  }

  std::string Layer(const std::string& states, int32_t i, const std::string& nodes,
                    const std::string& pairs) {
    const std::string name = "layer." + std::to_string(i) + ".";
    const std::string means = build_.SumRows(states, "edge", pairs);
    const int64_t width = config_.hidden;
    Names products = build_.Split(means, "relation_sizes", pack::kNumRelations);
    for (int r = 0; r < pack::kNumRelations; ++r) {
      const std::string relation =
          build_.Constant(name + "relation." + std::to_string(r), {width, width},
                          weights_.at(name + "relation").f32() + r * width * width);
      products[static_cast<size_t>(r)] =
          build_.Op("MatMul", {products[static_cast<size_t>(r)], relation});
    }
    const std::string messages = build_.OpAlong("Concat", products, 0);
    std::string sum = build_.Op(
        "Add", {build_.Op("MatMul", {states, Parameter(name + "self")}), Parameter(name + "bias")});
    sum = build_.Op("Add", {sum, build_.ScatterAdd(nodes, "pair_nodes", messages)});
    return Normalise(build_.Op("Add", {states, build_.Op("Relu", {sum})}), name + "norm");
  }

  // Rows [first, first + rows) of one ranker's parameter, taken from those of all tasks, [tasks,
  // rows, columns].
  std::string OfTask(const std::string& parameter, const std::string& part, int64_t first,
                     int64_t rows, int64_t columns) {
    std::vector<float> all;
    for (int t = 0; t < pack::kNumTasks; ++t) {
      const std::string task(pack::Name(static_cast<pack::Task>(t)));
      const float* values = weights_.at("task." + task + "." + parameter).f32() + first * columns;
      all.insert(all.end(), values, values + rows * columns);
    }
    const std::string name =
        build_.Constant("tasks." + part, {pack::kNumTasks, rows, columns}, all.data());
    return build_.Op("Squeeze", {build_.Op("Gather", {name, "task"}), zero_axis_});
  }

  // How far the candidates' features are from one knot to the next, 0 to 1.
  std::string Way(size_t knot) {
    const std::string name = "knot." + std::to_string(knot);
    const float zero = 0, one = 1, width = kKnots[knot + 1] - kKnots[knot];
    const std::string from =
        build_.Op("Sub", {"candidate_features", build_.Constant(name + ".at", {1}, &kKnots[knot])});
    return build_.Op(
        "Clip",
        {build_.Op("Div", {from, build_.Constant(name + ".width", {1}, &width)}),
         build_.Constant(name + ".zero", {}, &zero), build_.Constant(name + ".one", {}, &one)});
  }

  // What the features add by their values at the knots (feature_pieces.h): of each its share.
  std::string Knots(std::string sum) {
    constexpr int64_t kRows = pack::kNumCandidateFeatures;
    std::string before = build_.Op("Sign", {"candidate_features"});  // whether it is there
    for (size_t knot = 0; knot < kNumKnots; ++knot) {
      std::string share = before;
      if (knot + 1 < kNumKnots) {
        before = Way(knot);
        share = build_.Op("Sub", {share, before});
      }
      const std::string values =
          OfTask("knots", "knot." + std::to_string(knot), static_cast<int64_t>(knot) * kRows, kRows,
                 config_.ranker_hidden);
      sum = build_.Op("Add", {sum, build_.Op("MatMul", {share, values})});
    }
    return sum;
  }

  void Rank(const std::string& site, const std::string& candidates) {
    const int64_t d = config_.hidden, h1 = config_.ranker_hidden, h2 = config_.ranker_hidden2;
    zero_axis_ = build_.Integers("zero_axis", {0});
    const std::string query = build_.Op("MatMul", {site, OfTask("query", "query", 0, d, d)});
    const float unit = 1.0f / std::sqrt(static_cast<float>(d));
    const std::string dot =
        build_.Op("Mul", {build_.Op("MatMul", {candidates, build_.Op("Transpose", {query})}),
                          build_.Constant("unit", {1}, &unit)});
    int64_t row = 0;
    auto part_of = [&](const std::string& x, const std::string& name, int64_t rows) {
      const std::string weights = OfTask("w1", "w1." + name, row, rows, h1);
      row += rows;
      return build_.Op("MatMul", {x, weights});
    };
    const std::string context = build_.Op("MatMul", {site, Parameter("site.context")});
    std::string first = part_of("candidate_features", "features", pack::kNumCandidateFeatures);
    if (config_.knots > 0) first = Knots(first);
    first = build_.Op("Add", {first, part_of("site_features", "site", pack::kNumSiteFeatures)});
    first = build_.Op("Add", {first, part_of(context, "context", config_.site_context)});
    first = build_.Op("Add", {first, part_of(dot, "dot", 1)});
    first = build_.Op("Relu", {build_.Op("Add", {first, OfTask("b1", "b1", 0, 1, h1)})});
    std::string second = build_.Op("MatMul", {first, OfTask("w2", "w2", 0, h1, h2)});
    second = build_.Op("Relu", {build_.Op("Add", {second, OfTask("b2", "b2", 0, 1, h2)})});
    const std::string scores =
        build_.Op("Add", {dot, build_.Op("MatMul", {second, OfTask("w3", "w3", 0, h2, 1)})});
    build_.Output(build_.Op("Squeeze", {scores, build_.Integers("last_axis", {1})}), "scores");
  }

  const ModelConfig& config_;
  const Weights& weights_;
  Builder build_;
  std::string zero_axis_;
};

OnnxInput IntegersOf(std::vector<int64_t> shape, std::vector<int64_t> values) {
  return {std::move(shape), std::move(values), {}, false};
}

// The inputs of a mean: for each item its row, the row it is added to, and one over the number of
// items there.
void AddMeans(const std::string& prefix, const std::vector<int32_t>& begin,
              const std::vector<int32_t>& items, std::map<std::string, OnnxInput>& inputs) {
  std::vector<int64_t> rows(items.begin(), items.end()), of;
  std::vector<float> weights;
  for (size_t i = 0; i + 1 < begin.size(); ++i) {
    const int32_t count = begin[i + 1] - begin[i];
    for (int32_t k = 0; k < count; ++k) {
      of.push_back(static_cast<int64_t>(i));
      weights.push_back(1.0f / static_cast<float>(count));
    }
  }
  const auto size = static_cast<int64_t>(items.size());
  inputs[prefix + "_rows"] = IntegersOf({size}, std::move(rows));
  inputs[prefix + "_of"] = IntegersOf({size, 1}, std::move(of));
  inputs[prefix + "_weights"] = {{size, 1}, {}, std::move(weights), true};
}

OnnxInput FeaturesOf(const std::vector<uint8_t>& bytes, int64_t columns) {
  OnnxInput input;
  input.is_float = true;
  input.shape = {static_cast<int64_t>(bytes.size()) / columns, columns};
  for (uint8_t byte : bytes) input.floats.push_back(static_cast<float>(byte) / 64.0f);
  return input;
}

}  // namespace

std::string EncodeOnnx(const ModelConfig& config, const Weights& weights) {
  CHECK(VerifyWeights(config, weights).empty());
  onnx::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("fastnode");
  auto* opset = model.add_opset_import();
  opset->set_domain("");
  opset->set_version(kOpset);
  model.mutable_graph()->set_name("pythonexpr");
  Exporter(config, weights, model.mutable_graph()).Run();
  return model.SerializeAsString();
}

std::map<std::string, OnnxInput> OnnxInputs(const pack::Sample& sample) {
  CHECK(sample.num_sites() == 1);
  std::map<std::string, OnnxInput> inputs;
  inputs["node_kinds"] =
      IntegersOf({sample.num_nodes()}, {sample.node_kinds.begin(), sample.node_kinds.end()});
  AddMeans("name", sample.node_name_begin, sample.node_names, inputs);
  AddMeans("type", sample.node_type_begin, sample.node_types, inputs);
  const MessagePlan plan = PlanMessages(sample);
  AddMeans("edge", plan.pair_sources.begin, plan.pair_sources.items, inputs);
  const auto pairs = static_cast<int64_t>(plan.pair_targets.size());
  inputs["pair_nodes"] =
      IntegersOf({pairs, 1}, {plan.pair_targets.begin(), plan.pair_targets.end()});
  std::vector<int64_t> sizes;
  for (int r = 0; r < pack::kNumRelations; ++r) {
    sizes.push_back(plan.relation_begin[static_cast<size_t>(r) + 1] -
                    plan.relation_begin[static_cast<size_t>(r)]);
  }
  inputs["relation_sizes"] = IntegersOf({pack::kNumRelations}, std::move(sizes));
  AddMeans("candidate_name", sample.candidate_name_begin, sample.candidate_names, inputs);
  AddMeans("candidate_use", sample.candidate_use_begin, sample.candidate_uses, inputs);
  inputs["candidate_features"] = FeaturesOf(sample.candidate_features, pack::kNumCandidateFeatures);
  inputs["site_features"] = FeaturesOf(sample.site_features, pack::kNumSiteFeatures);
  inputs["site_node"] = IntegersOf({1}, {sample.site_nodes[0]});
  inputs["task"] = IntegersOf({1}, {sample.site_tasks[0]});
  return inputs;
}

}  // namespace fastnode::learn
