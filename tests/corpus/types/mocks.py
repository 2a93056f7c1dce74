Objects of unittest.mock, whose attributes and results are such objects, too.

#= attributes and results
from unittest.mock import Mock

gateway = Mock()
gateway.charge.upper
#- @gateway.charge type unittest.mock.MagicMock
gateway.charge.return_value.upper
#- @gateway.charge.return_value type unittest.mock.MagicMock
gateway.charge(1).receipt.upper
#- @gateway.charge(1).receipt type unittest.mock.MagicMock
gateway.called.upper
#- @gateway.called type builtins.bool

#= parameters that patch fills, the closest decorator first
from unittest.mock import patch

class Shop:
    @patch.object(Shop, "mail")
    @patch("shop.clock", 3)
    @patch("shop.log")
    def test_order(self, log, mail, other):
        log.upper
        #- @log type unittest.mock.MagicMock
        mail.upper
        #- @mail type unittest.mock.MagicMock
        print(other)
        #- ! @other type unittest.mock.MagicMock

@patch("shop.mail", new_callable=dict)
@patch("shop.log", new=None)
def test_orders(mail, other):
    print(mail)
    #- ! @mail type unittest.mock.MagicMock
    print(other)
    #- ! @other type unittest.mock.MagicMock
