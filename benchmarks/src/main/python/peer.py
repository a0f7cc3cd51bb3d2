"""Answers questions about sets of TFRecord files with TensorFlow, one a line, and says what each cost.

Question: QUESTION TAB DEFAULTS|TUNED TAB DIRECTORY. Answer: seconds, CPU seconds, and what was found out.
"""

import glob
import os
import resource
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import tensorflow as tf  # noqa: E402  (the log level has to be set before)

INTEGERS = {f"i{n}": tf.io.FixedLenFeature([], tf.int64) for n in range(5)}
FLOATS = {f"f{n}": tf.io.FixedLenFeature([], tf.float32) for n in range(5)}
BLOB = {"blob": tf.io.FixedLenFeature([], tf.string)}
IMAGE = {"image": tf.io.FixedLenFeature([], tf.string)}


def in_parallel(files):
    """Batch by batch: num_parallel_reads hands over record by record, which takes ten times as long for small ones."""
    return tf.data.Dataset.from_tensor_slices(files).interleave(
        lambda file: tf.data.TFRecordDataset(file, buffer_size=1 << 20).batch(1024),
        num_parallel_calls=tf.data.AUTOTUNE,
        deterministic=False,
    )


def batches(directory, wanted, tuned):
    files = sorted(glob.glob(directory + "/*.tfrecord"))
    batched = in_parallel(files) if tuned else tf.data.TFRecordDataset(files).batch(1024)
    if wanted is None:
        return batched
    parsed = batched.map(
        lambda serialized: tf.io.parse_example(serialized, wanted),
        num_parallel_calls=tf.data.AUTOTUNE if tuned else None,
        deterministic=not tuned,
    )
    return parsed.prefetch(tf.data.AUTOTUNE) if tuned else parsed


def count(directory, tuned):
    rows = sum(int(batch.shape[0]) for batch in batches(directory, None, tuned))
    return f"{rows} rows"


def total(directory, tuned):
    wanted = {"i0": INTEGERS["i0"]}
    return "sum %d" % sum(int(tf.reduce_sum(batch["i0"])) for batch in batches(directory, wanted, tuned))


def decode(wanted):
    def everything(directory, tuned):
        return "%d rows" % sum(int(next(iter(b.values())).shape[0]) for b in batches(directory, wanted, tuned))

    return everything


QUESTIONS = {
    "count": count,
    "sum": total,
    "small": decode(INTEGERS | FLOATS | BLOB),
    "big": decode(IMAGE),
}

for line in sys.stdin:
    question, tuning, directory = line.rstrip("\n").split("\t")
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    answer = QUESTIONS[question](directory, tuning == "TUNED")
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{seconds:.6f} {cpu:.6f} {answer}", flush=True)
