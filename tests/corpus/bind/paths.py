self.items[0].name
#- @self.items[0].name path self.items[].name
f(x)(y).z
#- @f(x)(y).z path f()().z
(a).b
#- @(a).b path a.b
"text".join
#- @"text".join path ''.join
[].sort
#- @[].sort path [].sort
{1:2}.get
#- @{1:2}.get path {}.get
(1,).count
#- @(1,).count path ().count
(a+b).c
#- @(a+b).c path ?.c
1.5.real
#- @1.5.real path 0.real
