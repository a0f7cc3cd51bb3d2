package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.RecordCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.hadoop.io.TFRecordFileInputFormat;
import org.tensorflow.hadoop.io.TFRecordFileOutputFormat;

/**
 * tensorflow-hadoop, as its users have it: its InputFormat reads ours, we read its OutputFormat.
 */
final class TensorFlowHadoopTest {

  private static final TaskAttemptID ATTEMPT =
      new TaskAttemptID(new TaskID(new JobID("judge", 1), TaskType.MAP, 0), 0);

  @TempDir Path directory;

  private final List<byte[]> payloads = payloads();

  @Test
  void itReadsWhatWeWrite() throws Exception {
    Files.createDirectory(directory.resolve("in"));
    Ours.write(directory.resolve("in/a.tfrecord"), RecordCompression.NONE, payloads);
    Ours.write(directory.resolve("in/b.tfrecord.gz"), RecordCompression.GZIP, payloads);
    Ours.write(directory.resolve("in/c.tfrecord.deflate"), RecordCompression.ZLIB, payloads);
    // What lies beside a set that we write is hidden from it.
    Files.writeString(directory.resolve("in/_a.tfrecord.idx"), "no records");

    List<byte[]> expected = new ArrayList<>(payloads);
    expected.addAll(payloads);
    expected.addAll(payloads);
    assertThat(read(directory.resolve("in"))).containsExactlyElementsOf(expected);
  }

  @Test
  void weReadWhatItWrites() throws Exception {
    assertThat(Ours.read(write(Job.getInstance(new Configuration(false)))))
        .containsExactlyElementsOf(payloads);
  }

  @Test
  void weReadWhatItCompresses() throws Exception {
    for (var codec : List.of(GzipCodec.class, DefaultCodec.class)) {
      Job job = Job.getInstance(new Configuration(false));
      FileOutputFormat.setCompressOutput(job, true);
      FileOutputFormat.setOutputCompressorClass(job, codec);
      assertThat(Ours.read(write(job))).as(codec.getName()).containsExactlyElementsOf(payloads);
    }
  }

  private static List<byte[]> read(Path in) throws IOException, InterruptedException {
    Job job = Job.getInstance(new Configuration(false));
    FileInputFormat.addInputPath(job, new org.apache.hadoop.fs.Path(in.toUri()));
    TFRecordFileInputFormat format = new TFRecordFileInputFormat();
    TaskAttemptContext task = new TaskAttemptContextImpl(job.getConfiguration(), ATTEMPT);
    List<byte[]> read = new ArrayList<>();
    List<InputSplit> splits = new ArrayList<>(format.getSplits(job));
    splits.sort(Comparator.comparing(InputSplit::toString));
    for (InputSplit split : splits) {
      try (RecordReader<BytesWritable, NullWritable> reader =
          format.createRecordReader(split, task)) {
        reader.initialize(split, task);
        while (reader.nextKeyValue()) {
          read.add(reader.getCurrentKey().copyBytes());
        }
      }
    }
    return read;
  }

  private Path write(Job job) throws IOException, InterruptedException {
    Path out = Files.createTempDirectory(directory, "out");
    FileOutputFormat.setOutputPath(job, new org.apache.hadoop.fs.Path(out.toUri()));
    TFRecordFileOutputFormat format = new TFRecordFileOutputFormat();
    TaskAttemptContext task = new TaskAttemptContextImpl(job.getConfiguration(), ATTEMPT);
    RecordWriter<BytesWritable, NullWritable> writer = format.getRecordWriter(task);
    for (byte[] payload : payloads) {
      writer.write(new BytesWritable(payload), NullWritable.get());
    }
    writer.close(task);
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<byte[]> payloads() {
    Samples samples = new Samples(11);
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      payloads.add(samples.example().toByteArray());
    }
    payloads.addAll(Arrays.asList(new byte[0], new byte[1], new byte[3_000_000]));
    return payloads;
  }
}
