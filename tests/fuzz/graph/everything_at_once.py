while x:
 for x in x:
  try:
   with x as x: break
  except x as x: continue
  except: raise
  else: return x
  finally: x += x
 else: del x
else: x = x if x else [x for x in x if x]
x and (x or (x := x)), lambda: x
