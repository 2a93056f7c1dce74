class C(
    def f(self, x=[1, {2: (3
        return x.
@
lambda: (yield)
