package io.s3dlio.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Finds partition columns in the names of directories, by Spark's rules: {@code k=v} below the base
 * path, types by what all values of a column can be, the user's types over those.
 */
public final class PartitionDiscovery {

  private static final InternalRow NO_PARTITION = new GenericInternalRow(new Object[0]);

  private final boolean infersTypes;
  private final ZoneId zone;
  private final ColumnNames names;

  private PartitionDiscovery(boolean infersTypes, ZoneId zone, ColumnNames names) {
    this.infersTypes = infersTypes;
    this.zone = zone;
    this.names = names;
  }

  /** Discovery as the session of this thread is configured. */
  public static PartitionDiscovery ofSession() {
    SQLConf conf = SQLConf.get();
    return new PartitionDiscovery(
        conf.partitionColumnTypeInferenceEnabled(),
        ZoneId.of(conf.sessionLocalTimeZone(), ZoneId.SHORT_IDS),
        ColumnNames.ofSession());
  }

  static PartitionDiscovery of(boolean infersTypes, ZoneId zone, ColumnNames names) {
    return new PartitionDiscovery(infersTypes, zone, names);
  }

  /**
   * The files of some roots with their partitions.
   *
   * <p>Where there are partitions, files outside of them are left out; where there are none, files
   * in deeper directories are, unless {@code recursiveFileLookup} is on: both as Spark does.
   *
   * @param userSchema types of the user, which win; null when none was given
   * @throws SourceException for directories that contradict each other, or a value that its
   *     column's type does not have
   */
  public DataSet discover(
      List<FileListing.Root> roots,
      SourceOptions options,
      Configuration settings,
      @Nullable StructType userSchema) {
    if (options.value(ListingOptions.RECURSIVE)) {
      return unpartitioned(roots.stream().flatMap(root -> root.files().stream()).toList());
    }
    Map<String, PartitionPath> directories = new LinkedHashMap<>();
    Map<String, ListedFile> files = new LinkedHashMap<>();
    Set<String> bases = bases(roots, options, settings);
    for (FileListing.Root root : roots) {
      for (ListedFile file : root.files()) {
        String directory = PartitionPath.parent(file.path());
        if (!directories.containsKey(directory)) {
          PartitionPath found = PartitionPath.of(directory, bases);
          if (found == null) {
            continue;
          }
          directories.put(directory, found);
        }
        files.put(file.path(), file);
      }
    }
    if (directories.values().stream().allMatch(path -> path.columns().isEmpty())) {
      return unpartitioned(roots.stream().flatMap(PartitionDiscovery::direct).toList());
    }
    return partitioned(directories, files, userSchema);
  }

  private static DataSet unpartitioned(List<ListedFile> files) {
    return new DataSet(
        new StructType(),
        files.stream()
            .sorted(ListedFile.ORDER)
            .map(file -> new SourceFile(file, NO_PARTITION))
            .toList());
  }

  private static Stream<ListedFile> direct(FileListing.Root root) {
    String base = PartitionPath.plain(root.path());
    return root.files().stream()
        .filter(
            file ->
                !root.isDirectory()
                    || PartitionPath.plain(PartitionPath.parent(file.path())).equals(base));
  }

  private static Set<String> bases(
      List<FileListing.Root> roots, SourceOptions options, Configuration settings) {
    Set<String> bases = new HashSet<>();
    for (FileListing.Root root : roots) {
      bases.add(
          root.isDirectory()
              ? PartitionPath.plain(root.path())
              : PartitionPath.parent(root.path()));
    }
    return options
        .find(ListingOptions.BASE_PATH)
        .map(base -> Set.of(basePath(base, bases, settings)))
        .orElse(bases);
  }

  private static String basePath(String base, Set<String> roots, Configuration settings) {
    String qualified;
    try {
      Path path = new Path(base);
      qualified = PartitionPath.plain(path.getFileSystem(settings).makeQualified(path).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String root : roots) {
      if (!root.equals(qualified) && !root.startsWith(qualified + "/")) {
        throw CommonErrors.BASE_PATH.exception("base", base, "path", root);
      }
    }
    return qualified;
  }

  private DataSet partitioned(
      Map<String, PartitionPath> directories,
      Map<String, ListedFile> files,
      @Nullable StructType userSchema) {
    requireOneShape(directories);
    Map<String, PartitionPath> partitions = new LinkedHashMap<>();
    directories.forEach(
        (directory, path) -> {
          if (!path.columns().isEmpty()) {
            partitions.put(directory, path);
          }
        });
    List<String> columns = partitions.values().iterator().next().columns();
    StructType schema = new StructType();
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      StructField field = field(columns.get(i), i, partitions, userSchema);
      types.add(field.dataType());
      schema = schema.add(field);
    }
    Map<String, InternalRow> rows = new LinkedHashMap<>();
    partitions.forEach((directory, path) -> rows.put(directory, row(path, types)));
    List<SourceFile> found = new ArrayList<>();
    for (ListedFile file : files.values()) {
      InternalRow row = rows.get(PartitionPath.parent(file.path()));
      if (row != null) {
        found.add(new SourceFile(file, row));
      }
    }
    found.sort((one, other) -> ListedFile.ORDER.compare(one.file(), other.file()));
    return new DataSet(schema, found);
  }

  /** One base, one list of columns, and no column twice. */
  private void requireOneShape(Map<String, PartitionPath> directories) {
    Set<String> bases =
        directories.values().stream()
            .map(PartitionPath::base)
            .collect(Collectors.toCollection(TreeSet::new));
    if (bases.size() > 1) {
      throw CommonErrors.PARTITION_BASES.exception("paths", some(bases));
    }
    Map<List<String>, String> shapes = new LinkedHashMap<>();
    directories.forEach(
        (directory, path) -> {
          if (!path.columns().isEmpty()) {
            shapes.putIfAbsent(path.columns(), directory);
          }
        });
    if (shapes.size() > 1) {
      throw CommonErrors.PARTITION_COLUMNS.exception("paths", some(shapes.values()));
    }
    List<String> columns = shapes.keySet().iterator().next();
    for (int i = 0; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (names.areSame(columns.get(i), columns.get(j))) {
          throw CommonErrors.PARTITION_COLUMNS.exception("paths", some(shapes.values()));
        }
      }
    }
  }

  private static String some(Collection<String> paths) {
    String shown = paths.stream().limit(5).collect(Collectors.joining(", "));
    return paths.size() > 5 ? shown + " and " + (paths.size() - 5) + " more" : shown;
  }

  private StructField field(
      String column,
      int ordinal,
      Map<String, PartitionPath> partitions,
      @Nullable StructType userSchema) {
    if (userSchema != null) {
      for (StructField field : userSchema.fields()) {
        if (names.areSame(field.name(), column)) {
          return new StructField(field.name(), field.dataType(), true, field.metadata());
        }
      }
    }
    List<@Nullable String> values = new ArrayList<>();
    partitions.values().forEach(path -> values.add(path.values().get(ordinal)));
    DataType type = PartitionTypes.infer(values, infersTypes);
    return new StructField(column, type, true, Metadata.empty());
  }

  private InternalRow row(PartitionPath path, List<DataType> types) {
    @Nullable Object[] values = new @Nullable Object[types.size()];
    for (int i = 0; i < values.length; i++) {
      String text = path.values().get(i);
      values[i] = text == null ? null : value(path.columns().get(i), text, types.get(i));
    }
    return new GenericInternalRow(values);
  }

  private Object value(String column, String text, DataType type) {
    try {
      return PartitionTypes.parse(text, type, zone);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw CommonErrors.PARTITION_VALUE.exception(
          e, "value", text, "type", type.sql(), "column", column);
    }
  }
}
