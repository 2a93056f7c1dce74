match x:
 case {"a": [*_, b], **c} | P(q, r=-1+2j) as s if t: ...
 case 1 | None | a.b: pass
type A[T: int, *U, **V] = B[T]
async def f[T](*, a): await b; async for i in c: pass
