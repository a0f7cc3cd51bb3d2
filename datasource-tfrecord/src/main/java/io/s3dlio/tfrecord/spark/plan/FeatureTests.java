package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.ColumnNames;
import io.s3dlio.spark.RowFilter;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Predicates on features, and the features that are decoded first for their sake. */
public final class FeatureTests {

  private final ReadPlan all;
  private final ColumnNames names;
  private final List<RowFilter> tests = new ArrayList<>();
  private StructType tested = new StructType();

  /**
   * None yet.
   *
   * @param all the read of all columns
   */
  public FeatureTests(ReadPlan all, ColumnNames names) {
    this.all = all;
    this.names = names;
  }

  /**
   * Takes a predicate; false when it speaks of anything but features, or when a damaged record is a
   * row of nulls, which no test of single features sees.
   */
  public boolean add(Predicate predicate) {
    TfRecordReadOptions options = all.options();
    if (options.recordType() == RecordType.BYTE_ARRAY || options.mode() == ParseMode.PERMISSIVE) {
      return false;
    }
    List<StructField> fields = new ArrayList<>(List.of(tested.fields()));
    Optional<RowFilter> test = RowFilter.of(predicate, name -> feature(name, fields));
    if (test.isPresent()) {
      tests.add(test.get());
      tested = new StructType(fields.toArray(new StructField[0]));
    }
    return test.isPresent();
  }

  /** The feature of a name, which is added to those that are decoded first. */
  private RowFilter.@Nullable Input feature(List<String> name, List<StructField> fields) {
    if (name.size() != 1) {
      return null;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (names.areSame(fields.get(i).name(), name.get(0))) {
        return new RowFilter.Input(i, fields.get(i).dataType());
      }
    }
    for (StructField field : all.output().fields()) {
      if (names.areSame(field.name(), name.get(0)) && all.role(field) == ReadPlan.Role.FEATURE) {
        fields.add(field);
        return new RowFilter.Input(fields.size() - 1, field.dataType());
      }
    }
    return null;
  }

  /** Features that are decoded first. */
  public StructType tested() {
    return tested;
  }

  /** What must be true of them. */
  public List<RowFilter> tests() {
    return List.copyOf(tests);
  }
}
