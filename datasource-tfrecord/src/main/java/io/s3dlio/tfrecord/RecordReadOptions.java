package io.s3dlio.tfrecord;

/**
 * How records are read.
 *
 * @param verify which CRCs are compared
 * @param badPayload what happens when a payload's CRC differs; without meaning unless {@code
 *     verify} is {@link VerifyCrc#FULL}
 * @param bufferBytes what is read at once and delivered in one {@link RecordBlock}, at least 16; a
 *     record that is larger gets a larger buffer, step by step as its bytes arrive
 */
public record RecordReadOptions(VerifyCrc verify, BadPayload badPayload, int bufferBytes) {

  /** Stays in a core's second-level cache while its records are checked and decoded. */
  private static final int BUFFER = 1 << 19;

  /** Everything is verified, and everything wrong is an error. */
  public static final RecordReadOptions DEFAULT =
      new RecordReadOptions(VerifyCrc.FULL, BadPayload.FAIL, BUFFER);

  public RecordReadOptions {
    if (bufferBytes < RecordHeader.FRAME) {
      throw new IllegalArgumentException("buffer of " + bufferBytes + " bytes");
    }
  }

  public RecordReadOptions with(VerifyCrc other) {
    return new RecordReadOptions(other, badPayload, bufferBytes);
  }

  public RecordReadOptions with(BadPayload other) {
    return new RecordReadOptions(verify, other, bufferBytes);
  }

  public RecordReadOptions withBufferBytes(int other) {
    return new RecordReadOptions(verify, badPayload, other);
  }
}
