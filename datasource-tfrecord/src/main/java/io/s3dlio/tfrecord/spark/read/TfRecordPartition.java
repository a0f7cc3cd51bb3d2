package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.FilePacking;
import io.s3dlio.spark.FileSlice;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads. */
public record TfRecordPartition(List<RecordSlice> slices) implements InputPartition {

  @Override
  public String[] preferredLocations() {
    List<FileSlice> held = slices.stream().map(RecordMetadata::shown).toList();
    return FilePacking.hosts(held).toArray(String[]::new);
  }
}
