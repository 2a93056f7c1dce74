// A basis is the eigenvectors of a moving sum of G G^T (rows) and of G^T G (columns). One step of
// power iteration and a QR decomposition bring it up to date, which is enough, as it changes
// slowly. Here that comes before the step, so that the first change is part of it; in the paper
// after it. soap_test.cc compares with a plain computation of one matrix, and holds it against
// Adam. Half the slots of most tasks have no name: without their rows there is a third less to
// multiply, and the others' bases are the same.
#include "learn/train/soap.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "learn/model/parameters.h"

namespace fastnode::learn {
namespace {

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

bool HasNewBases(const Recipe& recipe, int64_t step) { return step % recipe.basis_every == 0; }

// Not at each, as the sums change slowly, and forget as much.
bool AddsToSums(const Recipe& recipe, int64_t step) { return step % recipe.sums_every == 0; }

RowRuns RunsWithout(const std::vector<int32_t>& idle, int64_t rows) {
  RowRuns runs;
  int64_t first = 0;
  for (int32_t row : idle) {
    if (first < row) runs.push_back({first, row - first});
    first = row + int64_t{1};
  }
  if (first < rows) runs.push_back({first, rows - first});
  return runs;
}

}  // namespace

Soap::Soap(const ModelConfig& config) {
  int64_t offset = 0, others = 0;
  const auto end_others = [&](int64_t end) {
    if (others < end) others_.emplace_back(others, end);
  };
  for (const Parameter& parameter : Parameters(config)) {
    const int64_t end = offset + parameter.size();
    if (parameter.kind == ParameterKind::kMatrix && parameter.shape.size() >= 2) {
      const int64_t rows = parameter.shape.end()[-2], columns = parameter.shape.back();
      auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& one) {
        return one.rows == rows && one.columns == columns;
      });
      if (group == groups_.end()) group = groups_.insert(group, Group{rows, columns, {}, {}});
      const RowRuns runs = RunsWithout(parameter.idle_rows, rows);
      for (int64_t at = offset; at < end; at += rows * columns) {
        group->offsets.push_back(at);
        group->runs.push_back(runs);
        for (const RowRun& run : runs) {
          end_others(at + run.first * columns);
          others = at + (run.first + run.count) * columns;
        }
      }
    }
    offset = end;
  }
  end_others(offset);
  int64_t first = 0;
  for (Group& group : groups_) {
    group.first = first;
    group.state = num_numbers_;
    first += group.count() * group.rows * group.columns;
    num_numbers_ += 2 * group.count() * (group.rows * group.rows + group.columns * group.columns);
  }
}

Soap::Basis Soap::BasisOf(const Group& group, const torch::Tensor& bases) {
  int64_t at = group.state;
  auto next = [&](int64_t side) {
    const int64_t size = group.count() * side * side;
    at += size;
    return bases.narrow(0, at - size, size).view({group.count(), side, side});
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

torch::Tensor Soap::MatrixValues() const {
  std::vector<torch::Tensor> parts;
  for (const Group& group : groups_) {
    for (const int64_t offset : group.offsets) {
      parts.push_back(torch::arange(offset, offset + group.rows * group.columns, torch::kLong));
    }
  }
  return parts.empty() ? torch::empty({0}, torch::kLong) : torch::cat(parts);
}

// The bases take half of what `bases` has: they stand there beside what they are made from.
Soap::Sides Soap::SidesOf(const Group& group, const torch::Tensor& sides) {
  const int64_t at = group.state / 2;
  const int64_t rows = group.count() * group.rows * group.rows;
  const int64_t columns = group.count() * group.columns * group.columns;
  return {sides.narrow(0, at, rows).view({group.count(), group.rows, group.rows}),
          sides.narrow(0, at + rows, columns).view({group.count(), group.columns, group.columns})};
}

void Soap::NextSidesInPlace(const Group& group, const Basis& basis, Sides& next) {
  at::parallel_for(0, group.count(), 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const auto make = [i](const torch::Tensor& sums, const torch::Tensor& now, int64_t side,
                            const RowRuns& runs, torch::Tensor& to) {
        const int64_t at = i * side * side;
        NextSoapBasis(sums.data_ptr<float>() + at, now.data_ptr<float>() + at, side, runs,
                      to.data_ptr<float>() + at);
      };
      make(basis.row_sums, basis.rows, group.rows, group.runs[static_cast<size_t>(i)], next.rows);
      make(basis.column_sums, basis.columns, group.columns, {{0, group.columns}}, next.columns);
    }
  });
}

Result<torch::Tensor> Soap::NextSides(const OptimiserTensors& tensors, Workers* workers) const {
  torch::Tensor sides = torch::empty({num_numbers_ / 2}, tensors.bases.options());
  if (workers == nullptr || workers->is_first()) {
    for (const Group& group : groups_) {
      const Basis basis = BasisOf(group, tensors.bases);
      Sides next = SidesOf(group, sides);
      if (sides.device().is_cpu()) {
        NextSidesInPlace(group, basis, next);
        continue;
      }
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

Status Soap::Turn(const Recipe& recipe, int64_t step, OptimiserTensors& tensors,
                  Workers* workers) const {
  if (groups_.empty() || !HasNewBases(recipe, step)) return {};
  Result<torch::Tensor> sides = NextSides(tensors, workers);
  if (!sides.ok()) return sides.error();
  // The second moments stay with their axes, which hardly move after the first time; after that
  // they forget within the next steps.
  torch::Tensor moments = tensors.moment1.index_select(0, tensors.matrix_values);
  for (const Group& group : groups_) {
    Basis basis = BasisOf(group, tensors.bases);
    const Sides next = SidesOf(group, *sides);
    torch::Tensor inside = group.Of(moments);
    const torch::Tensor outside = TurnOut(basis.rows, inside, basis.columns);
    inside.copy_(TurnIn(next.rows, outside, next.columns));
    basis.rows.copy_(next.rows);
    basis.columns.copy_(next.columns);
  }
  tensors.moment1.index_copy_(0, tensors.matrix_values, moments);
  return {};
}

namespace {

SoapFactors SoapFactorsOf(const Recipe& recipe, int64_t step, double gradient_norm) {
  const auto t = static_cast<double>(step);
  const double rate = recipe.LearningRate(step);
  const double correction1 = 1 - std::pow(recipe.beta1, t);
  const double correction2 = std::sqrt(1 - std::pow(recipe.matrix_beta2, t));
  const auto f = [](double value) { return static_cast<float>(value); };
  return {f(ClipFactor(recipe, gradient_norm)),
          f(std::pow(recipe.basis_decay, recipe.sums_every)),
          f(recipe.beta1),
          f(recipe.matrix_beta2),
          f(recipe.epsilon * correction2),
          f(LongestStep(recipe) * correction1 / correction2),
          f(rate * recipe.weight_decay),
          f(rate * correction2 / correction1),
          f(AverageStep(recipe, step))};
}

}  // namespace

std::vector<SoapMatrix> Soap::MatricesOf(OptimiserTensors& tensors) const {
  std::vector<SoapMatrix> matrices;
  for (const Group& group : groups_) {
    const Basis basis = BasisOf(group, tensors.bases);
    for (int64_t i = 0; i < group.count(); ++i) {
      const auto place = static_cast<size_t>(i);
      const auto value = [at = group.offsets[place]](torch::Tensor& flat) {
        return flat.data_ptr<float>() + at;
      };
      const auto side = [i](const torch::Tensor& all, int64_t length) {
        return all.data_ptr<float>() + i * length * length;
      };
      matrices.push_back({group.rows, group.columns, &group.runs[place], value(tensors.gradient),
                          value(tensors.parameters), value(tensors.average), value(tensors.moment1),
                          value(tensors.moment2), side(basis.row_sums, group.rows),
                          side(basis.column_sums, group.columns), side(basis.rows, group.rows),
                          side(basis.columns, group.columns)});
    }
  }
  return matrices;
}

Status Soap::Step(const Recipe& recipe, int64_t step, double gradient_norm,
                  OptimiserTensors& tensors, Workers* workers) const {
  if (!tensors.parameters.device().is_cpu()) {
    return StepPlainly(recipe, step, gradient_norm, tensors, workers);
  }
  torch::NoGradGuard no_gradient;
  const SoapFactors factors = SoapFactorsOf(recipe, step, gradient_norm);
  const std::vector<SoapMatrix> matrices = MatricesOf(tensors);
  // Each matrix is one thread's.
  const auto for_each = [&](auto&& visit) {
    at::parallel_for(0, static_cast<int64_t>(matrices.size()), 1, [&](int64_t begin, int64_t end) {
      SoapStepper stepper(factors);
      for (int64_t i = begin; i < end; ++i) visit(stepper, matrices[static_cast<size_t>(i)]);
    });
  };
  const bool adds = AddsToSums(recipe, step), turns = HasNewBases(recipe, step);
  if (turns) {
    if (adds) {
      for_each([](SoapStepper& stepper, const SoapMatrix& matrix) { stepper.AddToSums(matrix); });
    }
    if (Status turned = Turn(recipe, step, tensors, workers); !turned.ok()) return turned;
  }
  // All of a matrix while it is in the caches.
  for_each([&](SoapStepper& stepper, const SoapMatrix& matrix) {
    if (adds && !turns) stepper.AddToSums(matrix);
    stepper.Step(matrix);
  });
  for (const auto& [first, last] : others_) {
    UpdateValues(recipe, step, gradient_norm, first, last, tensors);
  }
  return {};
}

Status Soap::StepPlainly(const Recipe& recipe, int64_t step, double gradient_norm,
                         OptimiserTensors& tensors, Workers* workers) const {
  torch::NoGradGuard no_gradient;
  const SoapFactors f = SoapFactorsOf(recipe, step, gradient_norm);
  const auto take = [&](const torch::Tensor& flat) {
    return flat.index_select(0, tensors.matrix_values);
  };
  const torch::Tensor gradient = take(tensors.gradient).mul_(f.clip);
  for (const Group& group : groups_) {
    if (!AddsToSums(recipe, step)) break;
    Basis basis = BasisOf(group, tensors.bases);
    const torch::Tensor g = group.Of(gradient);
    basis.row_sums.baddbmm_(g, Transposed(g), f.basis_decay, 1 - f.basis_decay);
    basis.column_sums.baddbmm_(Transposed(g), g, f.basis_decay, 1 - f.basis_decay);
  }
  if (Status turned = Turn(recipe, step, tensors, workers); !turned.ok()) return turned;
  torch::Tensor moment1 = take(tensors.moment1), moment2 = take(tensors.moment2);
  torch::Tensor parameters = take(tensors.parameters), average = take(tensors.average);
  torch::Tensor inside = torch::empty_like(gradient), change = torch::empty_like(gradient);
  for (const Group& group : groups_) {
    const Basis basis = BasisOf(group, tensors.bases);
    group.Of(inside).copy_(TurnIn(basis.rows, group.Of(gradient), basis.columns));
  }
  moment1.lerp_(inside, 1 - f.beta1);
  moment2.mul_(f.beta2).addcmul_(inside, inside, 1 - f.beta2);
  const torch::Tensor steps =
      (moment1 / moment2.sqrt().add_(f.epsilon)).clamp_(-f.longest, f.longest);
  for (const Group& group : groups_) {
    const Basis basis = BasisOf(group, tensors.bases);
    group.Of(change).copy_(TurnOut(basis.rows, group.Of(steps), basis.columns));
  }
  parameters.mul_(1 - f.decay).sub_(change, f.rate);
  average.lerp_(parameters, f.average);
  // That pass takes matrices as well, as they are a small part; they are written over.
  UpdatePlainly(recipe, step, gradient_norm, tensors);
  tensors.parameters.index_copy_(0, tensors.matrix_values, parameters);
  tensors.average.index_copy_(0, tensors.matrix_values, average);
  tensors.moment1.index_copy_(0, tensors.matrix_values, moment1);
  tensors.moment2.index_copy_(0, tensors.matrix_values, moment2);
  return {};
}

}  // namespace fastnode::learn
