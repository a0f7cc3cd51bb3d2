package io.s3dlio.tfrecord;

import java.nio.channels.ReadableByteChannel;

/**
 * A file whose beginning was looked at.
 *
 * @param compression {@link RecordCompression#NONE} for what is not recognised, too
 * @param isRecognised whether the bytes tell: by a magic number, by a right CRC of the first
 *     length, or because there are none. Else it is a damaged file, or of a format without mark
 * @param channel all of the file's bytes as they are stored, those looked at included
 */
public record DetectedChannel(
    RecordCompression compression, boolean isRecognised, ReadableByteChannel channel) {}
