import math


def fahrenheit(celsius):
    return celsius * 9.0 / 5.0 + 32.0


def dew_point(celsius, humidity):
    ratio = math.log(humidity / 100.0) + 17.62 * celsius / (243.12 + celsius)
    return 243.12 * ratio / (17.62 - ratio)


def wind_chill(celsius, speed):
    factor = math.pow(speed, 0.16)
    return 13.12 + 0.6215 * celsius - 11.37 * factor + 0.3965 * celsius * factor


def rounded(value):
    return math.floor(value + 0.5)
