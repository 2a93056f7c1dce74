#include "learn/onnx/onnx.h"

#include <gtest/gtest.h>

#include <set>

#include "learn/model/parameters.h"
#include "learn/model/synthetic_sample.h"
#include "learn/onnx/onnx.pb.h"

namespace fastnode::learn {
namespace {

constexpr SyntheticShape kShape = {};

ModelConfig Small() {
  return {.hidden = 8, .layers = 2, .name_rows = kShape.name_rows, .type_rows = kShape.type_rows};
}

// The model is fed what it asks for, and every value is made once, before it is used. That the
// scores are ours is measured with ONNX Runtime (bench/model).
TEST(OnnxTest, TheGraphIsWhole) {
  onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(EncodeOnnx(Small(), InitialWeights(Small(), 1))));
  const onnx::GraphProto& graph = model.graph();
  std::set<std::string> known;
  for (const auto& input : graph.input()) EXPECT_TRUE(known.insert(input.name()).second);
  for (const auto& tensor : graph.initializer()) {
    EXPECT_TRUE(known.insert(tensor.name()).second) << tensor.name();
    int64_t size = tensor.data_type() == 1 ? 4 : 8;
    for (int64_t d : tensor.dims()) size *= d;
    EXPECT_EQ(static_cast<int64_t>(tensor.raw_data().size()), size) << tensor.name();
  }
  for (const auto& node : graph.node()) {
    for (const std::string& input : node.input()) {
      EXPECT_TRUE(known.contains(input)) << node.op_type() << " of " << input;
    }
    for (const std::string& output : node.output()) EXPECT_TRUE(known.insert(output).second);
  }
  ASSERT_EQ(graph.output_size(), 1);
  EXPECT_TRUE(known.contains(graph.output(0).name()));
}

TEST(OnnxTest, EveryInputIsFedInItsShape) {
  onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(EncodeOnnx(Small(), InitialWeights(Small(), 1))));
  SyntheticShape one = kShape;
  one.sites = 1;
  const std::map<std::string, OnnxInput> inputs = OnnxInputs(SyntheticSample(one, 1, 0));
  ASSERT_EQ(static_cast<int>(inputs.size()), model.graph().input_size());
  std::map<std::string, int64_t> dimensions;  // each name stands for one number
  for (const auto& input : model.graph().input()) {
    const OnnxInput& fed = inputs.at(input.name());
    const auto& type = input.type().tensor_type();
    EXPECT_EQ(fed.is_float, type.elem_type() == 1) << input.name();
    ASSERT_EQ(static_cast<int>(fed.shape.size()), type.shape().dim_size()) << input.name();
    int64_t size = 1;
    for (int i = 0; i < type.shape().dim_size(); ++i) {
      const auto& dim = type.shape().dim(i);
      const int64_t actual = fed.shape[static_cast<size_t>(i)];
      size *= actual;
      if (dim.dim_param().empty()) {
        EXPECT_EQ(actual, dim.dim_value()) << input.name();
      } else {
        EXPECT_EQ(dimensions.emplace(dim.dim_param(), actual).first->second, actual)
            << input.name();
      }
    }
    EXPECT_EQ(static_cast<int64_t>(fed.is_float ? fed.floats.size() : fed.integers.size()), size);
  }
}

TEST(OnnxTest, TheSameWeightsGiveTheSameBytes) {
  EXPECT_EQ(EncodeOnnx(Small(), InitialWeights(Small(), 1)),
            EncodeOnnx(Small(), InitialWeights(Small(), 1)));
}

}  // namespace
}  // namespace fastnode::learn
