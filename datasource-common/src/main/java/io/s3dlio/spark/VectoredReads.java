package io.s3dlio.spark;

import io.s3dlio.store.ByteRange;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Hadoop's vectored reads, which lines before 3.4 have not: looked up once by name, since one set
 * of class files serves all lines.
 */
final class VectoredReads {

  /** What a stream says when it reads ranges better than one by one. */
  private static final String CAPABILITY = "in:readvectored";

  private record Handles(MethodHandle makeRange, MethodHandle read, MethodHandle data) {}

  private static final @Nullable Handles HANDLES = find();

  private VectoredReads() {}

  private static @Nullable Handles find() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> range = Class.forName("org.apache.hadoop.fs.FileRange");
      return new Handles(
          lookup.findStatic(
              range, "createFileRange", MethodType.methodType(range, long.class, int.class)),
          lookup.findVirtual(
              FSDataInputStream.class,
              "readVectored",
              MethodType.methodType(void.class, List.class, IntFunction.class)),
          lookup.findVirtual(range, "getData", MethodType.methodType(CompletableFuture.class)));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** The vectored reads of a stream, where this Hadoop and the stream have any. */
  static Optional<RangesAhead.Reads> of(FSDataInputStream stream) {
    Handles handles = HANDLES;
    return handles != null && stream.hasCapability(CAPABILITY)
        ? Optional.of(ranges -> start(handles, stream, ranges))
        : Optional.empty();
  }

  @SuppressWarnings("unchecked")
  private static List<CompletableFuture<ByteBuffer>> start(
      Handles handles, FSDataInputStream stream, List<ByteRange> ranges) throws IOException {
    try {
      List<Object> wanted = new ArrayList<>();
      for (ByteRange range : ranges) {
        wanted.add(handles.makeRange().invoke(range.offset(), Math.toIntExact(range.length())));
      }
      IntFunction<ByteBuffer> allocate = ByteBuffer::allocate;
      handles.read().invoke(stream, wanted, allocate);
      List<CompletableFuture<ByteBuffer>> started = new ArrayList<>();
      for (Object range : wanted) {
        started.add((CompletableFuture<ByteBuffer>) handles.data().invoke(range));
      }
      return started;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
