class Stack[T]:
    #- @T is T
    def push(self, item: T) -> None:
        #- @T refers_to T
        pass
def first[S: int](items: list[S]) -> S:
    #- @S is S
    #- @S[2] refers_to S
    #- @S[3] refers_to S
    return S
    #- @S refers_to S
type Pair = tuple[Stack, Stack]
#- @Pair role write
S, T
#- @S refers_to nothing
#- @T refers_to nothing
type Both[K, V] = dict[K, list[V]]
#- @Both role write
#- @K is K
#- @V is V
#- @K[2] refers_to K
#- @V[2] refers_to V
K, V
#- @K refers_to nothing
#- @V refers_to nothing
