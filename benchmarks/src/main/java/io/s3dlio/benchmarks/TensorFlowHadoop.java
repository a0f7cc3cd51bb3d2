package io.s3dlio.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.s3dlio.benchmarks.Contender.Role;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tensorflow.hadoop.io.TFRecordFileInputFormat;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/**
 * tensorflow-hadoop under Spark, as its documentation shows it: an RDD of payloads, each parsed by
 * the generated classes of Example. It checks both CRCs.
 */
final class TensorFlowHadoop {

  private static final String NAME = "tensorflow-hadoop 1.15.0";
  private static final int TUNED_BUFFER = 1 << 20;

  private final JavaSparkContext context;
  private final String name;
  private final Configuration conf;

  /** With all settings at their defaults. */
  static TensorFlowHadoop withDefaults(SparkSession spark) {
    return new TensorFlowHadoop(spark, NAME, new Configuration());
  }

  /** With the one setting that makes it faster and leaves its checks alone. */
  static TensorFlowHadoop tuned(SparkSession spark) {
    Configuration conf = new Configuration();
    conf.setInt("io.file.buffer.size", TUNED_BUFFER);
    return new TensorFlowHadoop(spark, NAME + ", reads of 1 MiB", conf);
  }

  private TensorFlowHadoop(SparkSession spark, String name, Configuration conf) {
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.name = name;
    this.conf = conf;
  }

  Contender count(Path set) {
    return Contender.of(Role.PEER, name, () -> records(set).count() + " rows");
  }

  Contender sum(Path set) {
    return Contender.of(
        Role.PEER,
        name + " and protobuf",
        () -> "sum " + records(set).map(pair -> integer(parse(pair._1()))).reduce(Long::sum));
  }

  /** Parses all records and looks at each value. */
  Contender decode(Path set) {
    return Contender.of(
        Role.PEER,
        name + " and protobuf",
        () -> records(set).filter(pair -> values(parse(pair._1())) > 0).count() + " rows");
  }

  private JavaPairRDD<BytesWritable, NullWritable> records(Path set) {
    return context.newAPIHadoopFile(
        set.toUri().toString(),
        TFRecordFileInputFormat.class,
        BytesWritable.class,
        NullWritable.class,
        conf);
  }

  private static Example parse(BytesWritable payload) {
    try {
      return Example.parser().parseFrom(payload.getBytes(), 0, payload.getLength());
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long integer(Example example) {
    return example.getFeatures().getFeatureOrThrow("i0").getInt64List().getValue(0);
  }

  private static int values(Example example) {
    int values = 0;
    for (Feature feature : example.getFeatures().getFeatureMap().values()) {
      values +=
          switch (feature.getKindCase()) {
            case BYTES_LIST -> feature.getBytesList().getValue(0).size();
            case FLOAT_LIST -> feature.getFloatList().getValueCount();
            case INT64_LIST -> feature.getInt64List().getValueCount();
            case KIND_NOT_SET -> 0;
          };
    }
    return values;
  }
}
