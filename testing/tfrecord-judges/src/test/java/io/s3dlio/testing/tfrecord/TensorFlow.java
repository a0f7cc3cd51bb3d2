package io.s3dlio.testing.tfrecord;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3dlio.tfrecord.example.FeatureSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Scope;
import org.tensorflow.op.core.Constant;
import org.tensorflow.op.data.AnonymousIterator;
import org.tensorflow.op.data.BatchDataset;
import org.tensorflow.op.data.DatasetToTfRecord;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.op.data.MakeIterator;
import org.tensorflow.op.data.TensorSliceDataset;
import org.tensorflow.op.io.ParseExample;
import org.tensorflow.op.io.ParseSequenceExample;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * TensorFlow itself, in this JVM: its reader and writer of TFRecord and its parsers of Example and
 * SequenceExample. For one thread.
 */
final class TensorFlow implements AutoCloseable {

  private static final long BATCH = 1000;
  private static final long READ_BUFFER = 256 * 1024;
  private static final List<Class<? extends TType>> STRINGS = List.of(TString.class);
  private static final List<Shape> VECTOR = List.of(Shape.of(Shape.UNKNOWN_SIZE));

  private final EagerSession session = EagerSession.create();
  private final Scope scope = session.baseScope();

  /**
   * All payloads of a file; both CRCs of each record are checked on the way.
   *
   * @param compression the format's own words: "", "GZIP" or "ZLIB"
   */
  List<byte[]> read(Path file, String compression) {
    List<byte[]> payloads = new ArrayList<>();
    read(file, compression, payloads, BATCH);
    return payloads;
  }

  /**
   * As {@link #read(Path, String)}, one record after the other, adding to what the caller holds: so
   * it knows what came before an error.
   */
  void readSingly(Path file, String compression, List<byte[]> payloads) {
    read(file, compression, payloads, 1);
  }

  private void read(Path file, String compression, List<byte[]> payloads, long batch) {
    // The operation's second version wants one input more than this release's Java class gives.
    OperationBuilder builder = scope.opBuilder("TFRecordDataset", "TFRecordDataset");
    builder.addInput(Constant.scalarOf(scope, file.toString()).asOutput());
    builder.addInput(Constant.scalarOf(scope, compression).asOutput());
    builder.addInput(Constant.scalarOf(scope, READ_BUFFER).asOutput());
    Output<TType> records = builder.build().output(0);
    BatchDataset batches =
        BatchDataset.create(
            scope,
            records,
            Constant.scalarOf(scope, batch),
            Constant.scalarOf(scope, false),
            STRINGS,
            VECTOR);
    AnonymousIterator iterator = AnonymousIterator.create(scope, STRINGS, VECTOR);
    MakeIterator.create(scope, batches, iterator);
    try {
      while (true) {
        try (TString strings =
            (TString)
                IteratorGetNext.create(scope, iterator, STRINGS, VECTOR)
                    .components()
                    .get(0)
                    .asTensor()) {
          addAll(strings, payloads);
        }
      }
    } catch (TFOutOfRangeException end) {
      // How an iterator says that it is done.
    }
  }

  /** Writes a file as {@code tf.io.TFRecordWriter} does. */
  void write(Path file, String compression, List<byte[]> payloads) {
    TensorSliceDataset records =
        TensorSliceDataset.create(scope, List.of(vector(payloads)), List.of(Shape.scalar()));
    DatasetToTfRecord.create(
        scope,
        records,
        Constant.scalarOf(scope, file.toString()),
        Constant.scalarOf(scope, compression));
  }

  /** What its parser of Example makes of the payloads: ragged columns in the features' order. */
  List<Ragged> parse(List<byte[]> examples, List<FeatureSpec> features) {
    ParseExample parsed =
        ParseExample.create(
            scope,
            vector(examples),
            none(),
            none(),
            none(),
            names(features),
            List.of(),
            0L,
            List.of(),
            features.stream().<Class<? extends TType>>map(TensorFlow::type).toList(),
            splits(features),
            List.of());
    List<Ragged> columns = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      columns.add(new Ragged(parsed.raggedValues().get(i), parsed.raggedRowSplits().get(i), null));
    }
    return columns;
  }

  /** What its parser of SequenceExample makes of the payloads: context first, then lists. */
  List<Ragged> parseSequences(
      List<byte[]> examples, List<FeatureSpec> context, List<FeatureSpec> lists) {
    ParseSequenceExample parsed =
        ParseSequenceExample.create(
            scope,
            vector(examples),
            none(),
            none(),
            none(),
            names(context),
            none(),
            none(),
            names(lists),
            Constant.create(scope, TBool.tensorOf(Shape.of(0))),
            List.of(),
            List.of(),
            context.stream().<Class<? extends TType>>map(TensorFlow::type).toList(),
            splits(context),
            List.of(),
            List.of(),
            lists.stream().<Class<? extends TType>>map(TensorFlow::type).toList(),
            splits(lists));
    List<Ragged> columns = new ArrayList<>();
    for (int i = 0; i < context.size(); i++) {
      columns.add(
          new Ragged(
              parsed.contextRaggedValues().get(i), parsed.contextRaggedRowSplits().get(i), null));
    }
    for (int i = 0; i < lists.size(); i++) {
      columns.add(
          new Ragged(
              parsed.featureListRaggedValues().get(i),
              parsed.featureListRaggedOuterSplits().get(i),
              parsed.featureListRaggedInnerSplits().get(i)));
    }
    return columns;
  }

  private Operand<TString> vector(List<byte[]> strings) {
    NdArray<byte[]> array = NdArrays.ofObjects(byte[].class, Shape.of(strings.size()));
    for (int i = 0; i < strings.size(); i++) {
      array.setObject(strings.get(i), i);
    }
    return Constant.create(scope, TString.tensorOfBytes(array));
  }

  private Operand<TString> none() {
    return vector(List.of());
  }

  private Operand<TString> names(List<FeatureSpec> features) {
    return vector(features.stream().map(f -> f.name().getBytes(UTF_8)).toList());
  }

  private static Class<? extends TType> type(FeatureSpec feature) {
    return switch (feature.kind()) {
      case BYTES -> TString.class;
      case FLOAT -> TFloat32.class;
      case INT64 -> TInt64.class;
    };
  }

  private static List<Class<? extends TNumber>> splits(List<FeatureSpec> features) {
    return Collections.nCopies(features.size(), TInt64.class);
  }

  private static void addAll(TString strings, List<byte[]> payloads) {
    strings.asBytes().scalars().forEach(string -> payloads.add(string.getObject()));
  }

  @Override
  public void close() {
    session.close();
  }
}
