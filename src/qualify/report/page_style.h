// The style of a validation's page.
#pragma once

#include <string_view>

namespace fastnode::qualify {

inline constexpr std::string_view kPageStyle = R"(
:root{color-scheme:light dark}
body{font:15px/1.55 system-ui,"DejaVu Sans",sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2.2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;max-width:100%}
th,td{padding:.3em .55em;text-align:right;border-bottom:1px solid #8883}
th{font-weight:500;font-size:.85rem;opacity:.8;vertical-align:bottom}
td{white-space:nowrap}td small{display:block;font-size:.72rem;line-height:1.3}
th:first-child,td:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere}
small{opacity:.7}svg{max-width:100%;height:auto;margin-right:1rem;vertical-align:top}
svg text{fill:currentColor;font-size:12px}
.texts td{white-space:normal;overflow-wrap:anywhere;text-align:left}ul{list-style:none;padding:0;columns:18rem}.passed{color:light-dark(#047857,#34d399)}.failed{color:light-dark(#b91c1c,#f87171)}
@media(max-width:60rem){
.stack,.stack tbody{display:block}.stack tr:first-child{display:none}
.stack tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.4rem,1fr));padding:.4rem 0;border-bottom:1px solid #8883}
.stack td{border:0;padding:.1rem .2rem;text-align:left}.stack td:first-child{grid-column:1/-1;font-weight:600}
.stack td+td::before{content:attr(data-of);display:block;font-size:.75rem;opacity:.7;white-space:normal}}
)";

}  // namespace fastnode::qualify
