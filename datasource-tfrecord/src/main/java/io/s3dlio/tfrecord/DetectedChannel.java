package io.s3dlio.tfrecord;

import java.nio.channels.ReadableByteChannel;

/**
 * A file whose beginning was looked at.
 *
 * @param channel all of the file's bytes as they are stored, those looked at included
 */
public record DetectedChannel(RecordCompression compression, ReadableByteChannel channel) {}
