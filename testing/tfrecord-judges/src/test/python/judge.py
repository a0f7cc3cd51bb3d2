"""What TensorFlow makes of TFRecord files, as text that shows every bit.

    judge.py write DIRECTORY    writes TYPECODEC.tfrecord of each type and codec, and TYPE.txt with the values
    judge.py read DIRECTORY     reads such files and writes for each TYPECODEC.txt with what it has seen

TYPE is example, sequence or bytes; CODEC is nothing, GZIP or ZLIB.

Text: one line for each record; in it, parted by tabs and sorted, NAME=K:VALUES for each feature. NAME is in
hexadecimal digits of its UTF-8, before it "c." in the context and "l." in the lists of a SequenceExample. K is i, f or b.
VALUES, parted by commas, are decimal integers, the bits of floats in hexadecimal digits, or x and the bytes in
hexadecimal digits; lists of lists stand in brackets. A record of bytes is x and its digits.
"""

import os
import random
import struct
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import tensorflow as tf  # noqa: E402  (the log level has to be set before)

INTEGERS = [0, 1, -1, 127, 128, -128, 2**31, -(2**31), 2**62, 2**63 - 1, -(2**63)]
FLOATS = [0.0, -0.0, 1.0, 1e-45, 1.1754944e-38, 3.4028235e38, float("inf"), float("-inf"), float("nan")]
KINDS = {"i": "int64_list", "f": "float_list", "b": "bytes_list"}
FEATURES = {"i": "i", "zahl/größe": "i", "f": "f", "浮点": "f", "b": "b", "😀 bytes": "b"}
CODECS = ["", "GZIP", "ZLIB"]
LISTS = {"steps": "i", "signal": "f", "frames": "b"}


def value(kind, rng):
    if kind == "i":
        return rng.choice([rng.choice(INTEGERS), rng.randrange(1000), rng.randrange(-(2**63), 2**63)])
    if kind == "f":
        bits = rng.getrandbits(32)
        if bits & 0x7F800000 == 0x7F800000:
            bits |= 0x00400000  # a signalling NaN becomes a quiet one on its way through a double
        return rng.choice([rng.choice(FLOATS), rng.random(), struct.unpack("<f", struct.pack("<I", bits))[0]])
    return rng.randbytes(rng.choice([0, 1, rng.randrange(20), rng.randrange(5000)]))


def feature(kind, rng):
    made = tf.train.Feature()
    values = [value(kind, rng) for _ in range(rng.choice([0, 1, 1, 1, rng.randrange(5), rng.randrange(60)]))]
    getattr(made, KINDS[kind]).SetInParent()
    getattr(made, KINDS[kind]).value.extend(values)
    return made


def features(target, rng):
    for name, kind in FEATURES.items():
        if rng.random() < 0.9:
            target.feature[name].CopyFrom(feature(kind, rng))


def example(rng):
    made = tf.train.Example()
    features(made.features, rng)
    return made


def sequence(rng):
    made = tf.train.SequenceExample()
    features(made.context, rng)
    for name, kind in LISTS.items():
        if rng.random() < 0.9:
            target = made.feature_lists.feature_list[name]
            target.feature.extend(feature(kind, rng) for _ in range(rng.randrange(6)))
    return made


def text_of_values(made):
    kind = {full: short for short, full in KINDS.items()}[made.WhichOneof("kind")]
    values = getattr(made, KINDS[kind]).value
    if kind == "i":
        return kind, ",".join(str(v) for v in values)
    if kind == "f":
        return kind, ",".join("%08x" % struct.unpack("<I", struct.pack("<f", v))[0] for v in values)
    return kind, ",".join("x" + v.hex() for v in values)


def text_of_features(made, prefix):
    return [prefix + name.encode().hex() + "=" + ":".join(text_of_values(f)) for name, f in made.feature.items()]


def text_of_lists(made):
    texts = []
    for name, steps in made.feature_list.items():
        values = [text_of_values(f) for f in steps.feature]
        texts.append("l." + name.encode().hex() + "=" + LISTS[name] + ":" + "".join("[" + v + "]" for _, v in values))
    return texts


def text(payload, kind):
    if kind == "bytes":
        return "x" + payload.hex()
    if kind == "example":
        parts = text_of_features(tf.train.Example.FromString(payload).features, "")
    else:
        made = tf.train.SequenceExample.FromString(payload)
        parts = text_of_features(made.context, "c.") + text_of_lists(made.feature_lists)
    return "\t".join(sorted(parts))


def write(directory):
    rng = random.Random(20261121)
    sets = {
        "example": [example(rng).SerializeToString() for _ in range(2000)] + [b""],
        "sequence": [sequence(rng).SerializeToString() for _ in range(1000)] + [b""],
        "bytes": [rng.randbytes(rng.choice([0, 1, 11, 12, 13, rng.randrange(300_000)])) for _ in range(200)],
    }
    for kind, payloads in sets.items():
        with open(f"{directory}/{kind}.txt", "w", encoding="ascii") as lines:
            lines.writelines(text(payload, kind) + "\n" for payload in payloads)
        for codec in CODECS:
            with tf.io.TFRecordWriter(f"{directory}/{kind}{codec}.tfrecord", codec) as file:
                for payload in payloads:
                    file.write(payload)


def payloads(path, codec):
    for batch in tf.data.TFRecordDataset(path, compression_type=codec).batch(1024):
        yield from batch.numpy()


def read(directory):
    for kind in ["example", "sequence", "bytes"]:
        for codec in CODECS:
            lines = [text(payload, kind) for payload in payloads(f"{directory}/{kind}{codec}.tfrecord", codec)]
            with open(f"{directory}/{kind}{codec}.txt", "w", encoding="ascii") as file:
                file.writelines(line + "\n" for line in lines)
            if kind == "example":
                parse(f"{directory}/{kind}{codec}.tfrecord", codec, lines)


def parse(path, codec, lines):
    """tf.io.parse_example, TensorFlow's second and stricter parser, sees the same values."""
    types = {"i": tf.int64, "f": tf.float32, "b": tf.string}
    wanted = {name: tf.io.RaggedFeature(types[kind]) for name, kind in FEATURES.items()}
    columns = tf.io.parse_example(tf.constant(list(payloads(path, codec))), wanted)
    values = {name: column.to_list() for name, column in columns.items()}
    for row, line in enumerate(lines):
        parts = []
        for name, kind in FEATURES.items():
            made = tf.train.Feature()
            getattr(made, KINDS[kind]).SetInParent()
            getattr(made, KINDS[kind]).value.extend(values[name][row])
            if values[name][row]:
                parts.append(name.encode().hex() + "=" + ":".join(text_of_values(made)))
        seen = "\t".join(sorted(parts))
        filled = "\t".join(part for part in line.split("\t") if not part.endswith(":"))
        if seen != filled:
            raise SystemExit(f"{path}, record {row}: parse_example has {seen}, FromString has {filled}")


if __name__ == "__main__":
    verb, directory = sys.argv[1:]
    {"write": write, "read": read}[verb](directory)
