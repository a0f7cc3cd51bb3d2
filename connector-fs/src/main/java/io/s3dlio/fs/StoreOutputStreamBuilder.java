package io.s3dlio.fs;

import io.s3dlio.store.Capability;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/**
 * Builds a file with conditions and content headers: what {@code createFile} answers.
 *
 * <p>Options: {@code fs.option.create.conditional.overwrite} (true: only when nothing has this name
 * at close), {@code fs.option.create.conditional.overwrite.etag} (only in place of this version),
 * {@code fs.option.create.content.type}, {@code fs.s3dlio.create.header.NAME}. Conditions are
 * promises: where the store cannot keep one, building fails whether it was a must or an opt. A
 * header that the store cannot keep fails only as a must.
 */
public final class StoreOutputStreamBuilder
    extends FSDataOutputStreamBuilder<FSDataOutputStream, StoreOutputStreamBuilder> {

  static final String IF_ABSENT = "fs.option.create.conditional.overwrite";
  static final String IF_MATCH = "fs.option.create.conditional.overwrite.etag";
  static final String CONTENT_TYPE = "fs.option.create.content.type";
  static final String IN_CLOSE = "fs.option.create.in.close";
  static final String HEADER = "fs.s3dlio.create.header.";

  private final StoreFileSystem files;

  StoreOutputStreamBuilder(StoreFileSystem files, Path path) {
    super(files, path);
    this.files = files;
  }

  @Override
  public StoreOutputStreamBuilder getThisBuilder() {
    return this;
  }

  /**
   * Opens the file for writing.
   *
   * @throws IllegalArgumentException for a must option that is unknown or cannot be kept
   * @throws UnsupportedOperationException for append, or a condition that the store cannot judge
   */
  @Override
  public FSDataOutputStream build() throws IOException {
    EnumSet<CreateFlag> flags = getFlags();
    if (flags.contains(CreateFlag.APPEND)) {
      return files.append(getPath(), getBufferSize(), getProgress());
    }
    if (!flags.contains(CreateFlag.CREATE) && !flags.contains(CreateFlag.OVERWRITE)) {
      throw new PathIOException(getPath().toString(), "neither create, overwrite nor append asked");
    }
    Set<String> known = new HashSet<>(Set.of(IF_ABSENT, IF_MATCH, CONTENT_TYPE, IN_CLOSE));
    Configuration options = getOptions();
    Set<String> mandatory = getMandatoryKeys();
    for (String header : PutOptions.HEADERS) {
      known.add(HEADER + header);
    }
    rejectUnknownMandatoryKeys(known, "for " + getPath());
    Mount mount = files.mount(getPath());
    PutOptions put = PutOptions.none().withCondition(condition(options, flags, mount));
    Map<String, String> headers = headers(options, mandatory, mount);
    return files.create(getPath(), put.withHeaders(headers), isRecursive());
  }

  private PutCondition condition(Configuration options, EnumSet<CreateFlag> flags, Mount mount) {
    String etag = options.getTrimmed(IF_MATCH, "");
    boolean absent = options.getBoolean(IF_ABSENT, false);
    if (!etag.isEmpty()) {
      if (absent) {
        throw new IllegalArgumentException(
            IF_ABSENT + " and " + IF_MATCH + " exclude each other: " + getPath());
      }
      if (!mount.can(Capability.IF_MATCH)) {
        throw new UnsupportedOperationException(
            IF_MATCH + " needs a store that compares versions: " + getPath());
      }
      return PutCondition.ifMatch(etag);
    }
    boolean overwrite = flags.contains(CreateFlag.OVERWRITE) && !absent;
    return overwrite ? PutCondition.always() : PutCondition.ifAbsent();
  }

  private Map<String, String> headers(Configuration options, Set<String> mandatory, Mount mount) {
    Map<String, String> headers = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    for (String header : PutOptions.HEADERS) {
      names.put(HEADER + header, header);
    }
    names.put(CONTENT_TYPE, "content-type");
    names.forEach(
        (option, header) -> {
          String value = options.getTrimmed(option, "");
          if (value.isEmpty()) {
            return;
          }
          if (mount.can(Capability.METADATA)) {
            headers.put(header, value);
          } else if (mandatory.contains(option)) {
            throw new IllegalArgumentException(
                option + " cannot be kept by the store of " + getPath());
          }
        });
    return headers;
  }
}
