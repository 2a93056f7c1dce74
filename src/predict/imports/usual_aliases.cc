#include "predict/imports/usual_aliases.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fastnode::predict {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> kAliases = {{
    {"ET", "xml.etree.ElementTree"},
    {"F", "torch.nn.functional"},
    {"dd", "dask.dataframe"},
    {"dt", "datetime"},
    {"gpd", "geopandas"},
    {"jnp", "jax.numpy"},
    {"mp", "multiprocessing"},
    {"mpl", "matplotlib"},
    {"nn", "torch.nn"},
    {"np", "numpy"},
    {"npt", "numpy.typing"},
    {"nx", "networkx"},
    {"pd", "pandas"},
    {"pl", "polars"},
    {"plt", "matplotlib.pyplot"},
    {"sa", "sqlalchemy"},
    {"sns", "seaborn"},
    {"tf", "tensorflow"},
    {"tk", "tkinter"},
}};

}  // namespace

std::string_view ModuleCalled(std::string_view name) {
  const auto found = std::find_if(kAliases.begin(), kAliases.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == kAliases.end() ? std::string_view() : found->second;
}

std::string_view AliasOf(std::string_view module) {
  const auto found = std::find_if(kAliases.begin(), kAliases.end(),
                                  [&](const auto& one) { return one.second == module; });
  return found == kAliases.end() ? std::string_view() : found->first;
}

}  // namespace fastnode::predict
