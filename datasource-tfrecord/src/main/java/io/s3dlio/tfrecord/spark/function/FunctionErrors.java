package io.s3dlio.tfrecord.spark.function;

import io.s3dlio.spark.SourceError;
import java.util.List;

/** What can be wrong with calls of the SQL functions. */
public final class FunctionErrors {

  static final SourceError ARGUMENTS =
      new SourceError(
          "TFRECORD_FUNCTION_ARGUMENTS",
          "42K09",
          "<function> cannot be called so: <reason>.",
          "Use from_tf_example(binary, 'a bigint, b string'[, map('recordType', ...)]) and"
              + " to_tf_example(struct(...)[, map('recordType', ...)]).");

  static final SourceError UNDECODABLE =
      new SourceError(
          "TFRECORD_VALUE_UNDECODABLE",
          "22000",
          "A value of from_tf_example is no <recordType> of the schema: <reason>.",
          "Look at the schema and at the option recordType, or set the option mode to PERMISSIVE to"
              + " get null instead.");

  private FunctionErrors() {}

  /** All of them, in the order of the reference page. */
  public static List<SourceError> all() {
    return List.of(ARGUMENTS, UNDECODABLE);
  }
}
