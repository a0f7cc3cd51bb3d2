package io.s3dlio.spark.vector;

import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Structs, none of them null, over one vector for each field. */
public final class StructVector extends SourceVector {

  private final List<ColumnVector> fields;

  /**
   * @param fields one for each field of the type, with as many rows as this one
   */
  public StructVector(StructType type, List<? extends ColumnVector> fields) {
    super(type);
    if (type.fields().length != fields.size()) {
      throw new IllegalArgumentException(fields.size() + " vectors for " + type.simpleString());
    }
    this.fields = List.copyOf(fields);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return fields.get(ordinal);
  }

  @Override
  public void close() {
    fields.forEach(ColumnVector::close);
  }
}
