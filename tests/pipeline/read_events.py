"""Reads the event files of a folder as TensorBoard does, and independently of our own reader.

    read_events.py FOLDER       a line an event with scalars: step, wall time, tag=value...

Framing and CRC-32C of records, protocol buffers' wire format: TensorFlow's documentation of
TFRecord and event.proto. Anything that is not as it must be ends it with status 1.
"""
import os
import struct
import sys

TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    TABLE.append(byte)


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        header = data[at:at + 12]
        length, check = struct.unpack("<QI", header)
        assert masked_crc(header[:8]) == check, "checksum of a length"
        body, check = data[at + 12:at + 12 + length], data[at + 12 + length:at + 16 + length]
        assert len(check) == 4, "cut short"
        assert masked_crc(body) == struct.unpack("<I", check)[0], "checksum of a record"
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
        if data[at - 1] < 128:
            return value, at


def fields(data):
    """Pairs of field number and value."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 1:
            value, at = struct.unpack("<d", data[at:at + 8])[0], at + 8
        elif key & 7 == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        else:
            assert key & 7 == 5, "wire type"
            value, at = struct.unpack("<f", data[at:at + 4])[0], at + 4
        yield key >> 3, value


def main(folder):
    for name in sorted(name for name in os.listdir(folder) if name.startswith("events.out.tfevents.")):
        with open(os.path.join(folder, name), "rb") as file:
            events = [dict(fields(record)) for record in records(file.read())]
        assert events[0][3] == b"brain.Event:2", "version"
        for event in events[1:]:
            scalars = []
            for _, value in fields(event.get(5, b"")):
                value = dict(fields(value))
                if 8 not in value:  # no tensor
                    scalars.append(f"{value[1].decode()}={value[2]!r}")
            if scalars:
                print(event.get(2, 0), repr(event[1]), *scalars)


main(sys.argv[1])
