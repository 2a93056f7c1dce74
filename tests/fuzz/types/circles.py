class A(B): x = A().x.y
class B(A):
 def f(self): self.f().g; self.x = self.y; self.y = self.x; return self.f()
def f(): return f
f()().z
x = x.y.z
import os as x, x.y
with open(x) as x: x.read().split()[0].a
for x.y in x.z: x.y.w
[x.a for x in x.b]
