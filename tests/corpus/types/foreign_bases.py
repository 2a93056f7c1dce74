from framework import Model


class Order(Model):
    total = 3

    def save(self):
        # What this file does not say comes from the base, whatever that is.
        self.objects
        #- @self.objects type ext:framework.Model().objects
        self.total
        #- @self.total type builtins.int
        super().save
        #- @super().save type ext:framework.Model().save
