#include "learn/train/soap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>
#include <vector>

#include "learn/model/parameters.h"
#include "learn/model/weights.h"

namespace fastnode::learn {
namespace {

// Matrices of two shapes in three places, and what is no matrix between them.
ModelConfig SmallConfig() {
  return {.hidden = 4,
          .layers = 1,
          .ranker_hidden = 3,
          .ranker_hidden2 = 2,
          .site_context = 2,
          .name_rows = 5,
          .type_rows = 4};
}

int64_t NumValues(const ModelConfig& config) {
  int64_t sum = 0;
  for (const Parameter& parameter : Parameters(config)) sum += parameter.size();
  return sum;
}

torch::Tensor Values(int64_t size, double phase) {
  const torch::Tensor at = torch::arange(size, torch::kFloat);
  return (at * 12.9898 + phase * 78.233).sin().mul(43758.5453).frac().mul(0.1);
}

OptimiserTensors Start(const ModelConfig& config, const Soap& soap) {
  OptimiserTensors tensors;
  const int64_t size = NumValues(config);
  tensors.parameters = Values(size, 0);
  tensors.average = tensors.parameters.clone();
  tensors.moment1 = torch::zeros({size}, torch::kFloat);
  tensors.moment2 = torch::zeros({size}, torch::kFloat);
  tensors.decay_mask = torch::ones({size}, torch::kFloat);
  tensors.bases = soap.Start();
  tensors.matrix_values = soap.MatrixValues();
  return tensors;
}

// As a step has them: none for rows of slots that have no name.
torch::Tensor Gradient(const ModelConfig& config, double phase) {
  torch::Tensor gradient = Values(NumValues(config), phase);
  int64_t at = 0;
  for (const Parameter& parameter : Parameters(config)) {
    for (int32_t row : parameter.idle_rows) {
      gradient.narrow(0, at, parameter.size())
          .view({-1, parameter.shape.end()[-2], parameter.shape.back()})
          .select(1, row)
          .zero_();
    }
    at += parameter.size();
  }
  return gradient;
}

// The paper's algorithm for one matrix in plain loops, its moments outside of the basis, and its
// bases by Gram and Schmidt.
class PlainMatrix {
 public:
  using Matrix = std::vector<std::vector<double>>;

  PlainMatrix(size_t rows, size_t columns)
      : rows_(rows),
        columns_(columns),
        left_(Zeros(rows, rows)),
        right_(Zeros(columns, columns)),
        q_left_(Identity(rows)),
        q_right_(Identity(columns)),
        moment1_(Zeros(rows, columns)),
        moment2_(Zeros(rows, columns)) {}

  void Step(const Recipe& recipe, int64_t step, double clip, const float* gradients,
            float* parameters) {
    Matrix g = Zeros(rows_, columns_);
    for (size_t i = 0; i < rows_ * columns_; ++i) {
      g[i / columns_][i % columns_] = gradients[i] * clip;
    }
    if (step % recipe.sums_every == 0) {
      const double decay = std::pow(recipe.basis_decay, recipe.sums_every);
      Mix(decay, Product(g, Turned(g)), left_);
      Mix(decay, Product(Turned(g), g), right_);
    }
    if (step % recipe.basis_every == 0) {
      q_left_ = Orthonormal(Product(left_, q_left_));
      q_right_ = Orthonormal(Product(right_, q_right_));
    }
    Mix(recipe.beta1, g, moment1_);
    const Matrix inside = Product(Product(Turned(q_left_), g), q_right_);
    Matrix m = Product(Product(Turned(q_left_), moment1_), q_right_);
    const auto t = static_cast<double>(step);
    for (size_t i = 0; i < rows_; ++i) {
      for (size_t j = 0; j < columns_; ++j) {
        double& v = moment2_[i][j];
        v = recipe.matrix_beta2 * v + (1 - recipe.matrix_beta2) * inside[i][j] * inside[i][j];
        m[i][j] /= 1 - std::pow(recipe.beta1, t);
        m[i][j] /= std::sqrt(v / (1 - std::pow(recipe.matrix_beta2, t))) + recipe.epsilon;
      }
    }
    const Matrix change = Product(Product(q_left_, m), Turned(q_right_));
    const double rate = recipe.LearningRate(step);
    for (size_t i = 0; i < rows_ * columns_; ++i) {
      const double now = parameters[i] * (1 - rate * recipe.weight_decay);
      parameters[i] = static_cast<float>(now - rate * change[i / columns_][i % columns_]);
    }
  }

 private:
  static Matrix Zeros(size_t rows, size_t columns) {
    return Matrix(rows, std::vector<double>(columns, 0.0));
  }
  static Matrix Identity(size_t side) {
    Matrix result = Zeros(side, side);
    for (size_t i = 0; i < side; ++i) result[i][i] = 1;
    return result;
  }
  static Matrix Turned(const Matrix& a) {
    Matrix result = Zeros(a[0].size(), a.size());
    for (size_t i = 0; i < a.size(); ++i) {
      for (size_t j = 0; j < a[0].size(); ++j) result[j][i] = a[i][j];
    }
    return result;
  }
  static Matrix Product(const Matrix& a, const Matrix& b) {
    Matrix result = Zeros(a.size(), b[0].size());
    for (size_t i = 0; i < a.size(); ++i) {
      for (size_t k = 0; k < b.size(); ++k) {
        for (size_t j = 0; j < b[0].size(); ++j) result[i][j] += a[i][k] * b[k][j];
      }
    }
    return result;
  }
  static void Mix(double old, const Matrix& fresh, Matrix& sum) {
    for (size_t i = 0; i < sum.size(); ++i) {
      for (size_t j = 0; j < sum[0].size(); ++j) {
        sum[i][j] = old * sum[i][j] + (1 - old) * fresh[i][j];
      }
    }
  }
  // Columns one after the other.
  static Matrix Orthonormal(Matrix a) {
    const size_t side = a.size();
    for (size_t j = 0; j < side; ++j) {
      for (size_t k = 0; k < j; ++k) {
        double dot = 0;
        for (size_t i = 0; i < side; ++i) dot += a[i][j] * a[i][k];
        for (size_t i = 0; i < side; ++i) a[i][j] -= dot * a[i][k];
      }
      double norm = 0;
      for (size_t i = 0; i < side; ++i) norm += a[i][j] * a[i][j];
      for (size_t i = 0; i < side; ++i) a[i][j] /= std::sqrt(norm);
    }
    return a;
  }

  size_t rows_, columns_;
  Matrix left_, right_, q_left_, q_right_, moment1_, moment2_;
};

// Which values are of a matrix with as many rows as `most` or fewer.
torch::Tensor OfMatrices(const ModelConfig& config, int64_t most) {
  torch::Tensor result = torch::zeros({NumValues(config)}, torch::kBool);
  int64_t at = 0;
  for (const Parameter& parameter : Parameters(config)) {
    const bool is_matrix = parameter.kind == ParameterKind::kMatrix && parameter.shape.size() >= 2;
    if (is_matrix && parameter.shape.end()[-2] <= most) {
      result.narrow(0, at, parameter.size()).fill_(true);
    }
    at += parameter.size();
  }
  return result;
}
constexpr int64_t kFewRows = 8;

// A basis from few gradients is not unique: it is first brought up to date when there are enough,
// and matrices with as many rows as a ranker has features are passed over.
TEST(Soap, MakesTheStepsOfThePaper) {
  const ModelConfig config = SmallConfig();
  const Soap soap(config);
  OptimiserTensors tensors = Start(config, soap), flat = Start(config, soap);
  torch::Tensor expected = tensors.parameters.clone(), average = expected.clone();
  Recipe recipe;
  recipe.warm_up = 3;
  recipe.basis_every = 8;
  std::vector<PlainMatrix> matrices;
  for (const Parameter& parameter : Parameters(config)) {
    if (parameter.kind != ParameterKind::kMatrix || parameter.shape.size() < 2) continue;
    const int64_t rows = parameter.shape.end()[-2], columns = parameter.shape.back();
    for (int64_t i = 0; i < parameter.size() / (rows * columns); ++i) {
      matrices.emplace_back(static_cast<size_t>(rows), static_cast<size_t>(columns));
    }
  }
  const torch::Tensor is_compared = OfMatrices(config, kFewRows);
  for (int64_t step = 1; step <= 30; ++step) {
    const torch::Tensor gradient = Gradient(config, static_cast<double>(step));
    tensors.gradient = flat.gradient = gradient;
    const double norm = step % 2 == 0 ? 3.0 : 0.5;  // clipped, and not
    ASSERT_TRUE(soap.Step(recipe, step, norm, tensors).ok());
    UpdateValues(recipe, step, norm, 0, flat.parameters.size(0), flat);
    size_t next = 0;
    int64_t at = 0;
    for (const Parameter& parameter : Parameters(config)) {
      if (parameter.kind == ParameterKind::kMatrix && parameter.shape.size() >= 2) {
        const int64_t size = parameter.shape.end()[-2] * parameter.shape.back();
        for (int64_t i = 0; i < parameter.size(); i += size) {
          matrices[next++].Step(recipe, step, ClipFactor(recipe, norm),
                                gradient.data_ptr<float>() + at + i,
                                expected.data_ptr<float>() + at + i);
        }
      }
      at += parameter.size();
    }
    average.lerp_(expected, AverageStep(recipe, step));
  }
  const torch::Tensor difference = (tensors.parameters - expected).abs();
  EXPECT_LT(difference.masked_select(is_compared).max().item<float>(), 2e-4);
  EXPECT_LT((tensors.average - average).abs().masked_select(is_compared).max().item<float>(), 2e-4);
  EXPECT_GT((flat.average - average).abs().masked_select(is_compared).max().item<float>(), 1e-3);
  EXPECT_GT((flat.parameters - expected).abs().masked_select(is_compared).max().item<float>(),
            3e-3);
  const torch::Tensor others = OfMatrices(config, INT64_MAX).logical_not();
  EXPECT_TRUE(torch::equal(tensors.parameters.masked_select(others),
                           flat.parameters.masked_select(others)));
  EXPECT_TRUE(
      torch::equal(tensors.moment2.masked_select(others), flat.moment2.masked_select(others)));
}

// What a graphics card does is what the processor does.
TEST(Soap, PlainOperationsMakeTheSameSteps) {
  const ModelConfig config = SmallConfig();
  const Soap soap(config);
  OptimiserTensors fused = Start(config, soap), plain = Start(config, soap);
  Recipe recipe;
  recipe.warm_up = 3;
  recipe.basis_every = 30;
  for (int64_t step = 1; step <= 40; ++step) {
    fused.gradient = plain.gradient = Gradient(config, static_cast<double>(step));
    const double norm = step % 2 == 0 ? 3.0 : 0.5;
    ASSERT_TRUE(soap.Step(recipe, step, norm, fused).ok());
    ASSERT_TRUE(soap.StepPlainly(recipe, step, norm, plain).ok());
    if (step != 29) continue;
    for (auto part :
         {&OptimiserTensors::parameters, &OptimiserTensors::average, &OptimiserTensors::moment1,
          &OptimiserTensors::moment2, &OptimiserTensors::bases}) {
      const torch::Tensor &a = fused.*part, &b = plain.*part;
      EXPECT_LT((a - b).abs().max().item<float>(), 1e-5 * a.abs().max().item<float>());
    }
  }
  const torch::Tensor few = OfMatrices(config, kFewRows);
  const torch::Tensor difference = (fused.parameters - plain.parameters).abs();
  EXPECT_LT(difference.masked_select(few).max().item<float>(), 1e-5);
  // Elsewhere there are axes without gradients, along which steps are made of rounding.
  EXPECT_LT(difference.max().item<float>(), 0.01);
}

TEST(Soap, ANewBasisIsThatOfLapackAndLeavesIdleAxes) {
  constexpr int64_t kSide = 37, kIdle = 20;  // row kIdle has no gradient
  torch::Tensor g = Values(kSide * 50, 1).view({kSide, 50});
  g.select(0, kIdle).zero_();
  const torch::Tensor sums = g.mm(g.t());
  const RowRuns runs = {{0, kIdle}, {kIdle + 1, kSide - kIdle - 1}};
  const auto next_of = [&](const torch::Tensor& of, const torch::Tensor& basis) {
    torch::Tensor next = torch::empty({kSide, kSide});
    NextSoapBasis(of.data_ptr<float>(), basis.data_ptr<float>(), kSide, runs,
                  next.data_ptr<float>());
    return next;
  };
  const auto far_from = [](const torch::Tensor& a, const torch::Tensor& b) {
    return (a - b).abs().max().item<float>();
  };
  const torch::Tensor eye = torch::eye(kSide);
  torch::Tensor basis = eye.clone();
  for (int i = 0; i < 3; ++i) {
    const torch::Tensor next = next_of(sums, basis);
    EXPECT_LT(far_from(next, std::get<0>(torch::linalg_qr(sums.mm(basis)))), 1e-3);
    EXPECT_LT(far_from(next.t().mm(next), eye), 1e-5);
    EXPECT_TRUE(torch::equal(next.select(1, kIdle), eye.select(1, kIdle)));
    basis = next.contiguous();
  }
  // Where gradients have vanished, or nearly so, the axes are still at right angles.
  for (const double size : {0.0, 1e-30, 1e-42}) {
    const torch::Tensor next = next_of(sums * size, basis);
    EXPECT_LT(far_from(next.t().mm(next), eye), 1e-5) << size;
  }
}

// Least squares for the first matrix of a ranker, from inputs that are hardly anything but one
// another: what Adam is slow at.
TEST(Soap, LearnsFromCorrelatedInputsWhatAdamDoesNot) {
  const ModelConfig config = SmallConfig();
  const Soap soap(config);
  int64_t at = 0;
  Parameter matrix;
  for (const Parameter& parameter : Parameters(config)) {
    if (parameter.name == "task.attribute.w1") {
      matrix = parameter;
      break;
    }
    at += parameter.size();
  }
  ASSERT_FALSE(matrix.name.empty());
  const int64_t inputs = matrix.shape[0], outputs = matrix.shape[1];
  const torch::Tensor common = Values(400, 1).view({400, 1}) * 100;
  const torch::Tensor x = common + Values(400 * inputs, 2).view({400, inputs}) * 3;
  const torch::Tensor y = torch::matmul(x, Values(inputs * outputs, 3).view({inputs, outputs}));
  Recipe recipe;
  recipe.warm_up = 10;
  recipe.weight_decay = 0;
  auto loss_after = [&](bool with_bases) {
    OptimiserTensors tensors = Start(config, soap);
    torch::Tensor error;
    for (int64_t step = 1; step <= 400; ++step) {
      const torch::Tensor w = tensors.parameters.narrow(0, at, matrix.size()).view(matrix.shape);
      error = torch::matmul(x, w) - y;
      tensors.gradient = torch::zeros_like(tensors.parameters);
      tensors.gradient.narrow(0, at, matrix.size())
          .copy_((torch::matmul(x.transpose(0, 1), error) / 400).reshape({-1}));
      const auto norm = tensors.gradient.norm().item<double>();
      if (with_bases) {
        EXPECT_TRUE(soap.Step(recipe, step, norm, tensors).ok());
      } else {
        UpdateValues(recipe, step, norm, 0, tensors.parameters.size(0), tensors);
      }
    }
    return error.pow(2).mean().item<double>();
  };
  EXPECT_LT(loss_after(true), 0.2 * loss_after(false));
}

}  // namespace
}  // namespace fastnode::learn
