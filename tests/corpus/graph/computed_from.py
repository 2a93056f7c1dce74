total = price.net * count(basket, key=rate)
#- @total computed_from = @price.net @count @basket @rate
#- ! @total computed_from @price
total += fee
#- @total computed_from = @fee
first = second = third
#- @first computed_from = @third
#- @second computed_from = @third
shelf[place].top = box
#- @shelf[place].top computed_from = @box
size: int = given
#- @size computed_from = @given
later = lambda: given
#- @later computed_from =
