// A basis is the eigenvectors of a moving sum of G G^T (rows) and of G^T G (columns). One step of
// power iteration and a QR decomposition bring it up to date, which is enough, as it changes
// slowly. Here that comes before the step, so that the first change is part of it; in the paper
// after it. soap_test.cc compares with a plain computation of one matrix, and holds it against
// Adam.
#include "learn/train/soap.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "learn/model/parameters.h"

namespace fastnode::learn {
namespace {

torch::Tensor Gather(const std::vector<std::pair<int64_t, int64_t>>& pieces, int64_t rows,
                     int64_t columns, const torch::Tensor& flat) {
  std::vector<torch::Tensor> parts;
  for (auto [offset, count] : pieces) {
    parts.push_back(flat.narrow(0, offset, count * rows * columns).view({count, rows, columns}));
  }
  return torch::cat(parts);
}

void Scatter(const std::vector<std::pair<int64_t, int64_t>>& pieces, const torch::Tensor& values,
             torch::Tensor& flat) {
  int64_t at = 0;
  for (auto [offset, count] : pieces) {
    const torch::Tensor piece = values.narrow(0, at, count).reshape({-1});
    flat.narrow(0, offset, piece.size(0)).copy_(piece);
    at += count;
  }
}

torch::Tensor Transposed(const torch::Tensor& matrices) { return matrices.transpose(1, 2); }

// Into the bases, and out of them again.
torch::Tensor TurnIn(const torch::Tensor& rows, const torch::Tensor& x,
                     const torch::Tensor& columns) {
  return torch::bmm(torch::bmm(Transposed(rows), x), columns);
}
torch::Tensor TurnOut(const torch::Tensor& rows, const torch::Tensor& x,
                      const torch::Tensor& columns) {
  return torch::bmm(torch::bmm(rows, x), Transposed(columns));
}

// In the order of the basis before: sorted by size, directions of nearly the same size would change
// places by a rounding.
torch::Tensor NextBasis(const torch::Tensor& sums, const torch::Tensor& basis) {
  return std::get<0>(torch::linalg_qr(torch::bmm(sums, basis)));
}

// How far both moments of the same gradients ever move a value, in learning rates (by the
// inequality of Cauchy and Schwarz). After a basis has changed they are not of the same: where
// gradients have become very small, axes are new, and what had moved along others would be divided
// by next to nothing.
double LongestStep(const Recipe& recipe) {
  const double b1 = recipe.beta1, b2 = recipe.matrix_beta2;
  return b1 * b1 < b2 ? std::sqrt((1 - b1) * (1 - b1) / (1 - b2) / (1 - b1 * b1 / b2)) : 10.0;
}

}  // namespace

Soap::Soap(const ModelConfig& config) {
  int64_t offset = 0;
  for (const Parameter& parameter : Parameters(config)) {
    if (parameter.kind == ParameterKind::kMatrix && parameter.shape.size() >= 2) {
      const int64_t rows = parameter.shape.end()[-2], columns = parameter.shape.back();
      auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& one) {
        return one.rows == rows && one.columns == columns;
      });
      if (group == groups_.end()) group = groups_.insert(group, Group{rows, columns, {}});
      const int64_t count = parameter.size() / (rows * columns);
      group->pieces.emplace_back(offset, count);
      group->count += count;
    }
    offset += parameter.size();
  }
  for (Group& group : groups_) {
    group.state = num_numbers_;
    num_numbers_ += 2 * group.count * (group.rows * group.rows + group.columns * group.columns);
  }
}

Soap::Basis Soap::BasisOf(const Group& group, const torch::Tensor& bases) {
  int64_t at = group.state;
  auto next = [&](int64_t side) {
    const int64_t size = group.count * side * side;
    at += size;
    return bases.narrow(0, at - size, size).view({group.count, side, side});
  };
  Basis basis;
  basis.row_sums = next(group.rows);
  basis.column_sums = next(group.columns);
  basis.rows = next(group.rows);
  basis.columns = next(group.columns);
  return basis;
}

torch::Tensor Soap::Start() const {
  torch::Tensor bases = torch::zeros({num_numbers_}, torch::kFloat);
  for (const Group& group : groups_) {
    Basis basis = BasisOf(group, bases);
    basis.rows.copy_(torch::eye(group.rows).expand_as(basis.rows));
    basis.columns.copy_(torch::eye(group.columns).expand_as(basis.columns));
  }
  return bases;
}

// The bases take half of what `bases` has: they stand there beside what they are made from.
Soap::Sides Soap::SidesOf(const Group& group, const torch::Tensor& sides) {
  const int64_t at = group.state / 2;
  const int64_t rows = group.count * group.rows * group.rows;
  const int64_t columns = group.count * group.columns * group.columns;
  return {sides.narrow(0, at, rows).view({group.count, group.rows, group.rows}),
          sides.narrow(0, at + rows, columns).view({group.count, group.columns, group.columns})};
}

Result<torch::Tensor> Soap::NextSides(const OptimiserTensors& tensors, Workers* workers) const {
  torch::Tensor sides = torch::empty({num_numbers_ / 2}, tensors.bases.options());
  if (workers == nullptr || workers->is_first()) {
    for (const Group& group : groups_) {
      const Basis basis = BasisOf(group, tensors.bases);
      Sides next = SidesOf(group, sides);
      next.rows.copy_(NextBasis(basis.row_sums, basis.rows));
      next.columns.copy_(NextBasis(basis.column_sums, basis.columns));
    }
  }
  if (workers == nullptr) return sides;
  torch::Tensor values = sides.to(torch::kCPU);
  Status sent = workers->Send(values.data_ptr<float>(), values.size(0));
  if (workers->is_first()) return sides;  // the step is made, whoever is gone
  if (!sent.ok()) return sent.error();
  return values.to(sides.device());
}

Soap::Values Soap::StepOf(const Group& group, const Recipe& recipe, int64_t step,
                          const torch::Tensor& gradient, const OptimiserTensors& tensors,
                          const Sides* next) const {
  auto gather = [&](const torch::Tensor& flat) {
    return Gather(group.pieces, group.rows, group.columns, flat);
  };
  Basis basis = BasisOf(group, tensors.bases);
  Values values = {gather(tensors.parameters), gather(tensors.average), gather(tensors.moment1),
                   gather(tensors.moment2)};
  if (next != nullptr) {
    // The second moments stay with their axes, which hardly move after the first time; after that
    // they forget within the next steps.
    const torch::Tensor outside = TurnOut(basis.rows, values.moment1, basis.columns);
    values.moment1 = TurnIn(next->rows, outside, next->columns);
    basis.rows.copy_(next->rows);
    basis.columns.copy_(next->columns);
  }
  const torch::Tensor turned = TurnIn(basis.rows, gradient, basis.columns);
  values.moment1.lerp_(turned, 1 - recipe.beta1);
  values.moment2.mul_(recipe.matrix_beta2).addcmul_(turned, turned, 1 - recipe.matrix_beta2);
  const auto t = static_cast<double>(step);
  const double correction1 = 1 - std::pow(recipe.beta1, t);
  const double correction2 = std::sqrt(1 - std::pow(recipe.matrix_beta2, t));
  const torch::Tensor scale = values.moment2.sqrt().add_(recipe.epsilon * correction2);
  const double most = LongestStep(recipe) * correction1 / correction2;
  const torch::Tensor steps = (values.moment1 / scale).clamp(-most, most);
  const torch::Tensor change = TurnOut(basis.rows, steps, basis.columns);
  const double rate = recipe.LearningRate(step);
  values.parameters.mul_(1 - rate * recipe.weight_decay)
      .sub_(change, rate * correction2 / correction1);
  values.average.lerp_(values.parameters, AverageStep(recipe, step));
  return values;
}

Status Soap::Step(const Recipe& recipe, int64_t step, double gradient_norm,
                  OptimiserTensors& tensors, Workers* workers) const {
  torch::NoGradGuard no_gradient;
  const double old = recipe.basis_decay;
  std::vector<torch::Tensor> gradients;
  for (const Group& group : groups_) {
    const torch::Tensor gradient =
        Gather(group.pieces, group.rows, group.columns, tensors.gradient) *
        ClipFactor(recipe, gradient_norm);
    Basis basis = BasisOf(group, tensors.bases);
    basis.row_sums.baddbmm_(gradient, Transposed(gradient), old, 1 - old);
    basis.column_sums.baddbmm_(Transposed(gradient), gradient, old, 1 - old);
    gradients.push_back(gradient);
  }
  const bool turns = step % recipe.basis_every == 0;
  torch::Tensor sides;
  if (turns) {
    Result<torch::Tensor> next = NextSides(tensors, workers);
    if (!next.ok()) return next.error();
    sides = *next;
  }
  std::vector<Values> all;
  for (size_t i = 0; i < groups_.size(); ++i) {
    const Sides next = turns ? SidesOf(groups_[i], sides) : Sides();
    all.push_back(StepOf(groups_[i], recipe, step, gradients[i], tensors, turns ? &next : nullptr));
  }
  // The flat pass takes matrices as well, as they are a small part; they are written over.
  Update(recipe, step, gradient_norm, tensors);
  for (size_t i = 0; i < groups_.size(); ++i) {
    const auto& pieces = groups_[i].pieces;
    Scatter(pieces, all[i].parameters, tensors.parameters);
    Scatter(pieces, all[i].average, tensors.average);
    Scatter(pieces, all[i].moment1, tensors.moment1);
    Scatter(pieces, all[i].moment2, tensors.moment2);
  }
  return {};
}

}  // namespace fastnode::learn
