package io.s3dlio.cli;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.VerifyCrc;
import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.FeatureColumn;
import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureShape;
import io.s3dlio.tfrecord.example.FeatureShapes;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.hadoop.FileVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints records as JSON, one a line: {@code {"record":0,"offset":0,"bytes":62,"features":{...}}}
 * of an Example or SequenceExample, {@code "payload"} of anything else. A feature is the list of
 * its values, one of a SequenceExample's lists a list of such. Not thread-safe.
 */
final class RecordPrinter {
  private static final int MOST = 1024;

  private final PrintStream out;
  private final Set<String> wanted;
  private long left;
  private @Nullable List<FeatureSpec> specs;
  private @Nullable ExampleDecoder decoder;

  /**
   * A printer.
   *
   * @param wanted names of the only features to print; all when empty
   * @param limit most records to print
   */
  RecordPrinter(PrintStream out, Set<String> wanted, long limit) {
    this.out = out;
    this.wanted = wanted;
    left = limit;
  }

  /** Whether as many were printed as were asked for. */
  boolean isFull() {
    return left == 0 || out.checkError();
  }

  /** Prints the records of a file. */
  void print(FileVerifier files, ListedFile file) throws IOException {
    try (RecordReader reader = files.open(file, VerifyCrc.FULL)) {
      RecordBlock block = new RecordBlock();
      while (!isFull() && reader.read(block, (int) Math.min(left, MOST))) {
        for (int i = 0; i < block.count(); i++) {
          out.println(line(block, i));
        }
        left -= block.count();
      }
    }
  }

  private String line(RecordBlock block, int i) {
    JsonText json = new JsonText();
    json.raw("{\"record\":").raw(block.number(i)).raw(",\"offset\":").raw(block.offset(i));
    json.raw(",\"bytes\":").raw(block.length(i) + 16L);
    if (decode(block, i)) {
      json.raw(",\"features\":{");
      features(json, block.bytes());
      json.raw("}}");
    } else {
      json.raw(",\"payload\":").bytes(block.bytes(), block.start(i), block.length(i)).raw("}");
    }
    return json.toString();
  }

  /** Whether the payload is a message; then its features are in the decoder's columns, row 0. */
  private boolean decode(RecordBlock block, int i) {
    byte[] bytes = block.bytes();
    // Reads an Example as well: that is one without lists.
    FeatureShapes shapes = new FeatureShapes(RecordType.SEQUENCE_EXAMPLE);
    if (shapes.add(bytes, block.start(i), block.length(i)).isPresent()) {
      return false;
    }
    try {
      use(shapes.shapes());
    } catch (UnsupportedFormatException e) {
      return false;
    }
    return decoder != null && decoder.decode(bytes, block.start(i), block.length(i)) == 0;
  }

  /** Neighbours mostly have the same features. */
  private void use(List<FeatureShape> shapes) {
    List<FeatureSpec> found = new ArrayList<>();
    for (FeatureShape shape : shapes) {
      FeatureSpec spec = shape.spec();
      if (wanted.isEmpty() || wanted.contains(spec.name())) {
        boolean isScalar = spec.depth() == FeatureDepth.SCALAR;
        found.add(isScalar ? FeatureSpec.list(spec.name(), spec.kind()) : spec);
      }
    }
    if (decoder == null || !found.equals(specs)) {
      specs = found;
      decoder = new ExampleDecoder(RecordType.SEQUENCE_EXAMPLE, found);
    }
  }

  private void features(JsonText json, byte[] bytes) {
    if (specs == null || decoder == null) {
      return;
    }
    for (int i = 0; i < specs.size(); i++) {
      FeatureColumn column = decoder.column(i);
      json.raw(i == 0 ? "" : ",").text(specs.get(i).name()).raw(":");
      int from = column.offsets()[0];
      int to = column.offsets()[1];
      if (specs.get(i).depth() == FeatureDepth.LIST_OF_LISTS) {
        json.raw("[");
        for (int step = from; step < to; step++) {
          json.raw(step == from ? "" : ",");
          values(json, column, column.stepOffsets()[step], column.stepOffsets()[step + 1], bytes);
        }
        json.raw("]");
      } else {
        values(json, column, from, to, bytes);
      }
    }
  }

  private static void values(JsonText json, FeatureColumn column, int from, int to, byte[] bytes) {
    FeatureKind kind = column.spec().kind();
    json.raw("[");
    for (int i = from; i < to; i++) {
      json.raw(i == from ? "" : ",");
      switch (kind) {
        case INT64 -> json.raw(column.longs()[i]);
        case FLOAT -> json.number(column.floats()[i]);
        case BYTES -> json.bytes(bytes, column.starts()[i], column.lengths()[i]);
      }
    }
    json.raw("]");
  }
}
