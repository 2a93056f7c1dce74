wrap = 1
#- @wrap is W
class C:
    wrap = 2
    #- @wrap is INNER
    @wrap
    #- @wrap refers_to INNER
    def f(self, wrap): pass
    #- @f role function
@wrap.up
#- @wrap refers_to W
#- @wrap.up context load
def g(): pass
